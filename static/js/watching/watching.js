// @ts-check
/**
 * Watching a stored game. The address holds the moment and the speed (`?at=83&speed=2`), so a link shows the same
 * moment to others.
 */

import { everyFrame } from '../arena/frames.js';
import { Film } from '../replay/film.js';
import { readLog } from '../replay/log.js';
import { Player, SPEEDS } from '../replay/player.js';
import { text as replayText } from './text.js';
import { readingView, ReplayView } from './view.js';

/** @import { App } from '../app.js' */
/** @import { Replay, Totals } from '../net/types.js' */
/** @import { Log } from '../replay/log.js' */
/** @import { Opened } from '../router.js' */
/** @import { ReplayActions } from './controls.js' */

/** @typedef {{at_ms: number, speed: number}} From where and how fast it begins */

const FEW_KEYS = 5_000; // read before the page could show that it is reading

/**
 * What is around the player, on whichever page.
 * @typedef {object} Frame
 * @property {string} title
 * @property {import('../dom.js').Children} head
 * @property {import('../dom.js').Children} [foot]
 */

/**
 * Throws UnknownLog for a log that this page does not know.
 * @param {App} app @param {Replay} replay @param {URLSearchParams} query the moment and the speed @param {Frame} frame
 * @returns {Promise<Opened>}
 */
export async function watchReplay(app, replay, query, frame) {
  const log = readLog(replay.key_log);
  const from = {
    at_ms: 1000 * (Number(query.get('at')) || 0),
    speed: SPEEDS.find((speed) => speed === Number(query.get('speed'))) ?? 1,
  };
  if (log.at.length <= FEW_KEYS) {
    const { element, leave } = watch(app, replay, await Film.read(log), from, frame);
    return { element, leave, title: frame.title };
  }
  return readThenWatch(app, replay, log, from, frame);
}

/**
 * A long game: show that it is being read, then the replay in the same place.
 * @param {App} app @param {Replay} replay @param {Log} log @param {From} from @param {Frame} frame
 * @returns {Opened}
 */
function readThenWatch(app, replay, log, from, frame) {
  const reading = readingView();
  let left = false;
  let leave = () => {};
  Film.read(log, { progress: (part) => reading.progress(part), left: () => left }).then((film) => {
    if (left) return;
    const watched = watch(app, replay, film, from, frame);
    leave = watched.leave;
    reading.element.replaceWith(watched.element);
    opened.element = watched.element; // a quick machine has read the game before the page is shown
  });
  /** @type {Opened} */
  const opened = {
    element: reading.element,
    title: frame.title,
    leave: () => {
      left = true;
      leave();
    },
  };
  return opened;
}

/** @param {App} app @param {Replay} replay @param {Film} film @param {From} from @param {Frame} frame */
function watch(app, replay, film, from, frame) {
  const watching = new Watching(app, replay, film, from, frame);
  return { element: watching.view.element, leave: () => watching.leave() };
}

/** A film on the page: its player, its view, and the address that says where it is. */
class Watching {
  /** @param {App} app @param {Replay} replay @param {Film} film @param {From} from @param {Frame} frame */
  constructor(app, replay, film, from, frame) {
    this.app = app;
    this.judge = film.judge;
    const same = isSame(film, replay); // before the player winds it back
    this.player = new Player(film, from);
    const actions = this.#actions();
    const how = { still: app.still(), speed: this.player.speed, same };
    this.view = new ReplayView(replay.result, film, actions, how, frame);
    this.stopListening = listen(this.view.range, actions, film);
    this.stopFrames = everyFrame((passed_ms) => this.#frame(passed_ms));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.keeps = undefined;
    requestAnimationFrame(() => this.#begin(from));
  }

  leave() {
    this.stopFrames();
    this.stopListening();
    clearTimeout(this.keeps);
    this.view.close();
  }

  /** @returns {ReplayActions} */
  #actions() {
    const { player } = this;
    return {
      toggle: () => this.#jump(() => player.toggle()),
      move: (by_ms) => this.#jump(() => player.seek(player.at_ms + by_ms)),
      wave: (way) => this.#jump(() => player.wave(way)),
      seek: (at_ms) => this.#jump(() => player.seek(at_ms)),
      speed: (speed) => {
        player.speed = speed;
        this.#keepPlace();
      },
      copy: () => this.#copy(),
    };
  }

  /** @param {From} from */
  #begin({ at_ms }) {
    const { app, view, player } = this;
    // It does not start by itself with less motion, or from a link to one moment.
    if (!app.still() && at_ms === 0 && view.element.isConnected) player.toggle();
    this.#show();
    // All the keys that the page names work from here, also after opening a link.
    if (document.activeElement === document.body) view.range.focus({ preventScroll: true });
  }

