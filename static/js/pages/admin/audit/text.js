// @ts-check
/** The English of the audit log. */

import { whole } from '../../../text/common.js';

export const text = {
  title: 'Audit log',
  lead: 'What staff and teachers did, newest first. It cannot be edited.',
  type: 'What was changed',
  action: 'Action',
  id: 'ID',
  find: 'Search',
  caption: 'Staff actions',
  columns: { when: 'When', who: 'Who', deed: 'Action', change: 'Change', from: 'From' },
  /** @type {Record<string, string>} */
  types: {
    user: 'Account',
    result: 'Game',
    snippet: 'Snippet',
    profile: 'Reported player',
    library: 'Library',
    feed_job: 'Feed',
    group: 'Group',
    contest: 'Contest',
  },
  commandLine: (/** @type {string} */ user) => `${user} (command line)`,
  deed: (/** @type {string} */ action) => action.replaceAll('_', ' '),
  changed: (/** @type {string} */ name, /** @type {string} */ before, /** @type {string} */ after) =>
    `${name}: ${before} → ${after}`,
  added: (/** @type {string} */ name, /** @type {string} */ value) => `${name}: ${value}`,
  none: '–',
  total: (/** @type {number} */ n) => (n === 1 ? '1 entry' : `${whole(n)} entries`),
  empty: 'No entries match these filters.',
};
