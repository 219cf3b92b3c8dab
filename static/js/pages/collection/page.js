// @ts-check
/** One collection: play it; its player changes and deletes it. */

import { startOrSay } from '../../games.js';
import { Problem } from '../../net/api.js';
import { ask } from '../../parts/ask.js';
import { reporter } from '../../reports.js';
import { text } from './text.js';
import { collectionView, missingView } from './view.js';
import {
  deleteCollectionsById,
  deleteCollectionsByIdSnippetsBySnippetId,
  getCollectionsById,
  postCollectionsByIdWithdraw,
  putCollectionsById,
} from '../../later-routes.js';

/** @import { App } from '../../app.js' */
/** @import { CollectionOut } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openCollection(app, { params }) {
  /** @type {CollectionOut} */
  let shown;
  try {
    shown = await app.api.call(getCollectionsById(params.id));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return { element: missingView(), title: text.gone };
  }
  const { collection } = shown;
  const { user } = app.account;
  const reader = {
    guest: user?.is_guest === true,
    moderates: user?.role === 'MODERATOR' || user?.role === 'ADMIN',
    report: collection.is_own ? null : reporter(app),
  };
  return { element: collectionView(shown, reader, ways(app, shown)), title: collection.name };
}

/** @param {App} app @param {CollectionOut} shown @returns {import('./view.js').Ways} */
function ways(app, { collection }) {
  const { id, name } = collection;
  return {
    practise: (focus) => startOrSay(app, { mode: 'PRACTICE', collection: id, ...(focus && { focus }) }),
    change: async (body) => {
      await app.api.call(putCollectionsById(id), { body });
    },
    remove: async (snippet_id) => {
      await app.api.call(deleteCollectionsByIdSnippetsBySnippetId(id, snippet_id));
      await app.router.open();
    },
    deleteAll: async () => {
      if (!(await ask({ title: text.sure(name), lead: text.sureLead, confirm: text.deleteAll, danger: true }))) return;
      await app.api.call(deleteCollectionsById(id));
      app.router.go('/code');
    },
    withdraw: async (reason) => {
      await app.api.call(postCollectionsByIdWithdraw(id), { body: { reason } });
      app.notice(text.withdrawnNow);
      app.router.go('/code');
    },
  };
}
