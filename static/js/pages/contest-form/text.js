// @ts-check
/** The English of making and changing a contest. */

import { count, timeZone } from '../../text/common.js';

export const text = {
  fresh: 'New contest',
  edit: (/** @type {string} */ title) => `Edit ${title}`,
  denied: {
    title: 'For staff',
    words: 'Moderators make public contests, and teachers make them for their groups.',
    begun: 'This contest has begun, so it stays as it is.',
    back: 'Back to the contests',
  },
  what: 'What it is',
  name: 'Title',
  description: 'Description',
  descriptionHint: 'Optional; an empty line begins a new paragraph',
  language: 'Language',
  difficulty: 'Difficulty',
  starts: 'Starts',
  startsHint: (/** @type {boolean} */ isNew) =>
    `In your time (${timeZone()}); left empty, ${isNew ? 'it begins at once' : 'it stays as it was'}`,
  lasts: 'Window',
  lastsHint: 'Everybody plays once, whenever they like inside it',
  group: 'For',
  everybody: 'Everybody; affects ratings',
  waves: 'Number of waves',
  wavesHint: 'Drawn at random, unless snippets are chosen: then one for each',
  wavesHintPlain: 'Drawn at random from the library',
  make: 'Make the contest',
  save: 'Save',
  made: 'The contest is announced.',
  saved: 'Saved.',
  choose: {
    title: 'Its snippets',
    lead:
      'Choose them in the order in which they are typed, or leave this to the server. ' +
      'Drafts are best: nobody has seen them.',
    none: 'None chosen: snippets will be drawn at random.',
    chosen: (/** @type {number} */ n) => `${count(n, 'snippet')} chosen`,
    find: 'Find',
    search: 'In its text, category or source',
    state: 'State',
    /** @type {Record<string, string>} */
    states: { DRAFT: 'Drafts', PUBLISHED: 'Published', '': 'Any' },
    found: (/** @type {number} */ n) => `${count(n, 'snippet')} found`,
    add: 'Add',
    addOf: (/** @type {string} */ line) => `Add ${line}`,
    up: 'Up',
    upOf: (/** @type {string} */ line) => `Move ${line} up`,
    remove: 'Remove',
    removeOf: (/** @type {string} */ line) => `Remove ${line}`,
    preview: 'Preview',
    previous: 'Previous',
    next: 'Next',
    away: 'The library could not be read. Try again.',
    about: (/** @type {string} */ category, /** @type {number} */ keys) => `${category} · ${count(keys, 'character')}`,
  },
};
