// @ts-check
/** The board of ratings. Law: what is shown follows from the address alone, so every page of it can be shared. */

import { text as ratingsText } from './text.js';
import { ratingsView } from './view.js';
import { getRatings } from '../../later-routes.js';
import { addressOf, placeIn } from '../../parts/pages.js';
import { ratingKinds } from '../../text/races.js';

/** @import { App } from '../../app.js' */
/** @import { RatingKind } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

const PER_PAGE = 25;

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openRatings(app, { query }) {
  const kinds = /** @type {RatingKind[]} */ (Object.keys(ratingKinds));
  const kind = kinds.find((one) => one === query.get('kind')?.toUpperCase()) ?? kinds[0];
  const board = await app.api.call(getRatings, { query: { kind, ...placeIn(query), per_page: PER_PAGE } });
  const address = (/** @type {RatingKind} */ of, /** @type {number} */ at, after = '') =>
    addressOf('/ratings', { kind: of === kinds[0] ? '' : of }, at, after);
  const element = ratingsView(board, kind, app.account.user?.id ?? null, {
    choose: (of) => app.router.go(address(of, 1)),
    at: (to, after) => address(kind, to, after),
  });
  return { element, title: ratingsText.title };
}
