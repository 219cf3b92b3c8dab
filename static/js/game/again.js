// @ts-check
/**
 * What to ask the server for to play such a game again: mode, language, difficulty, focus and all else it began with.
 *
 * The browser keeps what its newest games were started with. A game that began in another browser is played again by
 * what the server says of it.
 */

import { MODES } from '../terms.js';

/** @import { StartGame } from '../net/types.js' */

const KEY = 'prodev.starts';
const KEPT = 12;

/**
 * What is known of a game: as `POST /api/game/start` answered, or its result.
 * @typedef {object} Known
 * @property {string} session_id
 * @property {string} mode
 * @property {string} language
 * @property {string} difficulty
 * @property {string[] | null} [focus]
 * @property {string | null} [ghost_of]
 * @property {number | null} [seconds] of a sprint
 * @property {string | null} [challenge] at which it is an attempt
 * @property {string | null} [challenge_id] likewise, of a result
 * @property {string | null} [collection] of own code
 * @property {string | null} [snippet] which one alone is practised
 * @property {string | null} [snippet_id] likewise, of a result
 * @property {boolean} [bookmarks] practised
 * @property {boolean} [of_bookmarks] likewise, of a result
 */

/** @param {string} session_id @param {StartGame} start */
export function keepStart(session_id, start) {
  try {
    localStorage.setItem(KEY, JSON.stringify([[session_id, start], ...kept()].slice(0, KEPT)));
  } catch {
    // Not remembered, then.
  }
}

/** @param {Known} game @returns {StartGame} */
export function startAgain(game) {
  const start = kept().find(([session_id]) => session_id === game.session_id)?.[1] ?? guessed(game);
  return /** @type {StartGame} */ (start);
}

/** @param {Known} game */
function guessed(game) {
  const { mode, language, difficulty, focus, ghost_of, seconds, challenge, challenge_id, collection } = game;
  const tried = challenge ?? challenge_id;
  if (mode === 'CHALLENGE' && tried) return { mode, challenge: tried };
  const repeated = game.snippet ?? game.snippet_id;
  if (repeated) return { mode, snippet: repeated };
  if (game.bookmarks || game.of_bookmarks) return { mode, language, bookmarks: true };
  if (collection) return { mode, collection, ...(focus && { focus: true }) };
  if (mode === 'GHOST') return ghost_of ? { ghost: ghost_of } : { language, difficulty }; // its ghost is gone
  if (mode === 'DAILY') return { mode, language };
  return { mode, language, difficulty, ...(focus && { focus: true }), ...(seconds && { seconds }) };
}

/** @returns {[string, Record<string, unknown>][]} the newest first */
function kept() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** @param {unknown} one what the browser had stored: anybody may have changed it */
const isKept = (one) => Array.isArray(one) && typeof one[0] === 'string' && isStart(one[1]);

/** @param {Partial<StartGame> | null | undefined} start */
const isStart = (start) => typeof start === 'object' && (start?.mode === undefined || MODES.includes(start.mode));
