// @ts-check
/**
 * The leaderboard page, which follows its board as it changes.
 *
 * Law: what is shown follows from the address alone, so every view of it can be shared.
 */

import { follow } from '../../net/live.js';
import { boardAddress, boardOf } from '../../parts/board-filters.js';
import { Follower } from '../../parts/follower.js';
import { Teller } from '../../parts/teller.js';
import { text as boardText } from './text.js';
import { LeaderboardView } from './view.js';
import { getLeaderboard } from '../../routes.js';

/** @import { App } from '../../app.js' */
/** @import { LeaderboardOut } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

const LIMIT = 25; // what a live event holds

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openLeaderboard(app, { query }) {
  const board = boardOf(query);
  const me = app.account.user && !app.account.user.is_guest ? app.account.user.id : null;
  const around = me !== null && query.get('around') === 'me';
  const offset = Math.max(0, Math.floor(Number(query.get('offset'))) || 0);
  const friends = me !== null && query.get('friends') === 'true';
  const part = around ? { around: 'me' } : { offset };
  /** @returns {Promise<LeaderboardOut>} */
  const ask = () =>
    app.api.call(getLeaderboard, { query: { ...board, limit: LIMIT, ...part, ...(friends && { friends: 'true' }) } });

  const asked = { board, me, around, friends, offset, limit: LIMIT };
  const chosen = { ...board, ...(friends && { friends: 'true' }) };
  const view = new LeaderboardView(await ask(), asked, {
    // From the address of this moment: a second filter may be chosen before the first one's page is there.
    choose: (more) => {
      const now = new URLSearchParams(location.search);
      return app.router.go(address({ ...boardOf(now), friends: now.get('friends') ?? '', ...more }));
    },
    at: (to) => address({ ...chosen, offset: to }),
    aroundMe: address({ ...chosen, around: 'me' }),
    top: address(chosen),
  });
  const teller = new Teller((words) => app.say(words));
  const tell = teller.tell.bind(teller);
  const follower = new Follower(view.standings, { me, isTop: !around && offset === 0, ask, tell });
  const live = board.day
    ? { close() {} }
    : follow(board, {
        board: (page, isFirst) => (friends ? follower.refetch() : follower.news(page, isFirst)),
        players: (players) => view.players(players),
        state: (state) => {
          view.standings.state(state);
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

/** @param {Record<string, string | number>} choice */
const address = (choice) => boardAddress('/leaderboard', choice);
