// @ts-check
/** The English of a snippet's page. */

import { count, tenths, whole } from '../../text/common.js';

export const text = {
  title: (/** @type {string} */ language) => `${language} snippet`,
  about: (/** @type {string} */ kind, /** @type {string} */ category) => `${kind} · ${category}`,
  play: 'Practise this',
  code: 'Code',
  listing: 'The snippet',
  mistakes: (/** @type {number} */ line, /** @type {number} */ n) => `line ${line}: ${count(n, 'wrong key')}`,
  heat: 'The bars show in which lines wrong keys were pressed.',
  linesMost: (/** @type {string} */ lines) => `Most wrong keys: ${lines}.`,
  typed: 'How it is typed',
  times: 'Times typed',
  timesHint: 'to its end, by all players',
  median: 'Median WPM',
  medianHint: (/** @type {number} */ wpm) => `net; the pace of games expects ${tenths(wpm)}`,
  accuracy: 'Accuracy',
  accuracyHint: 'right keys of all keys',
  bookmarks: 'Bookmarks',
  bookmarksHint: 'of all players',
  never: 'Nobody has typed it to its end yet.',
  none: '–',
  best: 'Best runs',
  bestCaption: 'The fastest run of each player',
  bestNone: 'No ranked run yet.',
  columns: { place: 'Place', player: 'Player', speed: 'WPM', accuracy: 'Accuracy', at: 'When', game: 'Game' },
  watchOf: (/** @type {string} */ name) => `Watch the game of ${name}`,
  watch: 'Watch',
  from: 'Source',
  source: (/** @type {string} */ source) => `Source: ${source}`,
  license: (/** @type {string} */ license) => `Licence: ${license}`,
  version: (/** @type {number} */ n) => (n > 1 ? `Version ${whole(n)}` : ''),
  missing: 'There is no such snippet',
  missingLead: 'Games do not give this code, or not any more.',
  home: 'Start page',
};
