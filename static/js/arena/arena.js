// @ts-check
/**
 * The arena: one wave's lanes, the caret, and the particles between them.
 *
 * Law: state in, DOM out. It is told the wave, what each key did and the time; it decides nothing and knows no rules.
 * Everything here is also true without motion: `still` draws the same states without gliding, shaking or sparks.
 */

import { add, fill, h, setVars } from '../dom.js';
import { COMBO_LIMIT, POINTS } from '../terms.js';
import { gained, keyName } from '../text/common.js';
import { bugSquares, gun, PIXEL } from './bug.js';
import { DEEP_PX, furthest, TURN_DEG } from './lane.js';
import { fall, lunge, shake, shiver, swell } from './motions.js';
import { aboveRows, comingRows, PAST_ROWS, waveRows } from './rows.js';
import { Sparks } from './sparks.js';

const AHEAD = 14; // lanes below the one under fire that are moved each frame; more do not fit a screen
const NUMBER_PX = 48; // room for a number that rises
const MISS_PX = 64; // room for the mark of a wrong key
const MUZZLE_PX = 42; // where the gun on the wall ends
const GUN_HALF_PX = 8; // of its height
const RECOIL_PX = 7;
const RECOIL_MS = 60; // time constant of its way back
const BANNER_MS = 1_900; // arena.css says the same
const EYES = 0.4; // where the line under fire is, of the arena's height; arena.css says the same
const LONGEST_FRAME_MS = 100; // after a hidden tab the first frame must not jump

/** @typedef {import('../typing/model.js').TypingModel} TypingModel */

export class Arena {
  /** @param {{still: boolean}} how */
  constructor({ still }) {
    this.still = still;
    this.lanesElement = h('div.lanes');
    this.canvas = h('canvas.sparks', { 'aria-hidden': 'true' });
    this.banner = h('p.banner', { hidden: true });
    this.gun = h('span.gun', { 'aria-hidden': 'true' }, gun());
    this.caret = h('span.caret', { 'aria-hidden': 'true' });
    this.miss = h('span.miss', { hidden: true, 'aria-hidden': 'true' });
    this.probe = h('span.probe', { 'aria-hidden': 'true' }, '0'.repeat(40));
    this.hot = h('p.heat', { 'aria-hidden': 'true' });
    const wall = h('div.wall', { 'aria-hidden': 'true' });
    this.element = h(
      'div.arena',
      { translate: 'no' }, // a translator would take its elements apart
      this.hot,
      this.canvas,
      wall,
      this.gun,
      this.lanesElement,
      this.banner,
      this.probe,
    );
    this.sparks = new Sparks(this.canvas);
    /** @type {import('./lane.js').Lane[]} by enemy */
    this.lanes = [];
    /** @type {HTMLElement[]} of the wave, blank lines and what is left of the wave before included */
    this.rows = [];
    /** @type {HTMLElement[]} of the wave that follows */
    this.coming = [];
    this.target = -1;
    /** @type {TypingModel | null} */
    this.model = null;
    this.room = { width: 0, gutter: 0, character: 0, row: 0, still };
    this.box = { width: 0, height: 0 };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.bannerEnds = undefined;
    this.scrolled = 0;
    this.wallStands = 1;
    this.combo = 1;
    this.missed = false; // the mark of a wrong key is shown
    this.gunY = 0;
    this.killed = { x: 0, y: 0 }; // where the last enemy was
    this.recoil = 0; // how far the gun is thrown back, in pixels
    this.dust = { colour: '#888', rush: 0 };
    this.colours = { bolt: '#fff', enemy: '#f55', heat: '#fb2', good: '#5f9' };
    this.resizing = new ResizeObserver(() => this.measure());
    this.resizing.observe(this.element);
    this.resizing.observe(this.probe); // the font came late, or its size was changed
  }

  close() {
    this.resizing.disconnect();
  }

