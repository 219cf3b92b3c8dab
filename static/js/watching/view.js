// @ts-check
/**
 * A replay: the arena and the figures of the live game, and below them the controls of a player.
 *
 * Law: state in, DOM out; wishes go out through `actions`. The position is one real range input, so every key and every
 * screen reader moves it; what it says is a time, not a number.
 */

import { Arena } from '../arena/arena.js';
import { h } from '../dom.js';
import { Hud } from '../hud/hud.js';
import { canBeRaced, raceAddress } from '../parts/game-links.js';
import { kindOfGame, pageFrame } from '../parts/pieces.js';
import { dateTime } from '../text/common.js';
import { text as gamesText } from '../text/games.js';
import { Controls } from './controls.js';
import { text as replayText } from './text.js';
import { Totals } from './totals.js';
import { FULL_HP, NEXT_SHOWN_LINES } from '../terms.js';

/** @import { GameResult } from '../net/types.js' */
/** @import { Film } from '../replay/film.js' */
/** @import { Judge, ReplayEvent } from '../replay/judge.js' */
/** @import { ReplayActions } from './controls.js' */
/** @import { Frame } from './watching.js' */

const SETTLE_MS = 100; // of gliding, after a jump
const SETTLE_FRAMES = 10;

export class ReplayView {
  /**
   * @param {GameResult} result @param {Film} film @param {ReplayActions} actions
   * @param {{still: boolean, speed: number, same: boolean}} how `same`: whether the keys give the stored result
   * @param {Frame} frame
   */
  constructor(result, film, actions, { still, speed, same }, { title, head, foot }) {
    const t = replayText;
    this.still = still;
    this.film = film;
    this.nextShown = -1; // index of the wave whose successor is shown
    this.arena = new Arena({ still });
    this.hud = new Hud();
    this.controls = new Controls(film, actions, speed);
    this.totals = new Totals(same);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.strikes = undefined;
    this.element = pageFrame(
      'replay',
      title,
      head,
      h(
        'section.screen',
        { 'aria-label': t.stage, 'data-calm': result.mode === 'PRACTICE' },
        this.hud.element,
        h('div.stage', {}, this.arena.element),
      ),
      this.controls.element,
      this.totals.element,
      foot ?? null,
    );
    this.playing(false, false);
  }

  /** The scrubber, from which all the keys that the page names work. */
  get range() {
    return this.controls.range;
  }

  close() {
    clearTimeout(this.strikes);
    this.arena.close();
  }

  /** @param {boolean} is @param {boolean} ended */
  playing(is, ended) {
    this.controls.playing(is, ended);
    this.element.dataset.playing = String(is);
  }

  /** Something happened while playing. @param {Judge} judge @param {ReplayEvent} event */
  happened(judge, event) {
    switch (event.type) {
      case 'keys':
        this.arena.keys(judge.model, event.events);
        this.#showNext(judge);
        break;
      case 'wave':
        this.#load(judge, true);
        this.arena.announce(replayText.wave(event.number));
        break;
      case 'hit':
        this.arena.hit(event.enemy, event.damage);
        this.#strike();
        break;
      case 'push':
        this.arena.push(event.by_ms);
        break;
      default:
    }
    this.arena.heat(judge.model.combo);
  }

  /** Redraw the state after a jump. @param {Judge} judge */
  jumped(judge) {
    if (judge.wave || judge.model.wave) this.#load(judge, false);
    this.arena.heat(judge.model.combo);
    this.arena.strength(judge.hp / FULL_HP);
    for (let i = 0; i < SETTLE_FRAMES; i += 1) this.arena.frame(judge.at_ms, SETTLE_MS);
    this.frame(judge, 0);
    this.controls.say(judge);
  }

  /** @param {Judge} judge @param {number} passed_ms */
  frame(judge, passed_ms) {
    if (passed_ms) this.arena.frame(judge.at_ms, passed_ms);
    const { standing, model, hp, at_ms } = judge;
    this.hud.update({
      model,
      standing,
      hp,
      wave: judge.wave ?? { n: judge.index, asked_wpm: 0 },
      clock: { now: () => at_ms },
    });
    this.arena.strength(hp / FULL_HP);
    if (this.controls.place(at_ms)) this.controls.say(judge);
    this.totals.update(judge);
  }

  /** A link that could not be put on the clipboard. @param {string} address */
  offer(address) {
    this.controls.offer(address);
  }

  /** @param {Judge} judge @param {boolean} follows the wave that is drawn is the one before */
  #load(judge, follows) {
    const { waves } = this.film.log;
    const before = waves[judge.index - 1]?.text;
    const title = replayText.wave(waves[judge.index]?.number ?? judge.index);
    this.arena.load(judge.model, { follows, before, intro: replayText.intro, title });
    this.nextShown = -1;
    this.#showNext(judge);
  }

  /** As the player saw it; of the wave that came after the last one, the log says nothing. @param {Judge} judge */
  #showNext(judge) {
    const next = judge.wave && this.film.log.waves[judge.index + 1];
    if (!next || this.nextShown === judge.index || judge.linesLeft > NEXT_SHOWN_LINES) return;
    this.nextShown = judge.index;
    this.arena.preview(next.text, replayText.next(next.number));
  }

  #strike() {
    this.element.classList.add('struck');
    clearTimeout(this.strikes);
    this.strikes = setTimeout(() => this.element.classList.remove('struck'), 350);
  }
}

/**
 * Whose game it is, and the ways from here.
 * @param {GameResult} result @param {boolean} isWatched whether its keys are there, which a race needs as well
 * @param {...import('../dom.js').Child} more
 */
export function aboutGame(result, isWatched, ...more) {
  const t = replayText;
  return h(
    'header.about',
    {},
    h(
      'p',
      {},
      h('a', { href: `/players/${encodeURIComponent(result.username)}` }, result.display_name),
      h('span', {}, ` · ${kindOfGame(result.language, result.difficulty)} · ${dateTime(result.ended_at)}`),
    ),
    h(
      'p.choices',
      {},
      h('a.button.plain.small', { href: `/results/${result.id}` }, t.result),
      isWatched && canBeRaced(result) && h('a.button.plain.small', { href: raceAddress(result) }, gamesText.raceThis),
      ...more,
    ),
  );
}

/** While a long game is being read. */
export function readingView() {
  const words = h('p.muted', {}, replayText.reading);
  const bar = h('progress', { max: 100, 'aria-label': replayText.reading });
  return {
    element: pageFrame('replay', replayText.title, words, bar),
    /** @param {number} part */
    progress(part) {
      const percent = Math.round(part * 100);
      bar.value = percent;
      words.textContent = replayText.read(percent);
    },
  };
}

/** A log that this page does not know. */
export const unknownView = () => pageFrame('replay', replayText.title, h('p', {}, replayText.unknown));
