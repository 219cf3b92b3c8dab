// @ts-check
/**
 * The documented formulas, as game/scoring.py has them: IEEE doubles, in the order printed, never rounded in between.
 *
 * Law: `final_score` of a stored result follows from its own columns by `scoreParts`.
 */

import { CHARACTERS_A_WORD, POINTS } from '../terms.js';

/** @typedef {import('../typing/model.js').Totals} Totals */

/** Whole seconds of play, at least one. @param {number} game_ms */
function playtimeSeconds(game_ms) {
  return Math.max(1, Math.floor((game_ms + 500) / 1000));
}

/** Of words, or of keys. @param {number} correct @param {number} all */
function accuracyPercentage(correct, all) {
  return all === 0 ? 0 : (correct / all) * 100;
}

/** Words (tokens) a minute. @param {number} total_words @param {number} playtime_seconds */
function wordsPerMinute(total_words, playtime_seconds) {
  return playtime_seconds === 0 ? 0 : (total_words / playtime_seconds) * 60;
}

/**
 * @typedef {object} Scored what a score is made of, named as the columns of a result
 * @property {number} correct_words
 * @property {number} enemies_killed
 * @property {number} waves_completed
 * @property {number} max_combo
 * @property {number} accuracy_percentage
 * @property {number} words_per_minute
 */

/** @typedef {{part: keyof Scored, amount: number, factor: number, floored: boolean, points: number}} ScorePart */

/** @type {[keyof Scored, number, boolean][]} */
const PARTS = [
  ['correct_words', POINTS.words, false],
  ['enemies_killed', POINTS.enemies, false],
  ['waves_completed', POINTS.waves, false],
  ['max_combo', POINTS.combo, false],
  ['accuracy_percentage', POINTS.accuracy, true],
  ['words_per_minute', POINTS.speed, true],
];

/** The six parts of a score, in the formula's order. @param {Scored} scored @returns {ScorePart[]} */
export function scoreParts(scored) {
  return PARTS.map(([part, factor, floored]) => {
    const product = scored[part] * factor;
    return { part, amount: scored[part], factor, floored, points: floored ? Math.floor(product) : product };
  });
}

/** @param {ScorePart[]} parts */
export function scoreOf(parts) {
  return parts.reduce((sum, part) => sum + part.points, 0);
}

/** The parts that depend on the whole game, and can fall again until it ends. @type {(keyof Scored)[]} */
const BONUSES = ['accuracy_percentage', 'words_per_minute'];

/** What is counted while a game runs: it only grows. @param {ScorePart[]} parts */
export const earnedParts = (parts) => parts.filter(({ part }) => !BONUSES.includes(part));

/** What is added when it is over. @param {ScorePart[]} parts */
export const bonusParts = (parts) => parts.filter(({ part }) => BONUSES.includes(part));

/**
 * The running figures of a game. `net_wpm` counts standard words of right keys, `words_per_minute` the words of the
 * code; `key_accuracy_percentage` is of keys, `accuracy_percentage` of words. `earned` holds only points that can no
 * longer be lost; `score` is what the result would say if the game ended now.
 * @param {Totals} totals
 * @param {number} game_ms
 */
export function standing(totals, game_ms) {
  const total_words = totals.correct_words + totals.incorrect_words;
  const accuracy_percentage = accuracyPercentage(totals.correct_words, total_words);
  const seconds = playtimeSeconds(game_ms);
  const words_per_minute = wordsPerMinute(total_words, seconds);
  const net_wpm = wordsPerMinute(totals.keys_correct / CHARACTERS_A_WORD, seconds);
  const key_accuracy_percentage = accuracyPercentage(totals.keys_correct, totals.keys_pressed);
  const parts = scoreParts({ ...totals, accuracy_percentage, words_per_minute });
  const speeds = { words_per_minute, net_wpm };
  const accuracies = { accuracy_percentage, key_accuracy_percentage };
  return { ...speeds, ...accuracies, total_words, earned: scoreOf(earnedParts(parts)), score: scoreOf(parts) };
}
