// @ts-check
/** The English of one challenge, for admins. */

import { count, whole } from '../../../text/common.js';

/** @import { VersionState } from '../../../net/types.js' */

/** @satisfies {Record<VersionState, string>} */
export const states = { DRAFT: 'Draft', PUBLISHED: 'Published', RETIRED: 'Earlier' };

export const text = {
  fresh: 'New challenge',
  where: 'You are here',
  courses: 'Courses',
  code: 'Code',
  library: 'Choose a snippet from the library',
  find: 'Find',
  search: 'In its text, category or source',
  use: 'Use',
  useOf: (/** @type {string} */ line) => `Use ${line}`,
  found: (/** @type {number} */ n) => `${count(n, 'snippet')} found, the first are shown`,
  away: 'The library could not be read. Try again.',
  about: 'About the challenge',
  name: 'Title',
  minutes: 'Minutes',
  points: 'Points',
  accuracy: 'Minimum accuracy (%)',
  speed: 'Minimum speed (WPM)',
  wrong: 'Maximum wrong keys',
  goalHint: 'Leave empty for no goal',
  hints: 'Hints',
  hintsHint: 'One per line, shown one after another',
  suggest: 'Suggest minutes, points and goals',
  suggested: (/** @type {string} */ difficulty, /** @type {number} */ wpm) =>
    `Suggested from the code: ${difficulty}, expected at ${whole(wpm)} WPM.`,
  create: 'Save as a draft',
  save: 'Save the draft',
  saveNext: 'Save as the next version',
  saveHint: 'Players notice nothing until you publish it.',
  saved: 'Saved as a draft.',
  versions: 'Versions',
  columns: { version: 'Version', state: 'State', goals: 'Goals', attempts: 'Attempts', created: 'Made', do: 'Change' },
  version: (/** @type {number} */ n) => `Version ${n}`,
  publish: (/** @type {number} */ n) => `Publish version ${n}`,
  publishLead: 'Players get it from their next start on. Games in progress and past results are not affected.',
  published: 'Published.',
  rollback: (/** @type {number} */ n) => `Go back to version ${n}`,
  rolledBack: (/** @type {number} */ n) => `Players get version ${n} again.`,
  unpublish: 'Unpublish',
  unpublishLead: 'Players no longer see it. Their progress and attempts stay.',
  unpublished: 'Players no longer see it.',
  remove: 'Delete the challenge',
  sureRemove: (/** @type {string} */ title) => `Delete “${title}” for good?`,
  removeLead: (/** @type {number} */ attempts) =>
    `${count(attempts, 'attempt')} and everybody’s progress in it go too.`,
  removed: 'Deleted.',
  asPlayers: 'View it as players do',
};
