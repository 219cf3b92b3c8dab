// @ts-check
/** The English of the overview. */

import { count, whole } from '../../../text/common.js';

export const text = {
  title: 'Overview',
  lead: 'What needs somebody’s attention, and what players write.',
  failed: {
    title: 'Failed jobs',
    lead: 'What a game sets off is tried ten times. These have failed ten times and wait for you.',
    caption: 'Failed jobs, the newest first',
    columns: { job: 'Job', error: 'Error', since: 'Failed', act: '' },
    about: (/** @type {string} */ id) => `of ${id}`,
    none: 'No job has failed.',
    retry: 'Retry',
    retryOf: (/** @type {string} */ queue, /** @type {number} */ id) => `Retry ${queue}, job ${id}`,
    retried: (/** @type {string} */ queue) => `${queue} is tried again.`,
    more: (/** @type {number} */ shown, /** @type {number} */ total) =>
      `The newest ${whole(shown)} of ${whole(total)}. “prodev feed retry --all” tries all of them again.`,
  },
  reported: {
    title: 'Most reported',
    caption: 'What most players have reported',
    columns: { what: 'Item', reports: 'Reports', why: 'Reasons' },
    none: 'Nothing is reported.',
    all: 'All reports',
  },
  written: {
    title: 'Newest posts',
    caption: 'The newest posts and comments',
    columns: { what: 'Text', state: 'State', at: 'Written' },
    /** @type {Record<string, string>} */
    states: { VISIBLE: 'Shown', WAITING: 'Waits for a moderator', HIDDEN: 'Hidden' },
    none: 'Nobody has written anything yet.',
  },
  disliked: {
    title: 'Snippets disliked by many',
    none: 'No snippet is disliked by many.',
    all: (/** @type {number} */ n) => `Show ${count(n, 'snippet')} in the list`,
  },
};
