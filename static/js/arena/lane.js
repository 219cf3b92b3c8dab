// @ts-check
/**
 * One lane of the arena: a line of code, the enemy that carries it, and its distance.
 *
 * Law: the line under fire does not move and is drawn in full at all times; the others approach from the right,
 * turned away and small, and are never needed to type the current one.
 */

import { h } from '../dom.js';
import { bug } from './bug.js';

const NEAR_MS = 9_000; // this long before its deadline the enemy under fire has come a third of its way
const REACH_MS = 12_000; // the smallest distance at which the furthest line of a wave is drawn
const GLIDE_MS = 70; // time constant of a lane's movement towards where it should be
const ALARM_MS = 4_000; // this close to its deadline an enemy is called urgent
const EYE_PX = 900; // arena.css says the same: `perspective` of a lane
const FADE = 0.15; // of the furthest line: all of it stays readable, at 4.5:1 in both themes
const BEYOND = 1.7;
export const DEEP_PX = 190; // how far back the furthest line is drawn
export const TURN_DEG = 9;
const KNOCK_LIMIT_PX = 16;
const PUSH_FULL_MS = 2_000; // a push of this length throws a line back as far as any
const SHOVE = 0.14; // how far that is, of the way that a line can be drawn away; it glides on from there
const CALM = 0; // where a line whose enemy does no harm is drawn: as near as a coming one can be
const STEP_MS = 240; // an enemy's

/** How far the enemy under fire is, 1 far away to 0 at the wall. @param {number} left_ms until its deadline */
function distance(left_ms) {
  return left_ms <= 0 ? 0 : 1 - Math.exp(-left_ms / NEAR_MS);
}

/** Where the furthest line is drawn, in pixels from its place. @param {number} width of the room for code */
export const furthest = (width) => width * (width > 600 ? 0.5 : 0.25);

export class Lane {
  /**
   * @param {import('../typing/model.js').Wave} wave
   * @param {number} index of the enemy
   * @param {number} number of the line in the snippet, from 1
   * @param {number} shown how far its line is drawn at first: 1 where the furthest line is, more beyond it
   */
  constructor(wave, index, number, shown = BEYOND) {
    this.wave = wave;
    this.index = index;
    this.enemy = wave.enemies[index];
    this.start = wave.text.lastIndexOf('\n', this.enemy.start - 1) + 1; // of the line, indentation included
    this.indent = this.enemy.start - this.start;
    const began = /** @type {{at?: number}} */ (wave).at ?? 0;
    this.reach_ms = Math.max(REACH_MS, wave.enemies[wave.enemies.length - 1].due - began);
    this.last = index === wave.enemies.length - 1;
    /** @type {'coming' | 'target' | 'dead'} */
    this.state = 'coming';
    this.shown = shown; // gliding, to 0
    this.knocked = 0; // how far its enemy is thrown back, in pixels
    this.mood = '';
    this.bugAt = { x: 0, y: 0 };
    this.shift = 0; // how far a line too long for the screen is moved to the left, in pixels
    /** Character spans of the line, by offset; only once it is under fire. @type {Map<number, HTMLElement>} */
    this.characters = new Map();
    /** @type {Map<number, HTMLElement>} */
    this.words = new Map();
    this.code = h('code');
    this.scroll = h('span.scroll', {}, this.code);
    this.body = h('div.body', {}, this.scroll);
    this.bug = h('span.bug', {}, bug(this.enemy.end - this.enemy.start));
    this.fuse = h('span.fuse', {}, h('i'));
    this.calm = this.enemy.damage === 0;
    this.element = h(
      'div.lane',
      { 'data-state': 'coming', 'data-calm': this.calm },
      h('span.number', {}, number),
      this.body,
      this.fuse,
      this.bug,
    );
    this.#draw(false);
  }

  /** Whether its enemy lives; the line may still be under fire when it does not. */
  get alive() {
    return this.state !== 'dead' && !this.element.classList.contains('slain');
  }

  /** @param {'coming' | 'target' | 'dead'} state */
  become(state) {
    if (this.state === state) return;
    if (state === 'target') this.#draw(true);
    this.state = state;
    this.element.dataset.state = state;
    if (state !== 'dead') return;
    this.element.classList.remove('alarm', 'overdue', 'slain');
    this.mood = '';
    for (const part of [this.body, this.scroll]) part.style.transform = '';
    this.shift = 0;
    this.body.style.opacity = '';
  }

  /** The enemy is dead; its line stays under fire until Enter leads on. */
  slay() {
    this.element.classList.add('slain');
    this.body.style.transform = '';
    this.body.style.opacity = '';
    this.element.classList.remove('alarm', 'overdue');
    this.mood = '';
  }

  /** A word hit home. @param {number} px */
  knock(px) {
    this.knocked = Math.min(KNOCK_LIMIT_PX, this.knocked + px);
  }

  /**
   * Its enemy, which lives, hits so much later: the wave's deadline is moved already.
   * @param {number} by_ms @param {boolean} still
   */
  push(by_ms, still) {
    this.reach_ms += by_ms;
    if (still) return;
    const far = Math.min(1, by_ms / PUSH_FULL_MS);
    if (this.state === 'coming') this.shown += SHOVE * (0.4 + 0.6 * far);
    this.knock(KNOCK_LIMIT_PX * (0.5 + 0.5 * far));
  }

