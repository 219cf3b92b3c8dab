// @ts-check
/**
 * The arena: one wave's lanes, the caret, and what flies about between them.
 *
 * Law: state in, DOM out. It is told the wave, what each key did and the time; it decides nothing and keeps no rule.
 * Everything here is also true without motion: `still` draws the same states without gliding, shaking or sparks.
 */

import { fill, h, setVars } from '../../dom.js';
import { keyName } from '../../text/common.js';
import { text as playText } from '../../text/play.js';
import { Lane } from './lane.js';
import { Sparks } from './sparks.js';

const AHEAD = 14; // lanes below the one under fire that are moved each frame; more do not fit a screen
const NUMBER_PX = 48; // room for a number that rises
const MISS_PX = 64; // room for the mark of a wrong key
const EYES = 0.3; // where the line under fire is, of the arena's height
const LONGEST_FRAME_MS = 100; // after a hidden tab the first frame must not jump

/** @typedef {import('../../typing/model.js').TypingModel} TypingModel */

export class Arena {
  /** @param {{still: boolean}} how */
  constructor({ still }) {
    this.still = still;
    this.lanesElement = h('div.lanes');
    this.canvas = h('canvas.sparks', { 'aria-hidden': 'true' });
    this.banner = h('p.banner', { hidden: true });
    this.caret = h('span.caret', { 'aria-hidden': 'true' });
    this.miss = h('span.miss', { hidden: true, 'aria-hidden': 'true' });
    this.probe = h('span.probe', { 'aria-hidden': 'true' }, '0'.repeat(40));
    this.element = h('div.arena', {}, h('div.wall', { 'aria-hidden': 'true' }), this.lanesElement, this.canvas, this.banner, this.probe);
    this.hot = h('p.heat', { 'aria-hidden': 'true' });
    this.element.prepend(this.hot);
    this.sparks = new Sparks(this.canvas);
    /** @type {Lane[]} by enemy */
    this.lanes = [];
    this.target = -1;
    /** @type {TypingModel | null} */
    this.model = null;
    this.room = { width: 0, gutter: 0, character: 0, row: 0, still };
    this.box = { width: 0, height: 0 };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.bannerEnds = undefined;
    this.scrolled = 0;
    this.wallStands = 1;
    this.colours = { bolt: '#fff', enemy: '#f55', heat: '#fb2', hit: '#f55' };
    this.resizing = new ResizeObserver(() => this.measure());
    this.resizing.observe(this.element);
  }

  close() {
    this.resizing.disconnect();
  }

  /** Learn the room there is; called by itself when that changes. */
  measure() {
    const box = this.element.getBoundingClientRect();
    this.box = { width: box.width, height: box.height };
    const style = getComputedStyle(this.element);
    this.room = {
      width: this.lanes[0]?.body.clientWidth || box.width - 90,
      gutter: this.lanes[0]?.body.offsetLeft ?? 0,
      character: this.probe.getBoundingClientRect().width / 40,
      row: parseFloat(style.getPropertyValue('--row')) || 40,
      still: this.still,
    };
    this.sparks.resize(box.width, box.height);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    this.colours = { bolt: colour('--accent'), enemy: colour('--enemy'), heat: colour('--warm'), hit: colour('--enemy') };
    this.#follow();
    if (this.model) this.#moveCaret(this.model);
  }

  /** Draw a wave from where the model stands in it. @param {TypingModel} model */
  load(model) {
    const wave = /** @type {import('../../typing/model.js').Wave} */ (model.wave);
    this.lanes = [];
    /** @type {HTMLElement[]} */
    const rows = [];
    let start = 0;
    wave.text.split('\n').forEach((line, index) => {
      const enemy = wave.enemies.findIndex((one) => one.start >= start && one.end <= start + line.length);
      start += line.length + 1;
      if (!line.trim()) {
        rows.push(h('div.lane.blank', {}, h('span.number', {}, index + 1)));
        return;
      }
      const lane = new Lane(wave, enemy, index + 1);
      this.lanes.push(lane);
      rows.push(lane.element);
    });
    fill(this.lanesElement, rows);
    this.model = model;
    this.target = -1;
    this.scrolled = 0;
    this.measure();
    this.place(model);
  }

