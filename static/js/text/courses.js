// @ts-check
/** The English about courses that several pages share. */

import { count, tenths, whole } from './common.js';

/** @import { ChallengeGoal, Goals, ProgressStatus } from '../net/types.js' */

/** @satisfies {Record<ProgressStatus, string>} */
export const statuses = { NOT_STARTED: 'not tried yet', IN_PROGRESS: 'not passed yet', COMPLETED: 'passed' };

/** A goal with what it asks for. @typedef {{goal: ChallengeGoal, words: string}} GoalWords */

/** What has to be reached, in the order in which it is shown. @param {Goals} goals @returns {GoalWords[]} */
export function goalsOf({ min_accuracy, min_net_wpm, max_wrong_keys }) {
  /** @type {GoalWords[]} */
  const all = [{ goal: 'FINISHED', words: 'Type the code to its end' }];
  if (min_accuracy !== null) all.push({ goal: 'MIN_ACCURACY', words: `At least ${figure(min_accuracy)}% accuracy` });
  if (min_net_wpm !== null) all.push({ goal: 'MIN_NET_WPM', words: `At least ${figure(min_net_wpm)} WPM` });
  if (max_wrong_keys !== null) all.push({ goal: 'MAX_WRONG_KEYS', words: atMost(max_wrong_keys) });
  return all;
}

/** @param {number} n */
const atMost = (n) => (n ? `At most ${count(n, 'wrong key')}` : 'No wrong key');

/** Whole where it is. @param {number} n */
const figure = (n) => (Number.isInteger(n) ? whole(n) : tenths(n));

/** In one line, as `90% · 15 WPM · at most 5 wrong keys`. @param {Goals} goals */
export function goalsInShort({ min_accuracy, min_net_wpm, max_wrong_keys }) {
  return [
    min_accuracy !== null && `${figure(min_accuracy)}%`,
    min_net_wpm !== null && `${figure(min_net_wpm)} WPM`,
    max_wrong_keys !== null && atMost(max_wrong_keys).toLowerCase(),
  ]
    .filter(Boolean)
    .join(' · ');
}

export const text = {
  done: 'You have passed every challenge of this track.',
  title: 'Learn',
  challenges: (/** @type {number} */ n) => count(n, 'challenge'),
  learners: (/** @type {number} */ n) => count(n, 'learner'),
  minutes: (/** @type {number} */ n) => `${whole(n)} min`,
  points: (/** @type {number} */ n) => count(n, 'point'),
  keys: (/** @type {number} */ n) => count(n, 'key'),
  passed: (/** @type {number} */ done, /** @type {number} */ all, /** @type {number} */ percentage) =>
    `${whole(done)} of ${whole(all)} passed (${figure(percentage)}%)`,
  best: (/** @type {number} */ score) => `best ${whole(score)}`,
};
