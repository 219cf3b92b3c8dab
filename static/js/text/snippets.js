// @ts-check
/** The English about snippets that several pages share. */

import { whole } from './common.js';

export const text = {
  like: 'Like',
  dislike: 'Dislike',
  votes: (/** @type {string} */ word, /** @type {number} */ n) => (n ? `${word} ${whole(n)}` : word),
  later: 'Your vote counts once you have registered.',
  bookmark: 'Bookmark',
  bookmarked: 'Bookmarked',
  opinion: 'Your opinion of this code',
  page: 'About this code',
  bookmarks: 'Bookmarks',
  met: 'The code of this game',
};