  /** Bring lanes, marks and caret in line with the model. @param {TypingModel} model */
  place(model) {
    this.lanes.forEach((lane, index) => {
      lane.become(index < model.enemy || model.cleared ? 'dead' : index === model.enemy ? 'target' : 'coming');
    });
    const lane = this.lanes[model.enemy];
    lane?.mark(model);
    this.#aim(model);
    this.miss.hidden = true;
    this.caret.classList.remove('wrong');
  }

  /** Draw what one key did. @param {TypingModel} model @param {import('../../typing/model.js').TypingEvent[]} events */
  keys(model, events) {
    for (const event of events) {
      switch (event.type) {
        case 'typed':
          this.lanes[this.target]?.characters.get(event.at)?.classList.add('typed');
          this.miss.hidden = true;
          this.caret.classList.remove('wrong');
          break;
        case 'wrong':
          this.#wrong(event);
          break;
        case 'word':
          this.#word(model, event);
          break;
        case 'kill':
          this.#kill(event.enemy);
          break;
        default:
      }
    }
    this.#aim(model);
  }

  /** An enemy reached the wall. @param {number} enemy @param {number} damage */
  hit(enemy, damage) {
    const lane = this.lanes[enemy];
    if (!lane) return;
    const at = { x: 46, y: this.#laneY(lane) };
    if (this.still) return;
    this.sparks.rise(at, `−${damage}`, this.colours.hit, 20);
    this.sparks.burst(at, this.colours.hit, 14);
    lane.bug.firstElementChild?.animate(
      [{ transform: 'none' }, { transform: 'translateX(-26px) scale(1.5)' }, { transform: 'none' }],
      { duration: 260, easing: 'ease-out' },
    );
    this.element.animate(
      [0, -5, 4, -3, 2, 0].map((x) => ({ transform: `translateX(${x}px)` })),
      { duration: 220 },
    );
  }

  /** @param {string} words */
  announce(words) {
    this.banner.textContent = words;
    this.banner.hidden = false;
    clearTimeout(this.bannerEnds);
    this.bannerEnds = setTimeout(() => {
      this.banner.hidden = true;
    }, 1_500);
  }

  /** How hot the fight is, for the glow. @param {number} combo */
  heat(combo) {
    const words = combo > 1 ? `×${combo}` : '';
    if (this.hot.textContent === words) return;
    this.hot.textContent = words;
    setVars(this.element, { heat: ((combo - 1) / 9).toFixed(2) });
    if (words && !this.still)
      this.hot.animate([{ transform: 'scale(1.25)', opacity: 1 }, { transform: 'none' }], { duration: 350, easing: 'ease-out' });
  }

  /** How much of the wall stands. @param {number} part 0 to 1 */
  strength(part) {
    if (part === this.wallStands) return;
    this.wallStands = part;
    setVars(this.element, { wall: part.toFixed(3) });
  }

  /** @param {number} now_ms game time @param {number} passed_ms since the last frame */
  frame(now_ms, passed_ms) {
    const passed = Math.min(passed_ms, LONGEST_FRAME_MS);
    const from = Math.max(0, this.target);
    for (let i = from; i < Math.min(this.lanes.length, from + AHEAD); i += 1) {
      if (this.lanes[i].state !== 'dead') this.lanes[i].move(now_ms, passed, this.room);
    }
    this.sparks.frame(passed);
  }

  /** @param {TypingModel} model */
  #aim(model) {
    if (model.enemy !== this.target) {
      this.lanes[this.target]?.become('dead');
      this.target = model.enemy;
      const lane = this.lanes[this.target];
      if (lane) {
        lane.become('target');
        lane.mark(model);
        lane.scroll.append(this.caret, this.miss);
      }
      this.#follow();
    }
    this.#moveCaret(model);
  }

