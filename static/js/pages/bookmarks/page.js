// @ts-check
/** One's bookmarks: play them, look at them, remove them. */

import { startOrSay } from '../../games.js';
import { deleteSnippetsByIdBookmark, getUserBookmarks } from '../../later-routes.js';
import { addressOf, pageIn } from '../../parts/pages.js';
import { text } from './text.js';
import { bookmarksView, nobodyView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { Opened, Place } from '../../router.js' */

const PER_PAGE = 20;

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openBookmarks(app, { query }) {
  if (!app.account.user) return { element: nobodyView(), title: text.title };
  const found = await app.api.call(getUserBookmarks, { query: { page: pageIn(query), per_page: PER_PAGE } });
  const element = bookmarksView(found, {
    at: (to) => addressOf('/bookmarks', {}, to),
    play: (language) => startOrSay(app, { mode: 'PRACTICE', language, bookmarks: true }),
    remove: async (id) => {
      await app.api.call(deleteSnippetsByIdBookmark(id));
      await app.router.open();
      app.notice(text.removed);
    },
  });
  return { element, title: text.title };
}
