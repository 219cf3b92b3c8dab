// @ts-check
/**
 * A key log as the server stores it (docs/game.md, `game/keylog.py`), read for the page.
 *
 * Law: a log of a format that this page does not know is refused, never guessed at.
 */

/**
 * Times are from the wave's start.
 * @typedef {{start: number, end: number, due_ms: number, every_ms: number, damage: number}} RecordedEnemy
 */
/**
 * @typedef {object} RecordedWave
 * @property {number} number
 * @property {string} text
 * @property {import('../typing/model.js').Span[]} words
 * @property {RecordedEnemy[]} enemies
 * @property {number} heal
 * @property {number} flawless_heal HP more if none of its enemies hit
 * @property {number} push_ms what a clean line pushes, for each point of damage that it dealt
 * @property {number} asked_wpm the speed that its deadlines follow; 0 when that was not recorded
 */

/**
 * @typedef {object} Log
 * @property {RecordedWave[]} waves
 * @property {string} keys one character a key
 * @property {Float64Array} at each key's game time
 * @property {number} end_ms
 * @property {string} end_reason
 */

/** @typedef {Omit<Log, 'at'> & {at: number[]}} Stored `at` is each key's time since the one before */

const FORMATS = [1, 2, 3];
const BEFORE_2 = { flawless_heal: 0, push_ms: 0, asked_wpm: 0 }; // what waves of format 1 do not say

export class UnknownLog extends Error {}

/** @param {Record<string, unknown>} stored the `key_log` of a replay @returns {Log} */
export function readLog(stored) {
  if (!FORMATS.includes(/** @type {number} */ (stored?.format))) throw new UnknownLog();
  const document = /** @type {Stored} */ (/** @type {unknown} */ (stored));
  let at_ms = 0;
  const at = Float64Array.from(document.at, (passed_ms) => (at_ms += passed_ms));
  const waves = document.waves.map((wave) => ({ ...BEFORE_2, ...wave }));
  return { waves, keys: document.keys, at, end_ms: document.end_ms, end_reason: document.end_reason };
}
