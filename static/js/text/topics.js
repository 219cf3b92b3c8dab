// @ts-check
/** The English of topics: what of a language somebody has played, and what they could play next. */

import { count, difficulties, languages } from './common.js';

/** @import { TopicState, TopicSuggestion } from '../net/types.js' */

/** How a category is written for players. @param {string} category */
export const topicName = (category) => category.replaceAll('-', ' ');

/** @satisfies {Record<TopicState, string>} */
const STATES = { MASTERED: 'mastered', STARTED: 'started', UNMET: 'never played' };

export const text = {
  title: 'Topics',
  states: STATES,
  /** @param {Record<TopicState, number>} counts */
  counts: (counts) => `${counts.MASTERED} mastered, ${counts.STARTED} started, ${counts.UNMET} never played`,
  next: 'For the next ten minutes',
  /** @param {TopicSuggestion} suggestion */
  suggested: ({ language, category, difficulty }) =>
    `${topicName(category)} in ${languages[language]}, ${difficulties[difficulty].toLowerCase()}`,
  why: {
    WEAK: 'You are slower here, or miss more keys, than in your other topics.',
    UNMET: 'You have never played it, and it has the most code of all that are new to you.',
    OLDEST: 'You have played everything else more recently.',
  },
  start: (/** @type {string} */ category) => `Practise ${topicName(category)}`,
  all: 'All topics',
  rule:
    'A topic is mastered after five cleared waves, with 95% of the keys right, and no more than a tenth slower than ' +
    'you are in that language. It can be lost again.',
  days: (/** @type {number} */ streak) => `${count(streak, 'day')} in a row`,
};
