// @ts-check
/**
 * A stored game, judged again: the typing model for the keys; hits, pushes and healing as the log's own waves say.
 *
 * Law: the same log gives the same totals and hit points as `game/replay.py`; tests/browser/test_replay.py and
 * test_vectors.py compare the two. Time only goes forward; going back means restoring a snapshot.
 * Absent on purpose: the DOM, real time, and today's rules.
 */

import { standing } from '../game/score.js';
import { strike, TypingModel } from '../typing/model.js';
import { FULL_HP } from '../terms.js';

/**
 * @typedef {{type: 'wave', number: number}
 *   | {type: 'keys', events: import('../typing/model.js').TypingEvent[]}
 *   | {type: 'hit', enemy: number, damage: number, hp: number}
 *   | {type: 'push', by_ms: number}
 *   | {type: 'clear', number: number, hp: number}} ReplayEvent
 */

/**
 * As a `wave` frame has it.
 * @typedef {import('../typing/model.js').Wave & {n: number, at: number, asked_wpm: number}} ShownWave
 */
/** @typedef {ReturnType<Judge['snapshot']>} Snapshot */

const nobody = () => {};

export class Judge {
  /** @param {import('./log.js').Log} log */
  constructor(log) {
    this.log = log;
    this.model = new TypingModel();
    this.hp = FULL_HP;
    this.at_ms = 0;
    this.key = 0; // how many keys are pressed
    this.index = -1; // of the wave
    /** @type {ShownWave | null} null after the last one is cleared */
    this.wave = null;
    this.alive = 0; // the first enemy that lives
    /** @type {number[]} when each enemy hits next */
    this.hits = [];
    this.due_ms = Infinity; // the next hit
    this.pushed_ms = 0; // by how much later than recorded the wave's living enemies hit
    this.lineClean = true;
    this.lineDamage = 0;
    this.#begin();
  }

  get over() {
    return this.hp === 0 || this.at_ms >= this.log.end_ms;
  }

  /** The figures as the result would have had them if the game had ended here. */
  get standing() {
    return standing(this.model.totals, this.at_ms);
  }

  /** How many lines of the wave are to be typed, the one under the caret included. */
  get linesLeft() {
    return this.hits.length - this.alive;
  }

  /** Let the game go on until then. @param {number} at_ms @param {(event: ReplayEvent) => void} [tell] */
  to(at_ms, tell = nobody) {
    const { log } = this;
    const until = Math.min(at_ms, log.end_ms);
    for (;;) {
      const key_ms = this.key < log.at.length ? log.at[this.key] : Infinity;
      if (key_ms <= until && key_ms <= this.due_ms) this.press(tell);
      else if (this.due_ms <= until && this.due_ms < this.#lastHit()) this.#hit(tell);
      else break;
    }
    this.at_ms = until;
  }

  /** The next key of the log, once every hit before it is dealt. @param {(event: ReplayEvent) => void} tell */
  press(tell) {
    const { log, model } = this;
    this.at_ms = log.at[this.key];
    const events = model.press(log.keys[this.key]);
    this.key += 1;
    tell({ type: 'keys', events });
    for (const event of events) {
      if (event.type === 'wrong') this.lineClean = false;
      else if (event.type === 'word') this.lineDamage += event.damage;
      else if (event.type === 'kill') this.#kill(tell);
      else if (event.type === 'clear') this.#clear(tell);
    }
  }

  #lastHit() {
    // A game that met a limit ended before the hits of that moment.
    return ['limit', 'time'].includes(this.log.end_reason) ? this.log.end_ms : Infinity;
  }