  /** @param {number} passed_ms */
  #frame(passed_ms) {
    const { app, judge, player, view } = this;
    if (player.frame(passed_ms, (event) => view.happened(judge, event))) {
      view.playing(false, true);
      app.say(replayText.ended(judge.standing.score));
    }
    view.frame(judge, passed_ms);
  }

  /** @param {() => void} how */
  #jump(how) {
    how();
    this.#show();
    this.#keepPlace();
  }

  #show() {
    this.view.jumped(this.judge);
    this.view.playing(this.player.playing, this.player.ended);
  }

  /** Not at each step of a drag: browsers refuse to have an address changed too often. */
  #keepPlace() {
    clearTimeout(this.keeps);
    this.keeps = setTimeout(() => history.replaceState(history.state, '', this.#address()), 300);
  }

  #address() {
    const { at_ms, speed } = this.player;
    const search = new URLSearchParams();
    if (at_ms > 0) search.set('at', String(Math.ceil(at_ms) / 1000)); // not before what has just happened
    if (speed !== 1) search.set('speed', String(speed));
    const query = search.toString();
    return `${location.pathname}${query ? `?${query}` : ''}`;
  }

  async #copy() {
    const link = new URL(this.#address(), location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      this.app.notice(replayText.copied);
    } catch {
      this.view.offer(link); // no permission, or a page that came by plain http
    }
  }
}

/**
 * Whether the keys, judged again, come to what is stored.
 * @param {Film} film just read, so at its end @param {Replay} replay
 */
function isSame({ judge }, { totals, result }) {
  const judged = /** @type {[keyof Totals, number][]} */ (Object.entries(judge.model.totals));
  return judged.every(([name, value]) => totals[name] === value) && judge.standing.score === result.final_score;
}

const STEPS = /** @type {Record<string, number>} */ ({
  ArrowLeft: -5_000,
  ArrowRight: 5_000,
  ArrowDown: -1_000,
  ArrowUp: 1_000,
});

/**
 * Keys of the whole page, except those that the focused control uses itself.
 * @param {HTMLInputElement} range
 * @param {ReplayActions} actions
 * @param {Film} film
 */
function listen(range, actions, film) {
  /** @param {KeyboardEvent} event */
  const keydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const on = /** @type {HTMLElement} */ (event.target);
    const other = on !== range && on.closest?.('input, textarea, select, button, a');
    if (event.key === ' ' && !other) actions.toggle();
    else if (on !== range && on.closest?.('input, textarea, select')) return;
    else if (event.key in STEPS && (on === range || event.key === 'ArrowLeft' || event.key === 'ArrowRight'))
      actions.move(STEPS[event.key]);
    else if (on !== range) return;
    else if (event.key === 'PageUp') actions.wave(1);
    else if (event.key === 'PageDown') actions.wave(-1);
    else if (event.key === 'Home') actions.seek(0);
    else if (event.key === 'End') actions.seek(film.end_ms);
    else return;
    event.preventDefault();
  };
  document.addEventListener('keydown', keydown);
  return () => document.removeEventListener('keydown', keydown);
}
