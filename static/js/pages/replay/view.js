// @ts-check
/**
 * The replay page: the arena and the figures of the live game, and below them the controls of a player.
 *
 * Law: state in, DOM out; wishes go out through `actions`. The position is one real range input, so every key and every
 * screen reader moves it; what it says is a time, not a number.
 */

import { fill, h, setVars, svg } from '../../dom.js';
import { FULL_HP } from '../../game/session.js';
import { dateTime, duration, tenths, whole } from '../../text/common.js';
import { text as linkText } from '../../text/game-links.js';
import { text as replayText } from '../../text/replay.js';
import { Arena } from '../../arena/arena.js';
import { raceAddress, replayAddress } from '../../parts/game-links.js';
import { Hud } from '../../hud/hud.js';
import { choice, kindOfGame, pageFrame, stat } from '../../parts/pieces.js';

const MARKS = 600; // drawn at the most: more would be a bar
const SETTLE_MS = 100; // of gliding, after a jump
const SETTLE_FRAMES = 10;
const PLAY = 'M3 1.5v13l11-6.5z';
const PAUSE = 'M3 2h4v12H3zM9 2h4v12H9z';
const BACK = 'M2 2h2v12H2zM14 2v12L5 8z';
const FORWARD = 'M12 2h2v12h-2zM2 2v12l9-6z';

/** @typedef {import('../../replay/judge.js').Judge} Judge */

/**
 * @typedef {object} ReplayActions
 * @property {() => void} toggle
 * @property {(by_ms: number) => void} move
 * @property {(way: -1 | 1) => void} wave
 * @property {(at_ms: number) => void} seek
 * @property {(speed: number) => void} speed
 * @property {() => void} copy
 */

export class ReplayView {
  /**
   * @param {any} result @param {import('../../replay/film.js').Film} film @param {ReplayActions} actions
   * @param {{still: boolean, speed: number, same: boolean}} how `same`: whether the keys give the stored result
   */
  constructor(result, film, actions, { still, speed, same }) {
    const t = replayText;
    this.still = still;
    this.film = film;
    this.arena = new Arena({ still });
    this.hud = new Hud({ pause: actions.toggle, quit: actions.toggle });
    this.hud.element.querySelector('.controls')?.remove();
    this.toggle = h('button.primary.toggle', { type: 'button', onclick: actions.toggle, 'aria-keyshortcuts': 'Space' });
    this.time = h('span.at');
    this.range = h('input', {
      type: 'range',
      min: 0,
      max: Math.max(1, film.end_ms),
      step: 1,
      value: 0,
      'aria-label': t.position,
      'data-focus': true,
    });
    this.range.addEventListener('input', () => actions.seek(Number(this.range.value)));
    this.totals = h('dl.stats.wide');
    this.link = h('p.link', { hidden: true });
    this.shown = '';
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.strikes = undefined;
    const small = (
      /** @type {string} */ label,
      /** @type {string | SVGElement} */ face,
      /** @type {() => void} */ onclick,
    ) =>
      h(
        'button.quiet',
        { type: 'button', 'aria-label': typeof face === 'string' ? null : label, title: label, onclick },
        face,
      );
    this.element = pageFrame(
      'replay',
      t.of(result.display_name),
      head(result),
      h('section.screen', { 'aria-label': t.stage }, this.hud.element, h('div.stage', {}, this.arena.element)),
      h(
        'section.player',
        { 'aria-label': t.controls },
        h('div.track', {}, timeline(film), this.range),
        h(
          'div.deck',
          {},
          h(
            'div.transport',
            {},
            small(t.waveBack, sign(BACK), () => actions.wave(-1)),
            small(t.back, t.lessFive, () => actions.move(-5_000)),
            this.toggle,
            small(t.forward, t.moreFive, () => actions.move(5_000)),
            small(t.waveForward, sign(FORWARD), () => actions.wave(1)),
          ),
          h('p.position', { 'aria-hidden': 'true' }, this.time, ` / ${duration(film.end_ms / 1000)}`),
          choice(t.speed, 'speed', t.speeds, String(speed), (value) => actions.speed(Number(value))),
          h('button', { type: 'button', onclick: actions.copy }, t.copy),
        ),
        this.link,
        h('p.marks', {}, legend(film)),
        h(
          'p.hints',
          { 'aria-hidden': 'true' },
          t.keysHelp.map(([key, does]) => h('span', {}, h('kbd', {}, key), ` ${does}`)),
        ),
      ),
      h(
        'section.card',
        { 'aria-labelledby': 'totals' },
        h('h2', { id: 'totals' }, t.totals),
        this.totals,
        h(
          'p.check',
          { 'data-same': String(same), class: same ? 'yes' : 'no' },
          h('span', { 'aria-hidden': 'true' }, same ? '✓ ' : '✗ '),
          same ? t.same : t.different,
        ),
      ),
    );
    this.playing(false, false);
  }

