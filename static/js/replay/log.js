// @ts-check
/**
 * A key log as the server stores it (docs/game.md, `game/keylog.py`), read for the page.
 *
 * Law: a log of a format that this page does not know is refused, never guessed at.
 */

/** @typedef {{start: number, end: number, due_ms: number, every_ms: number, damage: number}} RecordedEnemy times from the wave's start */
/** @typedef {{number: number, text: string, words: import('../typing/model.js').Span[], enemies: RecordedEnemy[], heal: number}} RecordedWave */

/**
 * @typedef {object} Log
 * @property {RecordedWave[]} waves
 * @property {string} keys one character a key
 * @property {Float64Array} at each key's game time
 * @property {number} end_ms
 * @property {string} end_reason
 */

const FORMAT = 1;

export class UnknownLog extends Error {}

/** @param {any} document @returns {Log} */
export function readLog(document) {
  if (document?.format !== FORMAT) throw new UnknownLog();
  let at_ms = 0;
  const at = Float64Array.from(document.at, (/** @type {number} */ passed_ms) => (at_ms += passed_ms));
  return { waves: document.waves, keys: document.keys, at, end_ms: document.end_ms, end_reason: document.end_reason };
}
