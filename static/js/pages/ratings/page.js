// @ts-check
/** The board of ratings. Law: what is shown follows from the address alone, so every page of it can be shared. */

import { text as ratingsText } from './text.js';
import { ratingsView } from './view.js';
import { getRatings } from '../../later-routes.js';
import { ratingKinds } from '../../text/races.js';

/** @import { App } from '../../app.js' */
/** @import { RatingKind } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

const PER_PAGE = 25;

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openRatings(app, { query }) {
  const kinds = /** @type {RatingKind[]} */ (Object.keys(ratingKinds));
  const kind = kinds.find((one) => one === query.get('kind')?.toUpperCase()) ?? kinds[0];
  const page = Math.min(100_000, Math.max(1, Math.floor(Number(query.get('page'))) || 1));
  const board = await app.api.call(getRatings, { query: { kind, page, per_page: PER_PAGE } });
  const address = (/** @type {RatingKind} */ of, /** @type {number} */ at) => {
    const search = new URLSearchParams({ ...(of !== kinds[0] && { kind: of }), ...(at > 1 && { page: String(at) }) });
    return search.size ? `/ratings?${search}` : '/ratings';
  };
  const element = ratingsView(board, kind, app.account.user?.id ?? null, {
    choose: (of) => app.router.go(address(of, 1)),
    at: (to) => address(kind, to),
  });
  return { element, title: ratingsText.title };
}