  close() {
    clearTimeout(this.strikes);
    this.arena.close();
  }

  /** @param {boolean} is @param {boolean} ended */
  playing(is, ended) {
    const t = replayText;
    const label = is ? t.pause : ended ? t.again : t.play;
    this.toggle.setAttribute('aria-label', label);
    this.toggle.title = label;
    fill(this.toggle, sign(is ? PAUSE : PLAY));
    this.element.dataset.playing = String(is);
  }

  /** Something happened while playing. @param {Judge} judge @param {import('../../replay/judge.js').ReplayEvent} event */
  happened(judge, event) {
    switch (event.type) {
      case 'keys':
        this.arena.keys(judge.model, event.events);
        break;
      case 'wave':
        this.arena.load(judge.model);
        this.arena.announce(replayText.begins(event.number));
        break;
      case 'hit':
        this.arena.hit(event.enemy, event.damage);
        this.#strike();
        break;
      default:
    }
    this.arena.heat(judge.model.combo);
  }

  /** Draw the state anew, after a jump. @param {Judge} judge */
  jumped(judge) {
    if (judge.wave || judge.model.wave) this.arena.load(judge.model);
    this.arena.heat(judge.model.combo);
    this.arena.strength(judge.hp / FULL_HP);
    for (let i = 0; i < SETTLE_FRAMES; i += 1) this.arena.frame(judge.at_ms, SETTLE_MS);
    this.frame(judge, 0);
    this.say(judge);
  }

  /** @param {Judge} judge @param {number} passed_ms */
  frame(judge, passed_ms) {
    if (passed_ms) this.arena.frame(judge.at_ms, passed_ms);
    const { standing, model, hp, at_ms } = judge;
    this.hud.update(
      /** @type {any} */ ({ model, standing, hp, wave: judge.wave ?? { n: judge.index }, clock: { now: () => at_ms } }),
    );
    this.arena.strength(hp / FULL_HP);
    const time = duration(at_ms / 1000);
    if (this.time.textContent !== time) {
      this.time.textContent = time;
      this.say(judge);
    }
    this.range.value = String(at_ms);
    setVars(this.range, { part: (at_ms / Math.max(1, this.film.end_ms)).toFixed(4) });
    this.#figures(judge);
  }

  /** What the position is called now. @param {Judge} judge */
  say(judge) {
    const wave = Math.min(judge.index + 1, this.film.log.waves.length);
    this.range.setAttribute(
      'aria-valuetext',
      replayText.positionIs(duration(judge.at_ms / 1000), duration(this.film.end_ms / 1000), wave, judge.hp),
    );
  }

  /** A link that could not be put on the clipboard. @param {string} address */
  offer(address) {
    const field = h('input', { type: 'text', readonly: true, value: address, 'aria-label': replayText.copyThis });
    fill(this.link, h('span', {}, replayText.copyThis), field);
    this.link.hidden = false;
    field.select();
  }

  #strike() {
    this.element.classList.add('struck');
    clearTimeout(this.strikes);
    this.strikes = setTimeout(() => this.element.classList.remove('struck'), 350);
  }

  /** @param {Judge} judge */
  #figures({ model, standing }) {
    const t = replayText;
    const { totals } = model;
    const key = `${totals.keys_pressed} ${totals.damage_taken} ${standing.score}`;
    if (key === this.shown) return;
    this.shown = key;
    const figures = /** @type {[string, string, string | number][]} */ ([
      ['final_score', t.score, whole(standing.score)],
      ['words_per_minute', t.wpm, tenths(standing.words_per_minute)],
      ['accuracy_percentage', t.accuracy, `${tenths(standing.accuracy_percentage)}%`],
      ['waves_completed', t.waves, whole(totals.waves_completed)],
      ['enemies_killed', t.enemies, whole(totals.enemies_killed)],
      ['correct_words', t.words, t.ofAll(totals.correct_words, standing.total_words)],
      ['max_combo', t.combo, `×${totals.max_combo}`],
      ['total_damage_taken', t.taken, whole(totals.damage_taken)],
      ['keys', t.pressed, t.ofAll(totals.keys_correct, totals.keys_pressed)],
    ]);
    if (!this.totals.childElementCount)
      fill(
        this.totals,
        figures.map(([, label, value]) => stat(label, String(value))),
      );
    this.totals.querySelectorAll('strong').forEach((strong, index) => {
      const [name, , value] = figures[index];
      strong.dataset.total = name;
      strong.textContent = String(value);
    });
  }
}

