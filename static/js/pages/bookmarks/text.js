// @ts-check
/** The English of the bookmarks' page. */

import { count } from '../../text/common.js';

export const text = {
  title: 'Bookmarks',
  lead: 'Code that you have kept to type again.',
  play: (/** @type {string} */ language, /** @type {number} */ n) => `Practise ${language} (${count(n, 'snippet')})`,
  remove: 'Remove',
  removeOf: (/** @type {string} */ name) => `Remove the bookmark of ${name}`,
  gone: 'Games do not give this code any more.',
  empty: 'No bookmarks yet. Bookmark code on its page, or below a game’s result.',
  removed: 'Bookmark removed.',
  sign: 'Play a game, or sign in, to keep bookmarks.',
  start: 'Start page',
};
