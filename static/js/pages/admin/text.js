// @ts-check
/** The English that several of the admin's pages share. */

import { tenths, whole } from '../../text/common.js';

/** @type {Record<string, string>} */
export const states = { PUBLISHED: 'Published', DRAFT: 'Draft', RETIRED: 'Retired', SUPERSEDED: 'Old version' };

export const text = {
  sections: 'Admin',
  snippets: 'Snippets',
  courses: 'Courses',
  users: 'Users',
  moderation: 'Moderation',
  audit: 'Audit log',
  overview: 'Overview',
  fresh: 'New snippet',
  upload: 'Upload files',
  any: 'Any',

  game: (/** @type {string} */ name) => `Game of ${name}`,
  player: (/** @type {string} */ name) => `Player ${name}`,
  snippet: (/** @type {string} */ line) => `Snippet “${line}”`,
  collection: (/** @type {string} */ name) => `Collection “${name}”`,
  post: (/** @type {string} */ name) => `Post by ${name}`,
  comment: (/** @type {string} */ name) => `Answer by ${name}`,
  replay: (/** @type {string} */ title) => `Shared replay “${title}”`,
  gone: 'Deleted',
  upOf: (/** @type {string} */ name) => `Move ${name} up`,
  downOf: (/** @type {string} */ name) => `Move ${name} down`,

  language: 'Language',
  difficulty: 'Difficulty',
  category: 'Category',
  fault: (/** @type {number} */ line, /** @type {number} */ column, /** @type {string} */ detail) =>
    `Line ${line}, column ${column}: ${detail}`,
  version: (/** @type {number} */ n) => `v${n}`,

  looking: 'Reading games…',
  unread: 'Results could not be read.',
  never: '–',
  percent: (/** @type {number} */ n) => `${tenths(n)}%`,
  share: (/** @type {number} */ n) => `${whole(n)}%`,
  missed: (/** @type {string} */ name, /** @type {number} */ missed, /** @type {number} */ due) =>
    `${name}: missed ${missed} of ${due} times`,

  denied: {
    title: 'Admins only',
    nobody: 'Admins manage snippets and accounts here. Log in as an admin to see this page.',
    player: (/** @type {string} */ name) =>
      `You are signed in as ${name}, which is not an admin account. Ask an admin for the role, or use another account.`,
    login: 'Log in',
    home: 'Back to the start page',
  },
  deniedToPlayers: {
    title: 'Moderators only',
    nobody: 'Moderators review games and reports here. Log in as a moderator to see this page.',
    player: (/** @type {string} */ name) =>
      `You are signed in as ${name}, which is not a moderator account. Ask an admin for the role, or switch accounts.`,
    login: 'Log in',
    home: 'Back to the start page',
  },
};
