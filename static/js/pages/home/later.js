// @ts-check
/** What the start page fetches after its first picture: for those who are signed in, or cannot start. */

import { endGame, refusal, weakKeys } from '../../games.js';
import { part } from '../../net/part.js';
import { getGameCurrent } from '../../routes.js';

/** @import { App } from '../../app.js' */
/** @import { Problem } from '../../net/api.js' */
/** @import { StartedGame } from '../../net/types.js' */
/** @import { HomeView } from './view.js' */

/** Throws a Problem. @param {App} app @param {HomeView} view */
export async function offerFocus(app, view) {
  const keys = await weakKeys(app);
  if (keys.length) view.weak((await part(import('../../parts/focus.js'))).focusOffer, keys);
}

/** Offer the newest game that has begun, or a seat. @param {App} app @param {HomeView} view */
export async function goOn(app, view) {
  const current = await app.api.call(getGameCurrent).catch(() => null);
  const game = current?.sessions.find((/** @type {StartedGame} */ one) => one.match || one.standing?.keys_pressed);
  if (game) view.offerToGoOn(game, () => app.play(game));
}

/**
 * Say why the server starts no game, and what can be done.
 * @param {App} app @param {HomeView} view @param {Problem} error
 */
export async function refused(app, view, error) {
  view.refuse(refusal(error));
  if (!error.body.sessions) return;
  const { unfinishedList } = await part(import('../../parts/unfinished.js')); // rarely needed
  const list = unfinishedList(error.body.sessions, {
    resume: (started) => app.play(started),
    end: async (started) => {
      const result = await endGame(app, started);
      if (result) app.router.go(`/results/${result.id}`);
      else app.router.go('/', { replace: true });
    },
  });
  view.offer(list);
}
