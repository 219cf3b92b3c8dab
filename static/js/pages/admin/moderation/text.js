// @ts-check
/** The English of the moderators' queue. */

import { count, whole } from '../../../text/common.js';

/** @import { ReportBody } from '../../../net/types.js' */

/** @satisfies {Record<ReportBody['kind'], string>} */
const NAME_OF_KIND = {
  RESULT: 'Game',
  PROFILE: 'Player',
  SNIPPET: 'Snippet',
  COLLECTION: 'Collection',
  POST: 'Post',
  COMMENT: 'Answer',
  SHARED_REPLAY: 'Shared replay',
};
/** @type {Record<string, string>} */
export const kinds = NAME_OF_KIND;

/** @type {Record<string, string>} */
export const causes = { FLAGGED: 'Flagged', REPORTED: 'Reported', APPEALED: 'Appealed', HELD: 'Has a link' };

/** @type {Record<string, string>} */
export const sorts = { OLDEST: 'Longest waiting', MOST_REPORTED: 'Most reported' };

export const text = {
  title: 'Moderation',
  lead: 'Flagged games, players’ reports and appeals, and links of new players.',
  cause: 'Reason',
  kind: 'Type',
  sort: 'Sort by',
  caption: 'Waiting for a moderator',
  columns: { what: 'Item', why: 'Reason', since: 'Waiting since', act: '' },
  held: 'Held: a new player’s link',
  show: 'Show',
  showOf: (/** @type {string} */ what) => `Show: ${what}`,
  hide: 'Hide',
  hideOf: (/** @type {string} */ what) => `Hide: ${what}`,
  judged: (/** @type {string} */ what, /** @type {boolean} */ isShown) => `${what}: ${isShown ? 'shown' : 'hidden'}.`,
  figures: (/** @type {string} */ kind, /** @type {number} */ wpm, /** @type {number} */ score) =>
    `${kind} · ${whole(wpm)} WPM · ${count(score, 'point')}`,
  reports: (/** @type {number} */ n) => count(n, 'report'),
  appealed: 'Appeal',
  look: 'Review',
  lookAt: (/** @type {string} */ what) => `Review: ${what}`,
  uphold: 'Uphold',
  upholdOf: (/** @type {string} */ what) => `Uphold reports: ${what}`,
  dismiss: 'Dismiss',
  dismissOf: (/** @type {string} */ what) => `Dismiss reports: ${what}`,
  closed: (/** @type {string} */ what, /** @type {string} */ outcome) =>
    outcome === 'UPHELD' ? `${what}: upheld.` : `${what}: dismissed.`,
  total: (/** @type {number} */ n) => `${count(n, 'item')} waiting.`,
  empty: 'Nothing to review.',
};
