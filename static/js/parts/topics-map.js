// @ts-check
/** The map of topics: a row a language, a square a topic, the fuller the further. */

import { h } from '../dom.js';
import { languages } from '../text/common.js';
import { text, topicName } from '../text/topics.js';

/** @import { TopicProgress, TopicState } from '../net/types.js' */

/** @typedef {Record<TopicState, number>} Counts */

/** @param {TopicProgress[]} topics @returns {Map<string, TopicProgress[]>} by language */
export function byLanguage(topics) {
  /** @type {Map<string, TopicProgress[]>} */
  const found = new Map();
  for (const topic of topics) found.set(topic.language, [...(found.get(topic.language) ?? []), topic]);
  return found;
}

/** @param {TopicProgress[]} topics @returns {Counts} */
export function countsOf(topics) {
  const counts = { MASTERED: 0, STARTED: 0, UNMET: 0 };
  for (const { state } of topics) counts[state] += 1;
  return counts;
}

/** Its shape says how far, and not its colour alone. @param {TopicProgress} topic */
export const square = ({ state, category }) =>
  h('span.square', {
    'data-state': state,
    'aria-hidden': 'true',
    title: `${topicName(category)}: ${text.states[state]}`,
  });

/**
 * @param {TopicProgress[]} topics @param {string} [here] the language whose topics are on the page
 */
export function topicsMap(topics, here = '') {
  const rows = [...byLanguage(topics)].map(([language, own]) =>
    h(
      'li',
      {},
      h(
        'a.language',
        { href: `/topics?language=${language}`, 'aria-current': language === here ? 'true' : null },
        languages[language] ?? language,
      ),
      h('span.squares', {}, own.map(square)),
      h('span.counts.muted', {}, text.counts(countsOf(own))),
    ),
  );
  return h('div.topics-map', {}, h('ul', {}, rows), legend());
}

function legend() {
  const states = /** @type {TopicState[]} */ (Object.keys(text.states));
  return h(
    'p.scale',
    { 'aria-hidden': 'true' },
    states.map((state) => h('span', {}, h('span.square', { 'data-state': state }), text.states[state])),
  );
}
