// @ts-check
/** The English of one challenge. */

import { count, tenths, whole } from '../../text/common.js';

/** @import { Attempt, ChallengeGoal, OwnProgress } from '../../net/types.js' */

export const text = {
  missing: {
    title: 'A challenge',
    words: 'There is no such challenge, or it is not published any more.',
    all: 'All tracks',
  },
  where: 'You are here',
  lesson: 'The lesson',
  code: 'The code',
  goals: 'Goals',
  goalsHint: 'Reach all of them in a single game. Nothing attacks you.',
  start: 'Start',
  again: 'Try again',
  asGuest: 'No account needed: you start as a guest and can keep your progress later.',
  hints: 'Hints',
  noHint: 'Stuck? A hint costs nothing.',
  showHint: (/** @type {number} */ left) => (left === 1 ? 'Show the last hint' : `Show a hint (${whole(left)} left)`),
  allHints: 'These are all the hints.',
  standing: (/** @type {OwnProgress} */ { status, attempts, best_score }) => {
    if (status === 'COMPLETED') return `Passed. Your best score is ${whole(best_score ?? 0)}.`;
    return attempts ? 'Not passed yet.' : '';
  },
  outcome: {
    counting: 'Your game is being counted…',
    passed: 'Passed!',
    failed: 'Not passed yet',
    uncounted: 'Does not count',
    uncountedLead: 'This game is waiting for a moderator, or was rejected by one.',
    failedLead: 'Reach all goals in a single game.',
    reached: (/** @type {Attempt} */ attempt, /** @type {ChallengeGoal} */ goal) => reached[goal](attempt),
    met: 'reached',
    unmet: 'missed',
    next: (/** @type {string} */ title) => `Next: ${title}`,
    toTrack: 'Back to the track',
    result: 'Full result',
    score: (/** @type {number} */ score) => `Your score: ${whole(score)}.`,
    otherVersion: 'The challenge has changed since you started this game.',
    aGoal: (/** @type {ChallengeGoal} */ goal) => `${missed[goal].charAt(0).toUpperCase()}${missed[goal].slice(1)}`,
  },
  attempts: 'Your attempts',
  columns: { when: 'When', outcome: 'Outcome', score: 'Score', speed: 'WPM', accuracy: 'Accuracy' },
  passed: 'passed',
  failed: (/** @type {ChallengeGoal[]} */ goals) => `missed: ${goals.map((one) => missed[one]).join(', ')}`,
  uncounted: 'does not count',
  board: 'Best scores',
  nobody: 'Nobody has passed it yet. Guests and robots are not listed.',
  passedBy: (/** @type {number} */ completed, /** @type {number} */ attempts) =>
    `Passed by ${count(completed, 'player')}, ${count(attempts, 'attempt')} in all.`,
  boardColumns: { rank: 'Rank', player: 'Player', score: 'Score', speed: 'WPM', accuracy: 'Accuracy' },
  you: 'you',
  previous: (/** @type {string} */ title) => `← ${title}`,
  next: (/** @type {string} */ title) => `${title} →`,
  neighbours: 'Other challenges of this track',
};

/** What a game reached of each goal. @type {Record<ChallengeGoal, (attempt: Attempt) => string>} */
const reached = {
  FINISHED: ({ end_reason }) => (end_reason === 'cleared' ? '' : 'stopped early'),
  MIN_ACCURACY: ({ key_accuracy_percentage }) => `${tenths(key_accuracy_percentage)}%`,
  MIN_NET_WPM: ({ net_wpm }) => `${tenths(net_wpm)} WPM`,
  MAX_WRONG_KEYS: ({ wrong_keys }) => `${whole(wrong_keys)} wrong`,
};

/** @type {Record<ChallengeGoal, string>} */
const missed = {
  FINISHED: 'the end',
  MIN_ACCURACY: 'accuracy',
  MIN_NET_WPM: 'speed',
  MAX_WRONG_KEYS: 'wrong keys',
};
