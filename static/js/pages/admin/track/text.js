// @ts-check
/** The English of one track, for admins. */

import { count } from '../../../text/common.js';

export const text = {
  published: 'Players see it.',
  hidden: 'Players do not see it.',
  publish: 'Publish the track',
  hide: 'Hide the track',
  nowPublished: 'Published.',
  nowHidden: 'Hidden. Progress and attempts are kept.',
  asPlayers: 'View it as players do',
  about: 'About the track',
  name: 'Title',
  description: 'Description',
  descriptionHint: 'One or two sentences',
  save: 'Save',
  saved: 'Saved.',
  remove: 'Delete',
  removeTrack: 'Delete the track',
  sureTrack: (/** @type {string} */ title) => `Delete ${title} for good?`,
  trackLead: 'Everything in it goes too, with everybody’s attempts and progress. Hiding it keeps them.',
  sureAgain: 'Really delete it?',
  againLead: (/** @type {number} */ challenges, /** @type {number} */ learners) =>
    `${count(challenges, 'published challenge')} and the progress of ${count(learners, 'learner')} will be gone.`,
  surePart: (/** @type {string} */ title) => `Delete “${title}”?`,
  partLead: 'Everything in it goes too, with everybody’s attempts and progress.',
  removed: 'Deleted.',
  modules: 'Modules',
  none: 'There are no modules yet.',
  edit: (/** @type {string} */ title) => `Edit “${title}”`,
  addModule: 'Add a module',
  addLesson: 'Add a lesson',
  addChallenge: 'Add a challenge',
  lessonText: 'Text (Markdown)',
  lessonHint: 'Headings, lists, `code`, **bold**, *italic*, links. HTML is shown as it is written',
  preview: 'Preview',
  noText: 'Nothing to show yet.',
  challenges: 'Challenges',
  version: (/** @type {number | null} */ n) => (n === null ? 'never published' : `published: version ${n}`),
  draft: 'has a draft',
  tried: (/** @type {number} */ attempts, /** @type {number} */ completed) =>
    `${count(attempts, 'attempt')}, passed by ${completed}`,
};