  /** The line under fire is always at the same height: the eyes need not look for it. */
  #follow() {
    const lane = this.lanes[Math.min(this.target, this.lanes.length - 1)];
    if (!lane) return;
    this.scrolled = lane.element.offsetTop - this.box.height * EYES;
    this.lanesElement.style.transform = `translateY(${(-this.scrolled).toFixed(1)}px)`;
  }

  /** @param {TypingModel} model */
  #moveCaret(model) {
    const lane = this.lanes[this.target];
    this.caret.hidden = !lane || model.cleared;
    if (!lane) return;
    const { character, width } = this.room;
    const x = (model.cursor - lane.start) * character;
    this.caret.style.transform = `translateX(${x.toFixed(2)}px)`;
    const whole = (lane.enemy.end - lane.start + 2) * character;
    const shift = Math.max(0, Math.min(x - width * 0.55, whole - width));
    lane.scroll.style.transform = shift ? `translateX(${(-shift).toFixed(1)}px)` : '';
    lane.shift = shift;
    this.miss.style.transform = `translateX(${Math.min(x, shift + width - MISS_PX).toFixed(2)}px)`;
  }

  /** @param {{at: number, key: string, word: number | null}} event */
  #wrong(event) {
    if (event.word !== null) this.lanes[this.target]?.words.get(event.word)?.classList.add('dirty');
    this.miss.textContent = `✗ ${keyName(event.key)}`;
    this.miss.hidden = false;
    this.caret.classList.add('wrong');
    if (!this.still) {
      this.lanes[this.target]?.code.animate(
        [0, -4, 4, -2, 0].map((x) => ({ transform: `translateX(${x}px)` })),
        { duration: 140 },
      );
    }
  }

  /** @param {TypingModel} model @param {{word: number, clean: boolean, damage: number, combo: number}} event */
  #word(model, event) {
    const lane = this.lanes[this.target];
    if (!lane || this.still) return;
    const [, end] = /** @type {import('../../typing/model.js').Wave} */ (model.wave).words[event.word];
    const from = this.#characterAt(lane, end);
    const to = this.#bugCentre(lane);
    const hot = event.combo > 1;
    this.sparks.bolt(from, to, hot ? this.colours.heat : this.colours.bolt, 2 + event.combo * 0.5);
    this.sparks.burst(to, this.colours.enemy, Math.min(12, 2 + event.combo));
    this.sparks.rise({ x: Math.min(to.x + 8, this.box.width - NUMBER_PX), y: to.y - 12 }, `${event.damage}`, hot ? this.colours.heat : this.colours.bolt, 11 + event.combo);
    lane.bug.firstElementChild?.animate([{ transform: 'translateX(6px)' }, { transform: 'none' }], { duration: 90 });
  }

  /** @param {number} enemy */
  #kill(enemy) {
    const lane = this.lanes[enemy];
    if (!lane) return;
    if (!this.still) this.sparks.burst(this.#bugCentre(lane), this.colours.enemy, 30);
    lane.slay();
  }

  /** @param {Lane} lane */
  #laneY(lane) {
    return lane.element.offsetTop - this.scrolled + this.room.row / 2;
  }

  /** Where a shot leaves. @param {Lane} lane @param {number} offset */
  #characterAt(lane, offset) {
    const x = lane.body.offsetLeft + (offset - lane.start) * this.room.character - lane.shift;
    return { x, y: this.#laneY(lane) + this.room.row * 0.42 }; // below the text, which a shot must not cross
  }

  /** @param {Lane} lane */
  #bugCentre(lane) {
    const { x, y } = lane.bugAt;
    return { x: lane.body.offsetLeft + x + 11, y: this.#laneY(lane) + y };
  }
}

/** What a screen reader is told about the line under fire. @param {TypingModel} model */
export function spokenLine(model) {
  const enemy = model.wave?.enemies[model.enemy];
  if (!model.wave || !enemy) return '';
  return playText.lineDue(model.enemy + 1, model.wave.enemies.length, model.wave.text.slice(enemy.start, enemy.end));
}
