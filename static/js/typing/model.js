// @ts-check
/**
 * The typing model: what one key does to one wave, by the same rules as the server's engine.
 *
 * Law: the same waves and keys give the same cursor, words, combo, kills and damage as `game/engine.py`; the cases in
 * tests/vectors/ check both. A wrong key never moves the cursor. Leading indentation and blank lines are
 * never typed; Enter between lines is; the last line has none.
 *
 * Absent on purpose: time, deadlines and hit points (the server judges those), the DOM and the network.
 */

import { COMBO_LIMIT, COMBO_STREAK } from '../terms.js';

/**
 * A word: offsets into the text, end exclusive, and its class.
 * @typedef {[start: number, end: number, kind: string]} Span
 */
/**
 * The typed characters of a line, when its enemy hits first, how often after that, and how hard; `struck` once it did.
 * @typedef {{start: number, end: number, due: number, every_ms: number, damage: number, struck?: boolean}} Enemy
 */
/** @typedef {{text: string, words: Span[], enemies: Enemy[]}} Wave the fields of a `wave` frame that typing needs */

/**
 * @typedef {object} Totals
 * @property {number} correct_words
 * @property {number} incorrect_words
 * @property {number} enemies_killed
 * @property {number} waves_completed
 * @property {number} max_combo
 * @property {number} damage_dealt
 * @property {number} damage_taken
 * @property {number} keys_pressed
 * @property {number} keys_correct
 */

/**
 * @typedef {{type: 'typed', at: number}
 *   | {type: 'wrong', at: number, due: string, key: string, word: number | null}
 *   | {type: 'word', word: number, clean: boolean, damage: number, combo: number}
 *   | {type: 'kill', enemy: number}
 *   | {type: 'clear'}} TypingEvent
 */

/** Note that an enemy has hit: it stays at the wall from then on. @param {Wave} wave @param {number} enemy */
export function strike(wave, enemy) {
  wave.enemies[enemy].struck = true;
}

/** @returns {Totals} */
function noTotals() {
  return {
    correct_words: 0,
    incorrect_words: 0,
    enemies_killed: 0,
    waves_completed: 0,
    max_combo: 0,
    damage_dealt: 0,
    damage_taken: 0,
    keys_pressed: 0,
    keys_correct: 0,
  };
}

/** The multiplier after `streak` consecutive clean words. @param {number} streak */
function comboOf(streak) {
  return Math.min(COMBO_LIMIT, 1 + Math.floor(streak / COMBO_STREAK));
}

/**
 * What has been typed so far: the wave, where the cursor is in it, and what the game's keys add up to. The Enter at a
 * line's end leads to the next enemy's first character, over any indentation or blank lines in between.
 */
export class TypingModel {
  constructor() {
    this.streak = 0;
    this.totals = noTotals();
    /** @type {Wave | null} */
    this.wave = null;
    /** Offset of the character that is due; the text's length once the wave is cleared. */
    this.cursor = 0;
    /** Index of the enemy under fire. */
    this.enemy = 0;
    /** Index of the first word that is not finished. */
    this.word = 0;
    /** Words of this wave, by index, in which a wrong key was pressed. @type {Set<number>} */
    this.dirty = new Set();
  }

  get combo() {
    return comboOf(this.streak);
  }

  get cleared() {
    return this.wave !== null && this.enemy >= this.wave.enemies.length;
  }

  /** The character that is due, `\n` for Enter, or null when no key is taken. */
  get due() {
    return this.wave && !this.cleared ? this.wave.text[this.cursor] : null;
  }

  /** Begin a wave; streak and totals go on. @param {Wave} wave */
  load(wave) {
    this.wave = wave;
    this.dirty = new Set();
    this.place(wave.enemies[0].start);
  }

  /**
   * Adopt the whole state from the server.
   * @param {Wave} wave
   * @param {{p: number, streak: number, dirty: boolean, totals: Totals}} at
   */
  adopt(wave, at) {
    const kept = this.wave?.text === wave.text ? this.dirty : new Set();
    this.wave = wave;
    this.streak = at.streak;
    this.totals = { ...noTotals(), ...at.totals };
    this.place(at.p);
    this.dirty = new Set([...kept].filter((index) => index < this.word));
    if (at.dirty && this.wordAtCursor() !== null) this.dirty.add(this.word);
  }

  /** Put the cursor on the first typed character at or after an offset. @param {number} offset */
  place(offset) {
    const { enemies, words, text } = /** @type {Wave} */ (this.wave);
    const last = enemies.length - 1;
    this.enemy = enemies.findIndex((enemy, index) => offset < enemy.end || (offset === enemy.end && index < last));
    if (this.enemy < 0) this.enemy = enemies.length;
    this.cursor = this.cleared ? text.length : Math.max(offset, enemies[this.enemy].start);
    const next = words.findIndex((word) => word[1] > this.cursor);
    this.word = next < 0 ? words.length : next;
  }

  /** The index of the word that the due character belongs to; null at a space or Enter. @returns {number | null} */
  wordAtCursor() {
    const word = this.wave?.words[this.word];
    return word && word[0] <= this.cursor ? this.word : null;
  }

  /**
   * Apply one key. Returns the events that follow, in order; none while no wave takes keys.
   * @param {string} key one character, `\n` for Enter
   * @returns {TypingEvent[]}
   */
  press(key) {
    const due = this.due;
    if (due === null) return [];
    this.totals.keys_pressed += 1;
    if (key !== due) return [this.#mistype(key, due)];
    this.totals.keys_correct += 1;
    /** @type {TypingEvent[]} */
    const events = [{ type: 'typed', at: this.cursor }];
    this.#finishWord(events);
    this.#step(events);
    return events;
  }

  /** @param {string} key @param {string} due @returns {TypingEvent} */
  #mistype(key, due) {
    const word = this.wordAtCursor();
    if (word !== null) this.dirty.add(word);
    this.streak = 0;
    return { type: 'wrong', at: this.cursor, due, key, word };
  }

  /** @param {TypingEvent[]} events */
  #finishWord(events) {
    const index = this.wordAtCursor();
    const wave = /** @type {Wave} */ (this.wave);
    if (index === null || this.cursor !== wave.words[index][1] - 1) return;
    const [start, end] = wave.words[index];
    const clean = !this.dirty.has(index);
    if (clean) {
      this.streak += 1;
      this.totals.correct_words += 1;
      this.totals.max_combo = Math.max(this.totals.max_combo, this.combo);
    } else {
      this.totals.incorrect_words += 1;
    }
    const combo = clean ? this.combo : 1;
    const damage = (end - start) * combo;
    this.totals.damage_dealt += damage;
    this.word += 1;
    events.push({ type: 'word', word: index, clean, damage, combo });
  }

  /** Move on by one character, over what is never typed. @param {TypingEvent[]} events */
  #step(events) {
    const { enemies, text } = /** @type {Wave} */ (this.wave);
    const line = enemies[this.enemy];
    if (this.cursor === line.end) {
      // The Enter after a line whose enemy is dead: on to the next line's first code character.
      this.enemy += 1;
      this.cursor = enemies[this.enemy].start;
      return;
    }
    this.cursor += 1;
    if (this.cursor < line.end) return;
    this.totals.enemies_killed += 1;
    events.push({ type: 'kill', enemy: this.enemy });
    if (this.enemy < enemies.length - 1) return;
    this.enemy += 1;
    this.cursor = text.length;
    this.totals.waves_completed += 1;
    events.push({ type: 'clear' });
  }
}
