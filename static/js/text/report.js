// @ts-check
/** The English of reporting something to the moderators. */

/** @import { ReportBody } from '../net/types.js' */

/** @satisfies {Record<ReportBody['kind'], string>} */
export const titles = {
  RESULT: 'Report this game',
  PROFILE: 'Report this player',
  SNIPPET: 'Report this code',
  COLLECTION: 'Report this collection',
  POST: 'Report',
  COMMENT: 'Report',
  SHARED_REPLAY: 'Report this replay',
};

export const text = {
  reason: 'What is wrong?',
  send: 'Report',
  done: 'Reported. A moderator will look at it.',
};
