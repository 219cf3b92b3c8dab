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

const FORMAT = 1;

export class UnknownLog extends Error {}

/** @param {Record<string, unknown>} stored the `key_log` of a replay @returns {Log} */
export function readLog(stored) {
  if (stored?.format !== FORMAT) throw new UnknownLog();
  const document = /** @type {Stored} */ (/** @type {unknown} */ (stored));
  let at_ms = 0;
  const at = Float64Array.from(document.at, (passed_ms) => (at_ms += passed_ms));
  return { waves: document.waves, keys: document.keys, at, end_ms: document.end_ms, end_reason: document.end_reason };
}
