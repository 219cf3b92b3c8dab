// @ts-check
/** Starting and ending games over HTTP, and what is offered with them: shared by the pages that do it. */

import { Problem } from './net/api.js';
import { part } from './net/part.js';
import { getLeaderboard, getUserFocus, postGameEnd, postGameStart } from './routes.js';
import { whyNot } from './text/common.js';
import { text as gamesText } from './text/games.js';

/** @import { App } from './app.js' */
/** @import { EntryOut, GameResult, StartGame } from './net/types.js' */

let starting = false;

/**
 * Start a game, as a guest when nobody is signed in, and go to it. Throws the server's Problem. While one is starting,
 * nothing more is started, however often and by whichever control it is asked for.
 * @param {App} app
 * @param {StartGame} choice what the mode takes; SOLO, or the mode that a parameter implies, when it names none
 */
export async function startGame(app, choice) {
  if (starting) return;
  starting = true;
  try {
    await app.account.ensure();
    const started = await app.api.call(postGameStart, { body: choice });
    const { keepStart } = await part(import('./game/again.js')); // the game's page needs it next
    keepStart(started.session_id, choice);
    await app.play(started);
  } finally {
    starting = false;
  }
}

/** The same; says why, where the server refuses. @param {App} app @param {StartGame} choice */
export async function startOrSay(app, choice) {
  try {
    await startGame(app, choice);
  } catch (error) {
    sayRefusal(app, error);
  }
}

/** Why a game could not be started. @param {App} app @param {unknown} error thrown on unless it is a Problem */
export function sayRefusal(app, error) {
  if (!(error instanceof Problem)) throw error;
  app.notice(refusal(error));
  if (error.body.sessions) app.router.go('/play'); // the page of unfinished games says what to do about them
}

/** @param {Problem} problem */
export const refusal = (problem) => (problem.code === 'play/too-many-games' ? gamesText.tooMany : whyNot(problem));

/**
 * The keys that a game with a focus would prefer now, the weakest first; none if they are not known.
 * @param {App} app @returns {Promise<string[]>}
 */
export async function weakKeys(app) {
  if (!app.account.user) return [];
  const focus = await app.api.call(getUserFocus).catch(() => null);
  return focus?.keys ?? [];
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
