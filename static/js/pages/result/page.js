// @ts-check
/** One game's result. What its keys show comes a moment later, and the page is whole without it. */

import { Problem } from '../../net/api.js';
import { whyNot } from '../../text/common.js';
import { text as playText } from '../../text/play.js';
import { text as resultText } from './text.js';
import { resultView } from './view.js';
import { addRaces } from '../race/page.js';
import { startGame } from '../../games.js';

/** @param {import('../../app.js').App} app @param {import('../../router.js').Place} place @returns {Promise<import('../../router.js').Opened>} */
export async function openResult(app, { params }) {
  const path = `/api/game/result/${encodeURIComponent(params.id)}`;
  const result = await app.api.get(path);
  const { user } = app.account;
  let leaving = false;
  const again = () => {
    if (leaving) return;
    leaving = true;
    startGame(app, { language: result.language, difficulty: result.difficulty }).catch((error) => {
      leaving = false;
      if (!(error instanceof Problem)) throw error;
      // Too many unfinished games, for one: the page of those says what to do about it.
      app.notice(error.code === 'play/too-many-games' ? playText.tooMany : whyNot(error));
      if (error.body.sessions) app.router.go('/play');
    });
  };
  const view = resultView(result, { own: user?.id === result.user_id, guest: user?.is_guest === true }, { again });
  addRaces(app, result, view.element);
  app.api.get(`${path}/analysis`).then(
    (analysis) => view.analysed(analysis),
    (error) => {
      if (!(error instanceof Problem)) throw error;
      view.unknown();
    },
  );

  // One key plays again, wherever the reader has clicked; what has a use for Enter keeps it.
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    const isFree =
      event.target === document.body || (event.target instanceof Element && event.target.matches('main, h1'));
    if (
      event.key === 'Enter' &&
      isFree &&
      !event.repeat &&
      !event.defaultPrevented &&
      !event.ctrlKey &&
      !event.altKey &&
      !event.metaKey
    )
      again();
  };
  document.addEventListener('keydown', pressed);
  return {
    element: view.element,
    title: resultText.title,
    leave: () => document.removeEventListener('keydown', pressed),
  };
}
