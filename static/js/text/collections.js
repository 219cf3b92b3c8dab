// @ts-check
/** The English of collections of own code, in lists and on their own pages. */

import { count } from './common.js';

export const text = {
  about: (/** @type {string} */ language, /** @type {number} */ snippets, /** @type {number} */ players) =>
    `${language} · ${count(snippets, 'piece')} · ${count(players, 'player')}`,
  by: (/** @type {string | null} */ who) => `by ${who ?? 'a former player'}`,
  isPublic: 'public',
  isPrivate: 'private',
  practise: 'Practise',
  practiseOf: (/** @type {string} */ name) => `Practise ${name}`,
};