  /** Measure the room there is; runs by itself whenever that changes. */
  measure() {
    const box = this.element.getBoundingClientRect();
    this.box = { width: box.width, height: box.height };
    const style = getComputedStyle(this.element);
    const probe = this.probe.getBoundingClientRect(); // 40 characters wide, as high as a row
    this.room = {
      width: this.lanes[0]?.body.clientWidth || box.width - 90,
      gutter: this.lanes[0]?.body.offsetLeft ?? 0,
      character: probe.width / 40,
      row: probe.height || 40,
      still: this.still,
    };
    this.sparks.resize(box.width, box.height);
    const turn = this.still ? '' : ` translateZ(${-DEEP_PX}px) rotateY(${TURN_DEG}deg)`;
    setVars(this.lanesElement, { far: `translateX(${furthest(this.room.width).toFixed(1)}px)${turn}` });
    const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    this.colours = {
      bolt: colour('--accent'),
      enemy: colour('--enemy'),
      heat: colour('--warm'),
      good: colour('--good'),
    };
    this.dust.colour = colour('--muted');
    this.#follow();
    if (this.model) this.#moveCaret(this.model);
  }

  /**
   * Draw a wave, typed as far as the model says.
   * @param {TypingModel} model
   * @param {import('./rows.js').Above & {follows?: boolean}} [how] `follows`: the wave that is drawn is the one before
   */
  load(model, { follows = false, ...above } = {}) {
    const wave = /** @type {import('../typing/model.js').Wave} */ (model.wave);
    const { rows, lanes } = waveRows(wave, follows && this.coming.length > 0);
    this.rows = [...aboveRows(follows ? this.#past() : [], above), ...rows];
    Object.assign(this, { lanes, coming: [] });
    fill(this.lanesElement, this.rows);
    this.model = model;
    this.target = -1;
    this.scrolled = 0;
    this.measure();
    this.place(model);
  }

  /** What stays of a wave that is over. */
  #past() {
    for (const lane of this.lanes) lane.become('dead');
    return this.rows.slice(-PAST_ROWS);
  }

  /** Show the text of the next wave, waiting behind this one. @param {string} text @param {string} title */
  preview(text, title) {
    for (const row of this.coming) row.remove();
    this.coming = comingRows(text, title);
    add(this.lanesElement, this.coming);
  }

  /** Bring lanes, marks and caret in line with the model. @param {TypingModel} model */
  place(model) {
    this.lanes.forEach((lane, index) => {
      lane.become(index < model.enemy || model.cleared ? 'dead' : index === model.enemy ? 'target' : 'coming');
    });
    const lane = this.lanes[model.enemy];
    lane?.mark(model);
    this.#aim(model);
    this.#forgive();
  }

  /** Draw what one key did. @param {TypingModel} model @param {import('../typing/model.js').TypingEvent[]} events */
  keys(model, events) {
    for (const event of events) {
      switch (event.type) {
        case 'typed':
          this.#typed(event.at);
          break;
        case 'wrong':
          this.#wrong(event);
          break;
        case 'word':
          this.#word(event);
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
    if (!lane || this.still) return;
    const at = { x: MUZZLE_PX, y: Math.min(this.#laneY(lane), this.box.height - 20) };
    this.sparks.rise({ x: at.x + 8, y: at.y }, `−${damage}`, this.colours.enemy, 22);
    this.sparks.burst(at, this.colours.enemy, 22, 0.4);
    this.sparks.ring(at, this.colours.enemy, 60);
    lunge(lane.bug.firstElementChild);
    shake(this.element, Math.min(12, 4 + damage / 3));
  }

  /** A clean line won time: the enemies that live are thrown back. @param {number} by_ms */
  push(by_ms) {
    for (const lane of this.lanes) if (lane.alive) lane.push(by_ms, this.still);
    if (this.still) return;
    this.sparks.ring(this.#muzzle(), this.colours.good, this.box.width * 0.3, 480);
    const x = Math.min(this.killed.x + NUMBER_PX, this.box.width - 2 * NUMBER_PX);
    this.sparks.rise({ x, y: this.killed.y }, gained(by_ms), this.colours.good, 16);
  }

  /** In large letters, above the line under fire. @param {string} words @param {string} [below] smaller */
  announce(words, below = '') {
    fill(this.banner, h('strong', {}, words), below && h('span', {}, below));
    this.banner.hidden = true;
    void this.banner.offsetWidth; // from its beginning, also right after another one
    this.banner.hidden = false;
    clearTimeout(this.bannerEnds);
    this.bannerEnds = setTimeout(() => {
      this.banner.hidden = true;
    }, BANNER_MS);
    if (!this.still) this.sparks.ring(this.#muzzle(), this.colours.bolt, this.box.width * 0.7, 700);
  }

  /** How hot the fight is, for the glow. @param {number} combo */
  heat(combo) {
    const before = this.combo;
    if (combo === before) return;
    this.combo = combo;
    const heat = (combo - 1) / (COMBO_LIMIT - 1);
    this.dust.rush = heat;
    setVars(this.element, { heat: heat.toFixed(2) });
    this.element.classList.toggle('blazing', combo === COMBO_LIMIT);
    if (combo > before || this.still) this.hot.textContent = combo > 1 ? `×${combo}` : '';
    if (this.still) return;
    if (combo > before) {
      swell(this.hot);
      this.sparks.ring(this.#muzzle(), this.colours.heat, Math.min(60 + 18 * combo, this.box.width * 0.25), 450);
    } else {
      fall(this.hot, () => {
        this.hot.textContent = this.combo > 1 ? `×${this.combo}` : '';
      });
    }
  }

  /** Put a mark over a character, or away. @param {HTMLElement} mark @param {number | null} offset of the character */
  put(mark, offset) {
    const lane = offset === null ? undefined : this.lanes.find((one) => offset >= one.start && offset <= one.enemy.end);
    if (!lane || offset === null) return mark.remove();
    if (mark.parentNode !== lane.scroll) lane.scroll.append(mark);
    const shift = `translateX(${((offset - lane.start) * this.room.character).toFixed(1)}px)`;
    if (mark.style.transform !== shift) mark.style.transform = shift;
    return undefined;
  }

  /** How much of the wall is left. @param {number} part 0 to 1 */
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
    if (this.recoil) {
      this.recoil = this.recoil < 0.2 ? 0 : this.recoil * Math.exp(-passed / RECOIL_MS);
      this.gun.style.transform = `translate(${(-this.recoil).toFixed(1)}px, ${this.gunY.toFixed(1)}px)`;
    }
    this.sparks.frame(passed, this.still ? null : this.dust);
  }

  /** @param {number} at */
  #typed(at) {
    const lane = this.lanes[this.target];
    const character = lane?.characters.get(at);
    if (!lane || !character) return;
    character.classList.add('typed');
    this.#forgive();
    if (this.still) return;
    const colour = this.combo > 1 ? this.colours.heat : this.colours.bolt;
    const x = this.room.gutter + (at - lane.start + 0.5) * this.room.character - lane.shift;
    this.sparks.pop({ x, y: this.#laneY(lane) }, this.room.character * 1.3, colour);
    if (at >= lane.enemy.end) return; // an Enter: there is no enemy to shoot at
    this.sparks.shot(this.#muzzle(), this.#bugCentre(lane), colour);
    this.recoil = RECOIL_PX;
  }

  /** Take the marks of a wrong key away. What is not there is not touched: each write costs the frame its style. */
  #forgive() {
    if (!this.missed) return;
    this.missed = false;
    this.miss.hidden = true;
    this.caret.classList.remove('wrong');
    for (const lane of this.lanes) lane.element.classList.remove('missed');
  }

  #muzzle() {
    return { x: MUZZLE_PX, y: this.gunY + GUN_HALF_PX };
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
    this.gunY = this.box.height * EYES + this.room.row * 1.22 - GUN_HALF_PX;
    this.gun.style.transform = `translateY(${this.gunY.toFixed(1)}px)`;
  }

  /** @param {TypingModel} model */
  #moveCaret(model) {
    const lane = this.lanes[this.target];
    const nowhere = !lane || model.cleared;
    if (this.caret.hidden !== nowhere) this.caret.hidden = nowhere;
    if (!lane) return;
    const { character, width } = this.room;
    const x = (model.cursor - lane.start) * character;
    this.caret.style.transform = `translateX(${x.toFixed(2)}px)`;
    const whole = (lane.enemy.end - lane.start + 2) * character;
    const shift = Math.max(0, Math.min(x - width * 0.55, whole - width));
    if (shift !== lane.shift) lane.scroll.style.transform = shift ? `translateX(${(-shift).toFixed(1)}px)` : '';
    lane.shift = shift;
    this.miss.style.transform = `translateX(${Math.min(x, shift + width - MISS_PX).toFixed(2)}px)`;
  }

  /** @param {{at: number, key: string, word: number | null}} event */
  #wrong(event) {
    if (event.word !== null) this.lanes[this.target]?.words.get(event.word)?.classList.add('dirty');
    this.miss.textContent = `✗ ${keyName(event.key)}`;
    this.miss.hidden = false;
    this.missed = true;
    this.caret.classList.add('wrong');
    this.lanes[this.target]?.element.classList.add('missed');
    const code = this.lanes[this.target]?.code;
    if (code && !this.still) shiver(code);
  }

  /** @param {{word: number, clean: boolean, damage: number, combo: number}} event */
  #word(event) {
    const lane = this.lanes[this.target];
    if (!lane || this.still) return;
    const to = this.#bugCentre(lane);
    const colour = event.combo > 1 ? this.colours.heat : this.colours.bolt;
    this.sparks.bolt(this.#muzzle(), to, colour, 3 + event.combo * 0.7);
    this.sparks.burst(to, this.colours.enemy, Math.min(16, 4 + event.combo));
    const x = Math.min(to.x + 8, this.box.width - NUMBER_PX);
    this.sparks.rise({ x, y: to.y - 14 }, `${event.damage}`, colour, 12 + event.combo);
    lane.knock(3 + event.combo * 0.6);
  }

  /** @param {number} enemy */
  #kill(enemy) {
    const lane = this.lanes[enemy];
    if (!lane) return;
    lane.slay();
    if (this.still) return;
    const middle = this.#bugCentre(lane);
    this.killed = middle;
    const corner = { x: this.room.gutter + lane.bugAt.x, y: this.#laneY(lane) - GUN_HALF_PX + lane.bugAt.y };
    const length = lane.enemy.end - lane.enemy.start;
    this.sparks.shatter(
      bugSquares(length).map(({ x, y }) => ({ x: corner.x + x, y: corner.y + y })),
      middle,
      PIXEL + 0.5,
      this.colours.enemy,
    );
    this.sparks.burst(middle, this.colours.heat, 10 + this.combo, 0.35);
    this.sparks.ring(middle, this.colours.heat, 46 + 5 * this.combo);
    this.sparks.rise(
      { x: Math.min(middle.x - 14, this.box.width - NUMBER_PX), y: middle.y - 26 },
      `+${POINTS.enemies}`,
      this.colours.good,
      15,
    );
  }

  /** @param {import('./lane.js').Lane} lane */
  #laneY(lane) {
    // The line under fire is where `#follow` puts it; asking for it would lay the page out.
    const top = lane === this.lanes[this.target] ? this.box.height * EYES : lane.element.offsetTop - this.scrolled;
    return top + this.room.row / 2;
  }

  /** @param {import('./lane.js').Lane} lane */
  #bugCentre(lane) {
    const { x, y } = lane.bugAt;
    return { x: this.room.gutter + x + 10, y: this.#laneY(lane) + y };
  }
}