  /** @param {boolean} apart a span for each character */
  #draw(apart) {
    const { text, words } = this.wave;
    const { start, end } = this.enemy;
    this.code.replaceChildren(' '.repeat(this.indent));
    this.characters.clear();
    this.words.clear();
    let at = start;
    words.forEach(([from, to, kind], index) => {
      if (from < start || to > end) return;
      if (from > at) this.code.append(...this.#pieces(text.slice(at, from), at, apart));
      const word = h('span', { class: `w k-${kind}` }, ...this.#pieces(text.slice(from, to), from, apart));
      this.words.set(index, word);
      this.code.append(word);
      at = to;
    });
    if (!this.last) {
      const enter = h('span.enter', {}, ' ');
      this.characters.set(end, enter);
      this.code.append(enter);
    }
  }

  /** @param {string} text @param {number} from @param {boolean} apart @returns {(string | HTMLElement)[]} */
  #pieces(text, from, apart) {
    if (!apart) return [text];
    return [...text].map((character, index) => {
      const span = h('span.c', {}, character);
      this.characters.set(from + index, span);
      return span;
    });
  }

  /** Mark what is typed already, and which words are dirty. @param {import('../typing/model.js').TypingModel} model */
  mark(model) {
    for (const [offset, span] of this.characters) span.classList.toggle('typed', offset < model.cursor);
    for (const [index, span] of this.words) span.classList.toggle('dirty', model.dirty.has(index));
    if (model.cursor === this.enemy.end) this.slay();
  }

  /**
   * Move on by one frame.
   * @param {number} now_ms game time
   * @param {number} passed_ms since the last frame
   * @param {{width: number, gutter: number, character: number, row: number, still: boolean}} room
   */
  move(now_ms, passed_ms, room) {
    if (this.element.classList.contains('slain')) return;
    // One that has hit stays at the wall: a push only delays its next hit.
    const left_ms = Math.min(this.enemy.due - now_ms, this.enemy.struck ? 0 : Infinity);
    const target = this.state === 'target';
    // In the formation of the wave. One that does no harm stands where its line is easily read.
    const place = this.calm ? CALM : Math.min(1, Math.max(0, left_ms / this.reach_ms)) ** 0.8;
    const glide = room.still ? 1 : 1 - Math.exp(-passed_ms / GLIDE_MS);
    this.shown += ((target ? 0 : left_ms > 0 ? 0.15 + 0.85 * place : 0) - this.shown) * glide;
    const x = this.shown * furthest(room.width);
    const turn = room.still
      ? ''
      : ` translateZ(${(-DEEP_PX * this.shown).toFixed(1)}px) rotateY(${(TURN_DEG * this.shown).toFixed(2)}deg)`;
    this.body.style.transform = this.shown < 0.002 ? '' : `translateX(${x.toFixed(1)}px)${turn}`;
    this.body.style.opacity = (1 - FADE * this.shown).toFixed(2);
    const far = distance(left_ms);
    const crouched = !room.still && (Math.floor(now_ms / STEP_MS) + this.index) % 2 === 1;
    this.#moveBug(x, target ? far : null, glide, room, crouched);
    if (target) /** @type {HTMLElement} */ (this.fuse.firstChild).style.transform = `scaleX(${far.toFixed(4)})`;
    const mood = left_ms <= 0 ? 'overdue' : left_ms < ALARM_MS ? 'alarm' : '';
    if (mood === this.mood) return;
    this.mood = mood;
    this.element.classList.toggle('overdue', mood === 'overdue');
    this.element.classList.toggle('alarm', mood === 'alarm');
  }

  /**
   * @param {number} x of its line
   * @param {number | null} far how far it is when under fire, else null
   * @param {number} glide
   * @param {{width: number, gutter: number, character: number, row: number, still: boolean}} room
   * @param {boolean} crouched in the middle of a step
   */
  #moveBug(x, far, glide, room, crouched) {
    // Under fire the enemy walks on the fuse below its line; before, it leads its line on, seen through the same lens.
    const smaller = room.still ? 1 : EYE_PX / (EYE_PX + DEEP_PX * this.shown);
    const start = (room.gutter + x + this.indent * room.character) * smaller - room.gutter;
    const wanted = far !== null ? { x: far * (room.width - 40), y: room.row * 0.72 } : { x: start - 34, y: 0 };
    this.bugAt.x += (wanted.x - this.bugAt.x) * glide;
    this.bugAt.y += (wanted.y - this.bugAt.y) * glide;
    this.knocked = this.knocked < 0.3 ? 0 : this.knocked * (1 - glide);
    const place = `translate(${(this.bugAt.x + this.knocked).toFixed(1)}px, ${this.bugAt.y.toFixed(1)}px)`;
    this.bug.style.transform = crouched ? `${place} scaleY(0.86)` : place;
    this.bug.style.opacity = far !== null ? '1' : Math.max(0, 1 - 0.3 * this.shown).toFixed(2);
  }
}
