// @ts-check
/**
 * Watching a stored game. The address holds the moment and the speed (`?at=83&speed=2`), so a link shows what one saw.
 */

import { Film } from '../../replay/film.js';
import { readLog, UnknownLog } from '../../replay/log.js';
import { Player, SPEEDS } from '../../replay/player.js';
import { text as replayText } from '../../text/replay.js';
import { readingView, ReplayView, unknownView } from './view.js';

/** @typedef {import('../../app.js').App} App */

const FEW_KEYS = 5_000; // read before the page could show that it is reading

/** @param {App} app @param {import('../../router.js').Place} place @returns {Promise<import('../../router.js').Opened>} */
export async function openReplay(app, { params, query }) {
  const title = replayText.title;
  const replay = await app.api.get(`/api/game/replay/${encodeURIComponent(params.session_id)}`);
  let log;
  try {
    log = readLog(replay.key_log);
  } catch (error) {
    if (!(error instanceof UnknownLog)) throw error;
    return { element: unknownView(), title };
  }
  const from = {
    at_ms: 1000 * (Number(query.get('at')) || 0),
    speed: SPEEDS.find((speed) => speed === Number(query.get('speed'))) ?? 1,
  };
  if (log.at.length <= FEW_KEYS) {
    const { element, leave } = watch(app, replay, await Film.read(log), from);
    return { element, leave, title: replayText.of(replay.result.display_name) };
  }
  return readThenWatch(app, replay, log, from);
}

/**
 * A long game: show that it is being read, then the replay in the same place.
 * @param {App} app @param {any} replay @param {import('../../replay/log.js').Log} log @param {{at_ms: number, speed: number}} from
 * @returns {import('../../router.js').Opened}
 */
function readThenWatch(app, replay, log, from) {
  const reading = readingView();
  let left = false;
  let leave = () => {};
  Film.read(log, { progress: (part) => reading.progress(part), left: () => left }).then((film) => {
    if (left) return;
    const watched = watch(app, replay, film, from);
    leave = watched.leave;
    reading.element.replaceWith(watched.element);
    opened.element = watched.element; // a quick machine has read the game before the page is shown
  });
  /** @type {import('../../router.js').Opened} */
  const opened = {
    element: reading.element,
    title: replayText.of(replay.result.display_name),
    leave: () => {
      left = true;
      leave();
    },
  };
  return opened;
}

/** @param {App} app @param {any} replay @param {Film} film @param {{at_ms: number, speed: number}} from */
function watch(app, replay, film, from) {
  const { result } = replay;
  const same = isSame(film, replay);
  const player = new Player(film, from);
  const { judge } = film;

  const jump = (/** @type {() => void} */ how) => {
    how();
    view.jumped(judge);
    view.playing(player.playing, player.ended);
    keepPlace();
  };
  const actions = {
    toggle: () => jump(() => player.toggle()),
    move: (/** @type {number} */ by_ms) => jump(() => player.seek(player.at_ms + by_ms)),
    wave: (/** @type {-1 | 1} */ way) => jump(() => player.wave(way)),
    seek: (/** @type {number} */ at_ms) => jump(() => player.seek(at_ms)),
    speed: (/** @type {number} */ speed) => {
      player.speed = speed;
      keepPlace();
    },
    copy: () => copy(),
  };
  const view = new ReplayView(result, film, actions, { still: app.still(), speed: player.speed, same });

  const address = () => {
    const search = new URLSearchParams();
    if (player.at_ms > 0) search.set('at', String(Math.floor(player.at_ms / 100) / 10));
    if (player.speed !== 1) search.set('speed', String(player.speed));
    const query = search.toString();
    return `${location.pathname}${query ? `?${query}` : ''}`;
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let keeps;
  // Not at each step of a drag: browsers refuse to have an address changed too often.
  const keepPlace = () => {
    clearTimeout(keeps);
    keeps = setTimeout(() => history.replaceState(history.state, '', address()), 300);
  };
  const copy = async () => {
    const link = new URL(address(), location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      app.notice(replayText.copied);
    } catch {
      view.offer(link); // no permission, or a page that came by plain http
    }
  };

  const stopListening = listen(view.range, actions, film);
  let last = performance.now();
  let frame = requestAnimationFrame(function draw(now) {
    if (player.frame(now - last, (event) => view.happened(judge, event))) {
      view.playing(false, true);
      app.say(replayText.ended(judge.standing.score));
    }
    view.frame(judge, now - last);
    last = now;
    frame = requestAnimationFrame(draw);
  });
  // Whoever asked for less motion starts it by hand; so does who was sent a link to one moment.
  requestAnimationFrame(() => {
    if (!app.still() && from.at_ms === 0 && view.element.isConnected) player.toggle();
    view.jumped(judge);
    view.playing(player.playing, player.ended);
    // All the keys that the page names work from here, also for who came by a link.
    if (document.activeElement === document.body) view.range.focus({ preventScroll: true });
  });

  return {
    element: view.element,
    leave: () => {
      cancelAnimationFrame(frame);
      clearTimeout(keeps);
      stopListening();
      view.close();
    },
  };
}

/** Whether the keys, judged again, come to what is stored. @param {Film} film just read, so at its end @param {any} replay */
function isSame({ judge }, { totals, result }) {
  /** @type {Record<string, number>} */
  const judged = { ...judge.model.totals };
  return (
    Object.keys(judged).every((name) => judged[name] === totals[name]) && judge.standing.score === result.final_score
  );
}

const STEPS = /** @type {Record<string, number>} */ ({
  ArrowLeft: -5_000,
  ArrowRight: 5_000,
  ArrowDown: -1_000,
  ArrowUp: 1_000,
});

/**
 * Keys of the whole page, but for those that a control under the focus needs itself.
 * @param {HTMLInputElement} range
 * @param {import('./view.js').ReplayActions} actions
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
