// @ts-check
/** The controls of a replay: the scrubber with what happened when, the buttons, the speed, and what the marks mean. */

import { fill, h, setVars, svg } from '../dom.js';
import { choice } from '../parts/pieces.js';
import { duration } from '../text/common.js';
import { text as replayText } from './text.js';

/** @import { Film } from '../replay/film.js' */

const MARKS = 600; // drawn at the most: more would be a bar
const PLAY = 'M3 1.5v13l11-6.5z';
const PAUSE = 'M3 2h4v12H3zM9 2h4v12H9z';
const BACK = 'M2 2h2v12H2zM14 2v12L5 8z';
const FORWARD = 'M12 2h2v12h-2zM2 2v12l9-6z';

/**
 * @typedef {object} ReplayActions
 * @property {() => void} toggle
 * @property {(by_ms: number) => void} move
 * @property {(way: -1 | 1) => void} wave
 * @property {(at_ms: number) => void} seek
 * @property {(speed: number) => void} speed
 * @property {() => void} copy
 */

export class Controls {
  /** @param {Film} film @param {ReplayActions} actions @param {number} speed */
  constructor(film, actions, speed) {
    const t = replayText;
    this.film = film;
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
    this.link = h('p.link', { hidden: true });
    const deck = h(
      'div.deck',
      {},
      this.#transport(actions),
      h('p.position', { 'aria-hidden': 'true' }, this.time, ` / ${duration(film.end_ms / 1000)}`),
      choice(t.speed, 'speed', t.speeds, String(speed), (value) => actions.speed(Number(value))).element,
      h('button', { type: 'button', onclick: actions.copy }, t.copy),
    );
    const help = t.keysHelp.map(([key, does]) => h('span', {}, h('kbd', {}, key), ` ${does}`));
    this.element = h(
      'section.player',
      { 'aria-label': t.controls },
      h('div.track', {}, timeline(film), this.range),
      deck,
      this.link,
      h('p.marks', {}, legend(film)),
      h('p.hints', { 'aria-hidden': 'true' }, help),
    );
  }

  /** @param {ReplayActions} actions */
  #transport(actions) {
    const t = replayText;
    return h(
      'div.transport',
      {},
      button(t.waveBack, sign(BACK), () => actions.wave(-1)),
      button(t.back, t.lessFive, () => actions.move(-5_000)),
      this.toggle,
      button(t.forward, t.moreFive, () => actions.move(5_000)),
      button(t.waveForward, sign(FORWARD), () => actions.wave(1)),
    );
  }

  /** @param {boolean} is @param {boolean} ended */
  playing(is, ended) {
    const t = replayText;
    const label = is ? t.pause : ended ? t.again : t.play;
    this.toggle.setAttribute('aria-label', label);
    this.toggle.title = label;
    fill(this.toggle, sign(is ? PAUSE : PLAY));
  }

  /** Move the scrubber; true when another second is shown. @param {number} at_ms */
  place(at_ms) {
    this.range.value = String(at_ms);
    setVars(this.range, { part: (at_ms / Math.max(1, this.film.end_ms)).toFixed(4) });
    const time = duration(at_ms / 1000);
    if (this.time.textContent === time) return false;
    this.time.textContent = time;
    return true;
  }

  /** What the position is called now. @param {{index: number, at_ms: number, hp: number}} judge */
  say({ index, at_ms, hp }) {
    const wave = Math.min(index + 1, this.film.log.waves.length);
    const [now, end] = [duration(at_ms / 1000), duration(this.film.end_ms / 1000)];
    this.range.setAttribute('aria-valuetext', replayText.positionIs(now, end, wave, hp));
  }

  /** A link that could not be put on the clipboard. @param {string} address */
  offer(address) {
    const field = h('input', { type: 'text', readonly: true, value: address, 'aria-label': replayText.copyThis });
    fill(this.link, h('span', {}, replayText.copyThis), field);
    this.link.hidden = false;
    field.select();
  }
}

/** @param {string} label @param {string | SVGElement} face @param {() => void} onclick */
function button(label, face, onclick) {
  const name = typeof face === 'string' ? null : label; // what is written on it names it
  return h('button.quiet', { type: 'button', 'aria-label': name, title: label, onclick }, face);
}

/** What happened when, above the scrubber. @param {Film} film */
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

/** @param {Film} film */
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
