// @ts-check
/** The English of the moderators' queue. */

import { count, whole } from '../../../text/common.js';

/** @import { ReportBody } from '../../../net/types.js' */

/** @satisfies {Record<ReportBody['kind'], string>} */
const NAME_OF_KIND = { RESULT: 'Game', PROFILE: 'Player', SNIPPET: 'Snippet' };
/** @type {Record<string, string>} */
export const kinds = NAME_OF_KIND;

/** @type {Record<string, string>} */
export const causes = { FLAGGED: 'Flagged', REPORTED: 'Reported', APPEALED: 'Appealed' };

export const text = {
  title: 'Moderation',
  lead: 'What the rules flagged, what players reported, and appeals. What has waited longest comes first.',
  cause: 'Why',
  kind: 'What',
  caption: 'What waits for a moderator',
  columns: { what: 'What', why: 'Why', since: 'Since', act: '' },
  game: (/** @type {string} */ name) => `Game of ${name}`,
  player: (/** @type {string} */ name) => `Player ${name}`,
  snippet: (/** @type {string} */ line) => `Snippet “${line}”`,
  gone: 'Something that is gone',
  figures: (/** @type {string} */ kind, /** @type {number} */ wpm, /** @type {number} */ score) =>
    `${kind} · ${whole(wpm)} WPM · ${count(score, 'point')}`,
  reports: (/** @type {number} */ n) => count(n, 'report'),
  appealed: 'Appeal',
  look: 'Look at it',
  lookAt: (/** @type {string} */ what) => `Look at it: ${what}`,
  uphold: 'Uphold',
  upholdOf: (/** @type {string} */ what) => `Uphold the reports of: ${what}`,
  dismiss: 'Dismiss',
  dismissOf: (/** @type {string} */ what) => `Dismiss the reports of: ${what}`,
  closed: (/** @type {string} */ what, /** @type {string} */ outcome) =>
    outcome === 'UPHELD' ? `${what}: upheld.` : `${what}: dismissed.`,
  total: (/** @type {number} */ n) => (n === 1 ? '1 thing waits.' : `${whole(n)} things wait.`),
  empty: 'Nothing waits.',
};
