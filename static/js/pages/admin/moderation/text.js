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
  COMMENT: 'Comment',
  SHARED_REPLAY: 'Shared replay',
};
/** @type {Record<string, string>} */
export const kinds = NAME_OF_KIND;

/** @type {Record<string, string>} */
export const causes = { FLAGGED: 'Flagged', REPORTED: 'Reported', APPEALED: 'Appealed', HELD: 'Has a link' };

export const text = {
  title: 'Moderation',
  lead: 'Flagged games, players’ reports and appeals, and links of new players, longest waiting first.',
  cause: 'Reason',
  kind: 'Type',
  caption: 'Waiting for a moderator',
  columns: { what: 'Item', why: 'Reason', since: 'Waiting since', act: '' },
  game: (/** @type {string} */ name) => `Game of ${name}`,
  player: (/** @type {string} */ name) => `Player ${name}`,
  snippet: (/** @type {string} */ line) => `Snippet “${line}”`,
  collection: (/** @type {string} */ name) => `Collection “${name}”`,
  post: (/** @type {string} */ name) => `Post by ${name}`,
  comment: (/** @type {string} */ name) => `Comment by ${name}`,
  held: 'Held: a new player’s link',
  show: 'Show',
  showOf: (/** @type {string} */ what) => `Show: ${what}`,
  hide: 'Hide',
  hideOf: (/** @type {string} */ what) => `Hide: ${what}`,
  judged: (/** @type {string} */ what, /** @type {boolean} */ isShown) => `${what}: ${isShown ? 'shown' : 'hidden'}.`,
  replay: (/** @type {string} */ title) => `Shared replay “${title}”`,
  gone: 'Deleted',
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
