// @ts-check
/** The contests that the reader may know of: running, upcoming, and over, the last ones page by page. */

import { getContests } from '../../later-routes.js';
import { text as contestsText } from './text.js';
import { contestsView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { Opened, Place } from '../../router.js' */

const MOST = 50; // that can be running, or announced

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openContests(app, { query }) {
  const page = Math.max(1, Math.floor(Number(query.get('page'))) || 1);
  const [running, upcoming, over] = await Promise.all([
    app.api.call(getContests, { query: { state: 'RUNNING', per_page: MOST } }),
    app.api.call(getContests, { query: { state: 'UPCOMING', per_page: MOST } }),
    app.api.call(getContests, { query: { state: 'OVER', page, per_page: 20 } }),
  ]);
  const role = app.account.user?.role;
  const mayMake = role === 'ADMIN' || role === 'MODERATOR';
  const at = (/** @type {number} */ to) => `/contests?page=${to}`;
  return { element: contestsView({ running, upcoming, over, mayMake }, at), title: contestsText.title };
}
