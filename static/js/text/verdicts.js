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
    words: 'The keys came at almost the same distance, all game long.',
    figure: (found, limit) =>
      `Their middle half spreads over ${share(found)} of the median; hands over ${share(limit)}.`,
  },
  symmetric: {
    words: 'There were as many hurried keys as late ones. Hands are late more often than they hurry.',
    figure: (found, limit) => `The lean is ${two(found)}; of hands it is above ${two(limit)}.`,
  },
  indifferent: {
    words: 'Easy and hard pairs of keys took the same time.',
    figure: (found, limit) => `Pairs differ ${two(found)} times as much as by chance; of hands above ${two(limit)}.`,
  },
  tempo: {
    words: 'The tempo was drawn anew for every key. Of hands it holds for a while, and wanders.',
    figure: (found, limit) => `It holds ${two(found)} times as well as by chance; of hands above ${two(limit)}.`,
  },
  unmoved: {
    words: 'Wrong keys cost no time: the right one followed as fast as ever.',
    figure: (found, limit) => `It took ${times(found)} an ordinary key; of hands above ${times(limit)}.`,
  },
  burst: {
    words: 'Many keys in a row came faster than fingers move.',
    figure: (found, limit) =>
      `${whole(found)} keys less than 15 ms apart; at most ${whole(limit)} are taken for chords.`,
  },
  speed: {
    words: 'A hundred keys came faster than anybody has typed code.',
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
    words: 'The rhythm is that of an earlier game of the same code.',
    figure: (found, limit) => `${share(found)} of it differs; two honest games differ in more than ${share(limit)}.`,
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
