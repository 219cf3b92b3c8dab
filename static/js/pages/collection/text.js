// @ts-check
/** The English of the page of one collection. */

import { count, whole } from '../../text/common.js';

export const text = {
  gone: 'This collection is gone',
  goneLead: 'It was deleted, or is private.',
  all: 'All collections',
  own: 'Only you see this code.',
  published: 'Everybody can find and practise this code.',
  withdrawn: 'A moderator has withdrawn this collection, so it stays private.',
  focus: 'Practise your weak keys',
  focusHint: 'The pieces with most of them come first.',
  empty: 'There is no code in it yet.',
  add: 'Add code',
  pieces: 'Code',
  room: (/** @type {number} */ snippets, /** @type {number} */ bytes) =>
    `Room for ${count(snippets, 'more piece')} (${whole(bytes / 1000)} KB).`,
  remove: 'Delete',
  removeOf: (/** @type {string} */ source) => `Delete ${source}`,
  piece: (/** @type {number} */ n) => `Piece ${n}`,
  settings: 'Settings',
  name: 'Name',
  description: 'Description',
  visibility: 'Who can see it',
  visibilities: { '': 'Only you', public: 'Everybody' },
  visibilityHint: 'Publish only code that you may share. Your name is shown with it.',
  guest: 'Register to publish code.',
  save: 'Save',
  saved: 'Saved',
  deleteAll: 'Delete collection',
  sure: (/** @type {string} */ name) => `Delete “${name}”?`,
  sureLead: 'Its code is deleted for good. Games that were played on it stay.',
  withdraw: 'Withdraw collection',
  reason: 'Reason',
  withdrawLead: 'For moderators: it leaves the public lists, and its player cannot publish it again.',
  withdrawnNow: 'Withdrawn.',
};
