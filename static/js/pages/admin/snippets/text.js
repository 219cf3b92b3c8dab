// @ts-check
/** The English of the list of snippets. */

import { count, whole } from '../../../text/common.js';

/** @type {Record<string, string>} */
export const sorts = {
  NEWEST: 'Newest',
  MOST_USED: 'Most played',
  LEAST_USED: 'Least played',
  EASIEST: 'Easiest first',
  HARDEST: 'Hardest first',
  DISLIKED: 'Most disliked',
};

export const text = {
  state: 'State',
  sort: 'Sort by',
  search: 'Search text, category and source',
  find: 'Search',
  clear: 'Clear filters',
  export: 'Export these',
  exported: (/** @type {number} */ n) => `${count(n, 'snippet')} exported.`,
  summary: (/** @type {number} */ published, /** @type {number} */ drafts, /** @type {number} */ retired) =>
    `${whole(published)} published, ${count(drafts, 'draft')}, ${whole(retired)} retired.`,
  caption: 'Snippets',
  columns: {
    choose: 'Selected',
    snippet: 'Snippet',
    state: 'State',
    drawn: 'Served',
    played: 'Played',
    accuracy: 'Accuracy',
    speed: 'WPM (expected)',
    worst: 'Most missed',
    votes: 'Votes',
  },
  choose: (/** @type {string} */ name) => `Select ${name}`,
  chooseAll: 'Select all on this page',
  chosen: (/** @type {number} */ n) => (n ? `${whole(n)} selected` : 'None selected'),
  every: (/** @type {number} */ n) => `All ${whole(n)} that match the filters`,
  activate: 'Publish',
  deactivate: 'Retire',
  sure: (/** @type {boolean} */ on, /** @type {number} */ n) =>
    on ? `Publish ${count(n, 'snippet')}?` : `Retire ${count(n, 'snippet')}?`,
  sureLead: (/** @type {boolean} */ on) =>
    on
      ? 'Games can use them from now on.'
      : 'No new game will use them. Running games keep theirs; nothing is deleted.',
  changed: (/** @type {number} */ changed, /** @type {number} */ matched) =>
    changed === matched
      ? `${count(changed, 'snippet')} changed.`
      : `${whole(changed)} of ${count(matched, 'snippet')} changed; the others already were.`,
  votes: (/** @type {number} */ likes, /** @type {number} */ dislikes) => `+${whole(likes)} −${whole(dislikes)}`,
  opinions: 'Opinion',
  disliked: { true: 'Disliked by many' },
  empty: 'No snippets match these filters.',
  looked: (/** @type {number} */ games) =>
    `Played, accuracy, speed and most missed keys are from ` +
    `${games === 1 ? 'the newest game' : `the newest ${whole(games)} games`} ` +
    `in these languages and difficulties; “served” counts all time.`,
  lines: (/** @type {number} */ n) => count(n, 'line'),
  faster: (/** @type {number} */ ratio) => `${whole(ratio * 100)}% of the expected speed`,
};
