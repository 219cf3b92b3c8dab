// @ts-check
/** The leaderboard page. Law: what is shown follows from the address alone, so every view of it can be shared. */

import { text as boardText } from '../text/board.js';
import { leaderboardView } from '../views/leaderboard.js';

const LIMIT = 25;
const METRICS = ['score', 'wpm'];
const PERIODS = ['all', 'week', 'day'];

/** @param {import('../app.js').App} app @param {import('../router.js').Place} place @returns {Promise<import('../router.js').Opened>} */
export async function openLeaderboard(app, { query }) {
  const board = boardOf(query);
  const me = app.account.user && !app.account.user.is_guest ? app.account.user.id : null;
  const around = me !== null && query.get('around') === 'me';
  const asked = Math.max(0, Math.floor(Number(query.get('offset'))) || 0);
  const where = around ? { around: 'me' } : { offset: asked };
  const page = await app.api.get('/api/leaderboard', { ...board, limit: LIMIT, ...where });
  const offset = around && page.entries.length ? page.entries[0].rank - 1 : asked;

  const element = leaderboardView(
    { page, board, me, around, offset, limit: LIMIT },
    {
      // From the address of this moment: a second filter may be chosen before the first one's page is there.
      choose: (more) => app.router.go(address({ ...boardOf(new URLSearchParams(location.search)), ...more })),
      at: (to) => address({ ...board, offset: to }),
      aroundMe: address({ ...board, around: 'me' }),
      top: address(board),
    },
  );
  return { element, title: boardText.title };
}

/** @param {URLSearchParams} query */
function boardOf(query) {
  const one = (/** @type {string} */ name, /** @type {string[]} */ of) => of.find((value) => value === query.get(name)) ?? of[0];
  return {
    metric: one('metric', METRICS),
    period: one('period', PERIODS),
    language: (query.get('language') ?? '').toUpperCase(),
    difficulty: (query.get('difficulty') ?? '').toUpperCase(),
  };
}

/** What is as usual stays out of the address. @param {Record<string, any>} choice */
function address(choice) {
  const usual = new Set([METRICS[0], PERIODS[0], '', 0]);
  const all = Object.entries(choice).filter(([, value]) => !usual.has(value));
  const search = new URLSearchParams(all.map(([name, value]) => [name, String(value)])).toString();
  return search ? `/leaderboard?${search}` : '/leaderboard';
}