/** @param {any} result */
function head(result) {
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
      h('a.button.plain.small', { href: raceAddress(result) }, linkText.raceThis),
    ),
  );
}

/** What happened when, above the scrubber. @param {import('../../replay/film.js').Film} film */
function timeline({ marks, end_ms }) {
  const place = (/** @type {number} */ at) => ((at / Math.max(1, end_ms)) * 1000).toFixed(1);
  const lines = (/** @type {number[]} */ times, /** @type {number} */ from, /** @type {number} */ to) =>
    thinned(times)
      .map((at) => `M${place(at)} ${from}V${to}`)
      .join('');
  return svg(
    'svg',
    {
      class: 'timeline',
      viewBox: '0 0 1000 24',
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
      focusable: 'false',
    },
    svg('path', { class: 'wrong', d: lines(marks.wrong, 15, 22) }),
    svg('path', { class: 'wave', d: lines(marks.waves, 0, 24) }),
    svg('path', { class: 'hit', d: lines(marks.hits, 2, 12) }),
  );
}

/** @param {number[]} times */
function thinned(times) {
  if (times.length <= MARKS) return times;
  const step = times.length / MARKS;
  return Array.from({ length: MARKS }, (_, index) => times[Math.floor(index * step)]);
}

/** @param {import('../../replay/film.js').Film} film */
function legend({ marks }) {
  const t = replayText;
  const key = (/** @type {'wave' | 'hit' | 'wrong'} */ kind) =>
    h('span', { class: `key ${kind}` }, h('i', { 'aria-hidden': 'true' }), t.legend[kind]);
  return [
    h('span', {}, t.marks(marks.waves.length, marks.hits.length, marks.wrong.length)),
    key('wave'),
    key('hit'),
    key('wrong'),
  ];
}

/** @param {string} d a path: fonts lack the signs of players */
function sign(d) {
  return svg(
    'svg',
    { viewBox: '0 0 16 16', width: 18, height: 18, 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d }),
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

/**
 * A challenge: whose game it is, and the way in.
 * @param {any} result @param {boolean} own @param {() => void} start
 */
export function raceView(result, own, start) {
  const t = replayText;
  const go = h('button.primary', { type: 'button', onclick: start, 'data-focus': true }, t.start);
  const error = h('p.error', { role: 'alert', hidden: true });
  const element = pageFrame(
    'race',
    own ? t.raceOwn : t.raceTitle(result.display_name),
    h('p.lead', {}, t.raceLead),
    h(
      'section.card',
      { 'aria-label': t.ghost },
      h(
        'p.kind',
        {},
        h('strong', {}, kindOfGame(result.language, result.difficulty)),
        h('span.muted', {}, ` · ${dateTime(result.ended_at)}`),
      ),
      h(
        'dl.stats.wide',
        {},
        stat(t.score, whole(result.final_score)),
        stat(t.wpm, tenths(result.words_per_minute)),
        stat(t.accuracy, `${tenths(result.accuracy_percentage)}%`),
        stat(t.waves, whole(result.waves_completed)),
        stat(t.time, duration(result.playtime_seconds)),
      ),
    ),
    h('p.choices', {}, go, h('a.button.plain', { href: replayAddress(result) }, linkText.watch)),
    error,
    h('p.muted', {}, t.raceNote),
  );
  return {
    element,
    /** @param {boolean} is */
    busy(is) {
      go.disabled = is;
    },
    /** @param {string} words */
    refuse(words) {
      error.textContent = words;
      error.hidden = !words;
    },
  };
}
