// @ts-check
/** The challenge to race against a recorded game. */

import { refusal, sayRefusal, startGame } from '../../games.js';
import { Problem } from '../../net/api.js';
import { text as raceText } from './text.js';
import { raceView } from './view.js';
import { getGameResultById } from '../../routes.js';

/** @import { App } from '../../app.js' */
/** @import { Opened, Place } from '../../router.js' */

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openRace(app, { params }) {
  const result = await app.api.call(getGameResultById(params.id));
  const own = app.account.user?.id === result.user_id;
  const view = raceView(result, own, async () => {
    view.busy(true);
    view.refuse('');
    try {
      await startGame(app, { ghost: result.id });
    } catch (error) {
      if (error instanceof Problem && !error.body.sessions) view.refuse(refusal(error));
      else sayRefusal(app, error);
    } finally {
      view.busy(false);
    }
  });
  return { element: view.element, title: own ? raceText.own : raceText.title(result.display_name) };
}
