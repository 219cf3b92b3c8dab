// @ts-check
/** Starting and ending games over HTTP, and finding one's best: shared by the pages that do it. */

import { Problem } from './net/api.js';
import { getLeaderboard, postGameEnd, postGameStart } from './routes.js';

/** @import { App } from './app.js' */
/** @import { EntryOut, GameResult, StartGame } from './net/types.js' */

/**
 * Start a game, as a guest when nobody is signed in, and go to it. Throws the server's Problem.
 * @param {App} app
 * @param {StartGame} choice what the mode takes; SOLO, or the mode that a parameter implies, when it names none
 */
export async function startGame(app, choice) {
  await app.account.ensure();
  const started = await app.api.call(postGameStart, { body: choice });
  const { keepStart } = await import('./game/again.js'); // the game's page needs it next
  keepStart(started.session_id, choice);
  await app.play(started);
}

/**
 * End a game; asks again while its result is being saved. Null when no key was pressed.
 * @param {App} app
 * @param {{session_id: string}} started
 * @returns {Promise<GameResult | null>}
 */
export async function endGame(app, { session_id }) {
  for (;;) {
    try {
      return await app.api.call(postGameEnd, { body: { session_id } });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'play/saving') throw error;
      await new Promise((resolve) => setTimeout(resolve, (error.retry_after_s || 1) * 1000));
    }
  }
}

/**
 * The player's best ranked game of a kind, or of all; null when there is none, or nobody is signed in.
 * @param {App} app
 * @param {{language?: string, difficulty?: string}} [kind]
 * @returns {Promise<EntryOut | null>}
 */
export async function ownBest(app, kind = {}) {
  if (!app.account.user || app.account.user.is_guest) return null;
  const board = await app.api.call(getLeaderboard, { query: { ...kind, limit: 1, around: 'me' } }).catch(() => null);
  return board?.me ?? null;
}
