// @ts-check
/**
 * A group's board as it changes. The server tells live what happens on the whole board; whether the group's part of it
 * changed is asked of the server, so nothing of a group is ever sent to anybody but its members.
 */

import { follow } from '../../net/live.js';
import { Follower } from '../../parts/follower.js';
import { Teller } from '../../parts/teller.js';
import { getLeaderboard } from '../../routes.js';

/** @import { App } from '../../app.js' */
/** @import { State } from '../../net/live.js' */
/** @import { LeaderboardOut } from '../../net/types.js' */
/** @import { Board } from '../../parts/board-filters.js' */
/** @import { BoardView } from '../../parts/follower.js' */

const PLAYERS_GAP_MS = 5_000; // between two looks at who is playing

/**
 * @param {App} app @param {string} slug @param {Board} board @param {{limit: number, offset?: number}} part
 * @returns {Promise<LeaderboardOut>}
 */
export const groupBoard = (app, slug, board, part) =>
  app.api.call(getLeaderboard, { query: { ...board, ...part, group: slug } });

/**
 * Keeps a board in step until the function that is returned is called.
 * @param {App} app
 * @param {{board: Board, me: string | null, view: BoardView & {state(is: State): void},
 *   ask: () => Promise<LeaderboardOut>, players?: () => Promise<void>}} what `players`: look at who is playing
 * @returns {() => void}
 */
export function followGroup(app, { board, me, view, ask, players }) {
  const teller = new Teller((words) => app.say(words));
  const follower = new Follower(view, { me, isTop: true, ask, tell: teller.tell.bind(teller) });
  const look = players ? seldom(players, PLAYERS_GAP_MS) : null;
  const live = board.day
    ? { close() {} }
    : follow(board, {
        board: () => follower.refetch(),
        players: () => look?.call(),
        state: (state) => view.state(state),
        refetch: () => follower.refetch(),
      });
  return () => {
    live.close();
    follower.close();
    teller.close();
    look?.close();
  };
}

/** At once, and then no more often than this. @param {() => Promise<void>} work @param {number} gap_ms */
function seldom(work, gap_ms) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let done_at = 0;
  return {
    call() {
      if (waiting !== undefined) return;
      waiting = setTimeout(
        async () => {
          done_at = Date.now();
          await work();
          waiting = undefined;
        },
        Math.max(0, done_at + gap_ms - Date.now()),
      );
    },
    close: () => clearTimeout(waiting),
  };
}
