// @ts-check
/**
 * The ghost that a game is played against: where a player was in the text at each moment, from the key log.
 *
 * Law: places are counted in right keys over the whole game, since both players have to press the same keys on the same
 * waves.
 */

import { typedOffsets } from '../typing/offsets.js';

export class Ghost {
  /** @param {import('./log.js').Log} log */
  constructor(log) {
    this.end_ms = log.end_ms;
    /** Game times of the right keys, over all waves. @type {number[]} */
    this.times = [];
    /**
     * @type {{first: number, offsets: number[]}[]} of each wave: how many right keys came before it, where its keys are
     */
    this.waves = [];
    let key = 0;
    for (const wave of log.waves) {
      const offsets = typedOffsets(wave);
      this.waves.push({ first: this.times.length, offsets });
      for (let due = 0; due < offsets.length && key < log.keys.length; key += 1) {
        if (log.keys[key] !== wave.text[offsets[due]]) continue;
        this.times.push(log.at[key]);
        due += 1;
      }
    }
  }

  /** How many right keys it had pressed. @param {number} at_ms */
  keysAt(at_ms) {
    let [low, high] = [0, this.times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] <= at_ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Its caret: the wave (from 1) and the offset of the key it had to press next. Null once it is gone.
   * @param {number} at_ms
   */
  at(at_ms) {
    if (at_ms > this.end_ms) return null;
    const keys = this.keysAt(at_ms);
    let number = this.waves.findIndex(({ first }) => first > keys);
    if (number < 0) number = this.waves.length;
    const { first, offsets } = this.waves[number - 1];
    const offset = offsets[keys - first];
    return offset === undefined ? null : { wave: number, offset };
  }
}
