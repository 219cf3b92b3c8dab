// @ts-check
/** One game's result. */

import { Problem } from '../net/api.js';
import { text as playText } from '../text/play.js';
import { text as resultText } from '../text/result.js';
import { resultView } from '../views/results.js';
import { startGame } from './start.js';

/** @param {import('../app.js').App} app @param {import('../router.js').Place} place @returns {Promise<import('../router.js').Opened>} */
export async function openResult(app, { params }) {
  const result = await app.api.get(`/api/game/result/${encodeURIComponent(params.id)}`);
  const { user } = app.account;
  const view = resultView(
    result,
    { own: user?.id === result.user_id, guest: user?.is_guest === true },
    {
      again: () =>
        startGame(app, { language: result.language, difficulty: result.difficulty }).catch((error) => {
          if (!(error instanceof Problem)) throw error;
          // Too many unfinished games, for one: the page of those says what to do about it.
          app.notice(error.code === 'play/too-many-games' ? playText.tooMany : error.message);
          if (error.body.sessions) app.router.go('/play');
        }),
    },
  );
  app.api.get(`/api/game/replay/${result.session_id}`).then(
    (replay) => view.measured(replay.typing_result),
    () => view.unmeasured(),
  );
  return { element: view.element, title: resultText.title };
}
