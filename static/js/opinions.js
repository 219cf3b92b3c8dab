// @ts-check
/** What a player makes of snippets, over HTTP: shared by the pages that show snippets. */

import {
  deleteSnippetsByIdBookmark,
  getOpinions,
  putSnippetsByIdBookmark,
  putSnippetsByIdVote,
} from './later-routes.js';
import { Problem } from './net/api.js';
import { whyNot } from './text/common.js';

/** @import { App } from './app.js' */
/** @import { OwnOpinion, SeenSnippet } from './net/types.js' */
/** @import { Opining } from './parts/opinion.js' */

const MOST = 50; // in one question to the server

/** Whoever votes or bookmarks becomes a guest, like whoever plays. @param {App} app @returns {Opining} */
export function opining(app) {
  /** @param {() => Promise<OwnOpinion>} ask */
  const said = async (ask) => {
    try {
      await app.account.ensure();
      return await ask();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      app.notice(whyNot(error));
      return null;
    }
  };
  return {
    vote: (id, value) => said(() => app.api.call(putSnippetsByIdVote(id), { body: { value } })),
    bookmark: (id, own, is) =>
      said(async () => {
        if (is) return app.api.call(putSnippetsByIdBookmark(id));
        await app.api.call(deleteSnippetsByIdBookmark(id));
        return { ...own, is_bookmarked: false };
      }),
  };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/; // a log from elsewhere may call its snippets anything

/**
 * Those of these snippets that have a page, by the id that was asked for; none when it cannot be found out. Of many
 * the first MOST.
 * @param {App} app @param {string[]} ids @returns {Promise<Map<string, SeenSnippet>>}
 */
export async function opinionsOf(app, ids) {
  const snippets = [...new Set(ids)]
    .filter((id) => ID.test(id))
    .slice(0, MOST)
    .join(',');
  const found = snippets && (await app.api.call(getOpinions, { query: { snippets } }).catch(() => null));
  return new Map(found ? found.items.map((/** @type {SeenSnippet} */ one) => [one.id, one]) : []);
}