  #begin() {
    const recorded = this.log.waves[this.index + 1];
    this.index += 1;
    this.pushed_ms = 0;
    this.lineClean = true;
    this.lineDamage = 0;
    this.wave = recorded ? shown(recorded, this.at_ms, 0) : null;
    this.alive = 0;
    this.hits = this.wave ? this.wave.enemies.map((enemy) => enemy.due) : [];
    this.#findDue();
    if (this.wave) this.model.load(this.wave);
    return this.wave;
  }

  #findDue() {
    this.due_ms = Infinity;
    for (let i = this.alive; i < this.hits.length; i += 1) this.due_ms = Math.min(this.due_ms, this.hits[i]);
  }

  /** @param {(event: ReplayEvent) => void} tell */
  #kill(tell) {
    this.alive += 1;
    const by_ms = this.lineClean ? this.lineDamage * this.log.waves[this.index].push_ms : 0;
    this.lineClean = true;
    this.lineDamage = 0;
    if (by_ms > 0 && this.alive < this.hits.length) {
      const { enemies } = /** @type {ShownWave} */ (this.wave);
      for (const enemy of enemies) enemy.due += by_ms;
      for (let i = this.alive; i < this.hits.length; i += 1) this.hits[i] += by_ms;
      this.pushed_ms += by_ms;
      tell({ type: 'push', by_ms });
    }
    this.#findDue();
  }

  /** @param {(event: ReplayEvent) => void} tell */
  #clear(tell) {
    const recorded = this.log.waves[this.index];
    const flawless = !(/** @type {ShownWave} */ (this.wave).enemies.some((enemy) => enemy.struck));
    this.hp = Math.min(FULL_HP, this.hp + recorded.heal + (flawless ? recorded.flawless_heal : 0));
    tell({ type: 'clear', number: recorded.number, hp: this.hp });
    const next = this.#begin();
    if (next) tell({ type: 'wave', number: next.n });
  }

  /** @param {(event: ReplayEvent) => void} tell */
  #hit(tell) {
    const enemy = this.hits.indexOf(this.due_ms, this.alive);
    const { damage: most, every_ms } = /** @type {ShownWave} */ (this.wave).enemies[enemy];
    const damage = Math.min(most, this.hp);
    this.at_ms = this.due_ms;
    this.hp -= damage;
    this.model.totals.damage_taken += damage;
    this.hits[enemy] += every_ms;
    strike(/** @type {ShownWave} */ (this.wave), enemy);
    this.#findDue();
    if (this.hp === 0) this.due_ms = Infinity;
    tell({ type: 'hit', enemy, damage, hp: this.hp });
  }

  /** Everything there is to come back to this moment. Only while a wave is under way. */
  snapshot() {
    const { model } = this;
    const { streak, cursor, enemy, word } = model;
    const typing = { streak, cursor, enemy, word, totals: { ...model.totals }, dirty: [...model.dirty] };
    const { hp, at_ms, key, index, alive, due_ms, pushed_ms, lineClean, lineDamage } = this;
    const fields = { hp, at_ms, key, index, alive, due_ms, pushed_ms, lineClean, lineDamage };
    const struck = (this.wave?.enemies ?? []).flatMap((one, number) => (one.struck ? [number] : []));
    return { ...fields, hits: [...this.hits], struck, began_ms: this.wave?.at ?? 0, typing };
  }

  /** @param {Snapshot} kept */
  restore({ hits, struck, began_ms, typing, ...fields }) {
    Object.assign(this, fields, { hits: [...hits] });
    this.wave = shown(this.log.waves[fields.index], began_ms, fields.pushed_ms);
    for (const enemy of struck) strike(this.wave, enemy);
    const { totals, dirty, ...place } = typing;
    Object.assign(this.model, place, { wave: this.wave, totals: { ...totals }, dirty: new Set(dirty) });
  }
}

/**
 * @param {import('./log.js').RecordedWave} wave
 * @param {number} began_ms
 * @param {number} pushed_ms
 * @returns {ShownWave}
 */
function shown({ number, text, words, enemies, asked_wpm }, began_ms, pushed_ms) {
  return {
    n: number,
    at: began_ms,
    asked_wpm,
    text,
    words,
    enemies: enemies.map(({ due_ms, ...enemy }) => ({ ...enemy, due: began_ms + due_ms + pushed_ms })),
  };
}
