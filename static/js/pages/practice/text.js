// @ts-check
/** The English of the page of practice. */

import { count, keysName, lastGames, percent, whole } from '../../text/common.js';

export const text = {
  title: 'Practice',
  lead: 'No wall and no end: type as long as you like. It counts nowhere, and nobody else sees it.',
  signIn: 'Log in or play a game as a guest to see your weak keys.',
  language: 'Language',
  difficulty: 'Difficulty',
  weak: 'Your weak keys',
  weakLead: (/** @type {number} */ games) =>
    `From your ${lastGames(games)}: the keys, and pairs of keys, that slow you down most ` +
    'compared with your other keys. A pair is compared with its own second key.',
  none:
    'No key stands out. Either you have hardly played yet, or you type all keys about equally well: ' +
    'then whole snippets are the better practice.',
  drillAll: 'Drill all of them',
  drill: 'Drill',
  drillOf: (/** @type {string} */ key) => `Drill ${keysName(key)}`,
  drillDoes: 'Lines of real code that are full of these keys.',
  whole: 'Whole snippets',
  topics: 'Choose a topic',
  bookmarks: 'Bookmarks',
  learn: '← Learn',
  columns: ['Key', 'Drill', 'Time', 'Your others', 'Missed', 'Your others', 'Lately'],
  ms: (/** @type {number | null} */ ms) => (ms === null ? '–' : `${whole(ms)} ms`),
  missed: percent,
  lately: (/** @type {number | null} */ improved) =>
    improved === null
      ? '–'
      : Math.abs(improved) < 1
        ? 'no change'
        : `${whole(Math.abs(improved))}% ${improved > 0 ? 'better' : 'worse'}`,
  chartOf: (/** @type {string} */ key) => `Show how ${keysName(key)} went`,
  chart: (/** @type {string} */ key) => `${keysName(key)} in your last games`,
  chartSummary: (/** @type {number} */ games, /** @type {string} */ lately) =>
    `${count(games, 'game')} with this key; the newer half against the older: ${lately}.`,
  own: (/** @type {string} */ key) => keysName(key),
  others: 'your others',
  gameAxis: 'games with this key, oldest first',
  timeAxis: 'ms',
  game: (/** @type {number} */ due, /** @type {number} */ missed, /** @type {string} */ when) =>
    `came up ${count(due, 'time')}, ${percent(missed)} missed, ${when}`,
  unfinished: 'Unfinished practice',
};
