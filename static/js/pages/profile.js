// @ts-check
/** One's own profile with its games, and other players' public ones. */

import { text as profileText } from '../text/profile.js';
import { nobodyView, playerView, profileView } from '../views/profile.js';

/** @typedef {import('../app.js').App} App */
/** @typedef {import('../router.js').Place} Place */
/** @typedef {import('../router.js').Opened} Opened */

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openProfile(app, { query }) {
  const title = profileText.title;
  if (!app.account.user) return { element: nobodyView(), title };
  const page = Math.max(1, Math.floor(Number(query.get('page'))) || 1);
  const [user, statistics, history] = await Promise.all([
    app.api.get('/api/user/profile'),
    app.api.get('/api/user/stats'),
    app.api.get('/api/game/history', { page, per_page: 20 }),
  ]);
  const link = (/** @type {number} */ to) => (to > 1 ? `/profile?page=${to}` : '/profile');
  return { element: profileView({ user, statistics, history }, link), title };
}

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openPlayer(app, { params }) {
  const player = await app.api.get(`/api/users/${encodeURIComponent(params.username)}`);
  return { element: playerView(player), title: player.display_name };
}
