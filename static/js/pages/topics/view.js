// @ts-check
/** The page of topics: what to play next, the map of all languages, and one language's topics with their figures. */

import { h } from '../../dom.js';
import { card, pageFrame, select } from '../../parts/pieces.js';
import { square, topicsMap } from '../../parts/topics-map.js';
import { count, date, difficulties, languages, percent, tenths, text as common } from '../../text/common.js';
import { text as shared, topicName } from '../../text/topics.js';
import { DIFFICULTIES } from '../../terms.js';
import { text } from './text.js';

/**
 * @import {
 *   Difficulty, Language, LearningOut, TopicProgress, TopicState, TopicSuggestion
 * } from '../../net/types.js'
 */

/**
 * @typedef {object} Ways
 * @property {(language: string) => void} choose
 * @property {(category: string, difficulty: Difficulty) => void} practise
 */

/** @param {LearningOut} progress @param {Language} language @param {Ways} ways */
export function topicsView({ topics, suggestions }, language, ways) {
  const own = topics.filter((topic) => topic.language === language);
  const suggestion = suggestions.find((one) => one.language === language);
  const difficulty = suggestion?.difficulty ?? 'NORMAL';
  const played = Object.fromEntries(
    Object.entries(languages).filter(([one]) => topics.some((t) => t.language === one)),
  );
  return pageFrame(
    'topics',
    shared.title,
    back(),
    h('p.lead', {}, text.lead),
    h(
      'form.filters',
      { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
      select(text.language, played, language, ways.choose),
    ),
    suggestion && suggestionCard(suggestion, ways),
    card('map', shared.all, topicsMap(topics, language), h('p.hint', {}, shared.rule)),
    ...Object.keys(text.groups).map((state) =>
      group(/** @type {TopicState} */ (state), own, (topic) =>
        ways.practise(topic.category, levelFor(topic, difficulty)),
      ),
    ),
  );
}

const back = () => h('p', {}, h('a', { href: '/learn' }, text.learn));

/** @param {TopicSuggestion} suggestion @param {Ways} ways */
function suggestionCard(suggestion, ways) {
  const { category, difficulty, why } = suggestion;
  return card(
    'next',
    shared.next,
    h('p', {}, h('b', {}, shared.suggested(suggestion)), '. ', shared.why[why]),
    h(
      'p.choices',
      {},
      h(
        'button.primary',
        { type: 'button', 'data-focus': true, onclick: () => ways.practise(category, difficulty) },
        shared.start(category),
      ),
    ),
  );
}

/** The nearest difficulty at which the library has it. @param {TopicProgress} topic @param {Difficulty} wanted */
function levelFor({ snippets }, wanted) {
  const at = DIFFICULTIES.indexOf(wanted);
  const has = DIFFICULTIES.filter((one) => snippets[one]);
  return has.sort(
    (one, other) => Math.abs(DIFFICULTIES.indexOf(one) - at) - Math.abs(DIFFICULTIES.indexOf(other) - at),
  )[0];
}

/** @param {TopicState} state @param {TopicProgress[]} topics @param {(topic: TopicProgress) => void} practise */
function group(state, topics, practise) {
  const own = topics.filter((topic) => topic.state === state);
  return card(
    state.toLowerCase(),
    `${text.groups[state]} (${own.length})`,
    own.length
      ? h(
          'ul.topics',
          {},
          own.map((topic) => row(topic, practise)),
        )
      : h('p.muted', {}, text.none),
  );
}

/** @param {TopicProgress} topic @param {(topic: TopicProgress) => void} practise */
function row(topic, practise) {
  const inLibrary = Object.keys(topic.snippets).length > 0;
  return h(
    'li',
    { 'data-topic': topic.category },
    square(topic),
    h('div', {}, h('b', {}, topicName(topic.category)), h('p.hint', {}, figures(topic).join(' · '))),
    inLibrary
      ? h(
          'button.quiet',
          { type: 'button', 'aria-label': shared.start(topic.category), onclick: () => practise(topic) },
          text.practise,
        )
      : h('span.muted', {}, text.gone),
  );
}

/** @param {TopicProgress} topic */
function figures(topic) {
  if (!topic.last_played_at) {
    const snippets = Object.values(topic.snippets).reduce((all, one) => all + one, 0);
    return [count(snippets, 'snippet')];
  }
  return [
    text.waves(count(topic.waves_played, 'wave'), String(topic.waves_cleared)),
    topic.highest_difficulty && text.upTo(difficulties[topic.highest_difficulty].toLowerCase()),
    topic.accuracy !== null && text.accuracy(percent(topic.accuracy)),
    topic.mean_wpm !== null &&
      text.wpm(tenths(topic.mean_wpm), topic.best_wpm === null ? null : tenths(topic.best_wpm)),
    topic.streak > 1 && shared.days(topic.streak),
    text.last(date(topic.last_played_at)),
  ].filter((one) => typeof one === 'string');
}

/** Nobody is signed in. */
export function nobodyView() {
  const t = common.nav;
  return pageFrame(
    'topics',
    shared.title,
    back(),
    h('p', {}, text.signIn),
    h(
      'p.choices',
      {},
      h('a.button', { href: '/login?then=/topics' }, t.login),
      h('a.button.plain', { href: '/register?then=/topics' }, t.register),
    ),
  );
}
