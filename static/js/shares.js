// @ts-check
/** Sharing a game of one's own, over HTTP: shared by the pages of a game. */

import { getReplays, postReplays } from './later-routes.js';
import { shareView } from './parts/share.js';

/** @import { App } from './app.js' */
/** @import { GameResult } from './net/types.js' */

/**
 * The way to the shared replay of this game, or to share it; empty for what cannot be shared by the reader.
 * @param {App} app @param {GameResult} result
 */
export function sharing(app, result) {
  const { user } = app.account;
  const view = shareView(async (title, note) => {
    const made = await app.api.call(postReplays, { body: { result_id: result.id, title, note } });
    app.router.go(`/replays/${made.id}`);
  });
  const mayShare = user !== null && user.id === result.user_id && !user.is_guest;
  if (result.ranked)
    app.api.call(getReplays, { query: { result: result.id, per_page: 1 } }).then(
      ({ items }) => (items.length ? view.shared(items[0].id) : mayShare && view.offer()),
      () => {}, // the page is whole without it
    );
  return view.element;
}
