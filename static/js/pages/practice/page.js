// @ts-check
/** Practice: what the player should practise, why, and the games that do it. */

import { keepChoice, lastChoice } from '../../game/choice.js';
import { endGame, startOrSay } from '../../games.js';
import { getUserWeakKeys } from '../../later-routes.js';
import { getGameCurrent } from '../../routes.js';
import { text } from './text.js';
import { nobodyView, practiceView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { StartedGame } from '../../net/types.js' */
/** @import { Opened } from '../../router.js' */

/** @param {App} app @returns {Promise<Opened>} */
export async function openPractice(app) {
  const { title } = text;
  let chosen = lastChoice();
  /** @param {{focus?: boolean, keys?: string[]}} [more] */
  const start = (more) => {
    const { language, difficulty } = chosen;
    return startOrSay(app, { mode: 'PRACTICE', language, difficulty, ...more });
  };
  if (!app.account.user) return { element: nobodyView(() => start()), title };
  const [weak, { sessions }] = await Promise.all([app.api.call(getUserWeakKeys), app.api.call(getGameCurrent)]);
  const unfinished = sessions.filter((/** @type {StartedGame} */ { mode }) => mode === 'PRACTICE');
  const element = practiceView(weak, unfinished, chosen, {
    choose: (choice) => {
      chosen = { ...chosen, ...choice };
      keepChoice(chosen);
    },
    drill: (keys) => start(keys ? { keys } : { focus: true }),
    whole: () => start(),
    unfinished: {
      resume: (started) => app.play(started),
      end: async (started) => {
        await endGame(app, started);
        app.router.open();
      },
    },
  });
  return { element, title };
}
