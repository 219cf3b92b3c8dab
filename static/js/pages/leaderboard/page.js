// @ts-check
/**
 * The leaderboard page, which follows its board as it changes.
 *
 * Law: what is shown follows from the address alone, so every view of it can be shared.
 */

import { follow } from '../../net/live.js';
import { Follower } from './follower.js';
import { Teller } from './teller.js';
import { text as boardText } from './text.js';
import { LeaderboardView } from './view.js';
import { getLeaderboard } from '../../routes.js';
import { SPRINT_SECONDS } from '../../terms.js';

/** @import { App } from '../../app.js' */
/** @import { LeaderboardOut } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */
/** @import { Board } from './view.js' */

const LIMIT = 25; // what a live event holds
/** What there are boards of; the first of each is meant when the address does not say. */
const KINDS = /** @type {const} */ ({
  solo: { metrics: ['score', 'net_wpm', 'wpm'], periods: ['all', 'week', 'day'] },
  sprint: { metrics: ['net_wpm'], periods: ['all', 'week', 'day'] },
  daily: { metrics: ['score', 'net_wpm'], periods: ['day'] },
});
const SECONDS = ['60', ...SPRINT_SECONDS.map(String)];

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openLeaderboard(app, { query }) {
  const board = boardOf(query);
  const me = app.account.user && !app.account.user.is_guest ? app.account.user.id : null;
  const around = me !== null && query.get('around') === 'me';
  const offset = Math.max(0, Math.floor(Number(query.get('offset'))) || 0);
  const part = around ? { around: 'me' } : { offset };
  /** @returns {Promise<LeaderboardOut>} */
  const ask = () => app.api.call(getLeaderboard, { query: { ...board, limit: LIMIT, ...part } });

  const { metrics, periods } = KINDS[/** @type {keyof typeof KINDS} */ (board.mode)];
  const asked = { board, metrics, periods, me, around, offset, limit: LIMIT };
  const view = new LeaderboardView(await ask(), asked, {
    // From the address of this moment: a second filter may be chosen before the first one's page is there.
    choose: (more) => app.router.go(address({ ...boardOf(new URLSearchParams(location.search)), ...more })),
    at: (to) => address({ ...board, offset: to }),
    aroundMe: address({ ...board, around: 'me' }),
    top: address(board),
  });
  const teller = new Teller((words) => app.say(words));
  const tell = teller.tell.bind(teller);
  const follower = new Follower(view, { me, isTop: !around && offset === 0, ask, tell });
  const live = board.day
    ? { close() {} }
    : follow(board, {
        board: (page, isFirst) => follower.news(page, isFirst),
        players: (players) => view.players(players),
        state: (state) => {
          view.state(state);
          if (state === 'waiting') follower.forget();
        },
        refetch: () => follower.refetch(),
      });
  return {
    element: view.element,
    title: boardText.title,
    leave: () => {
      live.close();
      follower.close();
      teller.close();
    },
  };
}

/** @param {URLSearchParams} query @returns {Board} */
function boardOf(query) {
  const one = (/** @type {string} */ name, /** @type {readonly string[]} */ of) =>
    of.find((value) => value === query.get(name)) ?? of[0];
  const mode = /** @type {keyof typeof KINDS} */ (one('mode', Object.keys(KINDS)));
  const day = query.get('day') ?? '';
  return {
    mode,
    ...(mode === 'sprint' ? { seconds: one('seconds', SECONDS) } : {}),
    ...(mode === 'daily' && day ? { day } : {}),
    metric: one('metric', KINDS[mode].metrics),
    period: one('period', KINDS[mode].periods),
    language: (query.get('language') ?? '').toUpperCase(),
    difficulty: (query.get('difficulty') ?? '').toUpperCase(),
  };
}

/** What is as usual stays out of the address. @param {Record<string, string | number>} choice */
function address(choice) {
  const { metrics, periods } = KINDS[/** @type {keyof typeof KINDS} */ (choice.mode)];
  /** @type {Set<unknown>} */
  const usual = new Set(['solo', metrics[0], periods[0], '', 0]);
  const all = Object.entries(choice).filter(([, value]) => !usual.has(value));
  const search = new URLSearchParams(all.map(([name, value]) => [name, String(value)])).toString();
  return search ? `/leaderboard?${search}` : '/leaderboard';
}
