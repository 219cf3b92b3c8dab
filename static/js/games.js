// @ts-check
/** Starting and ending games over HTTP, shared by the pages that do it. */

import { Problem } from './net/api.js';

/** @typedef {import('./app.js').App} App */

/**
 * Start a game, as a guest when nobody is signed in, and go to it. Throws the server's Problem.
 * @param {App} app
 * @param {{language: string, difficulty: string}} choice
 */
export async function startGame(app, choice) {
  await app.account.ensure();
  const started = await app.api.post('/api/game/start', choice);
  await app.play(started);
}

/**
 * End a game; asks again while its result is being saved. Null when no key was pressed.
 * @param {App} app
 * @param {{session_id: string}} started
 * @returns {Promise<any>}
 */
export async function endGame(app, { session_id }) {
  for (;;) {
    try {
      return await app.api.post('/api/game/end', { session_id });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'play/saving') throw error;
      await new Promise((resolve) => setTimeout(resolve, (error.retry_after_s || 1) * 1000));
    }
  }
}
