// @ts-check
/** The English of verdicts: why a game was flagged, in words that its player understands, with the figures. */

import { percent, tenths, whole } from './common.js';

/** @import { Reason, Verdict } from '../net/types.js' */

const share = (/** @type {number} */ n) => percent(n * 100);
const times = (/** @type {number} */ n) => `${tenths(n)} times`;
const two = (/** @type {number} */ n) => String(Math.round(n * 100) / 100);

/**
 * What each rule saw, and how its figures read. A rule that this client does not know is named as it is.
 * @type {Record<string, {words: string, figure: (found: number, limit: number) => string}>}
 */
const rules = {
  constant: {
    words: 'The keys came at almost equal intervals, all game long.',
    figure: (found, limit) => `The middle half spans ${share(found)} of the median; for hands, over ${share(limit)}.`,
  },
  symmetric: {
    words: 'Early and late keys were equally common. Human hands are late more often than early.',
    figure: (found, limit) => `The skew is ${two(found)}; for hands, above ${two(limit)}.`,
  },
  indifferent: {
    words: 'Easy and hard key pairs took the same time.',
    figure: (found, limit) =>
      `Pairs differ ${two(found)} times as much as by chance; for hands, more than ${two(limit)}.`,
  },
  tempo: {
    words: 'The tempo changed at random with every key. Human hands hold a tempo for a while, then drift.',
    figure: (found, limit) => `It holds ${two(found)} times as well as by chance; for hands, more than ${two(limit)}.`,
  },
  unmoved: {
    words: 'Wrong keys cost no time: the right one followed as fast as ever.',
    figure: (found, limit) =>
      `It took ${times(found)} as long as an ordinary key; for hands, more than ${times(limit)}.`,
  },
  burst: {
    words: 'Many keys in a row came faster than fingers move.',
    figure: (found, limit) =>
      `${whole(found)} keys less than 15 ms apart; up to ${whole(limit)} can be keys pressed together.`,
  },
  speed: {
    words: 'A hundred keys came faster than anyone has ever typed code.',
    figure: (found, limit) => `${whole(found)} words a minute; the limit is ${whole(limit)}.`,
  },
  reaction: {
    words: 'New code was typed before it could be read.',
    figure: (found, limit) => `The first key came after ${whole(found)} ms; people need more than ${whole(limit)}.`,
  },
  faultless: {
    words: 'Not one wrong key in a long, fast game.',
    figure: (found, limit) => `${whole(found)} keys without a slip; suspicious from ${whole(limit)}.`,
  },
  leap: {
    words: 'Far faster than any earlier game of this player.',
    figure: (found, limit) => `${tenths(found)} WPM; suspicious above ${tenths(limit)}.`,
  },
  copy: {
    words: 'The rhythm matches an earlier game with the same code.',
    figure: (found, limit) => `${share(found)} of it differs; two honest games differ by more than ${share(limit)}.`,
  },
};

/** @param {Reason} reason @returns {{words: string, figure: string}} */
export function reasonWords({ rule, found, limit }) {
  const known = rules[rule];
  return known
    ? { words: known.words, figure: known.figure(found, limit) }
    : { words: rule, figure: `${two(found)} (${two(limit)})` };
}

/** @satisfies {Record<Verdict, string>} */
const NAME_OF_VERDICT = { clean: 'Clean', flagged: 'Flagged', approved: 'Approved', rejected: 'Rejected' };
/** @type {Record<string, string>} */
export const verdicts = NAME_OF_VERDICT;
