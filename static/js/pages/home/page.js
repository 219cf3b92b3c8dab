// @ts-check
/** The start page. */

import { keepChoice, lastChoice } from '../../game/choice.js';
import { Demo } from '../../game/demo.js';
import { Problem } from '../../net/api.js';
import { whyNot } from '../../text/common.js';
import { text as playText } from '../../text/play.js';
import { Arena } from '../../arena/arena.js';
import { homeView } from './view.js';
import { unfinishedList } from '../../parts/unfinished.js';
import { endGame, startGame } from '../../games.js';

/** @typedef {import('../../app.js').App} App */

/** @param {App} app @returns {import('../../router.js').Opened} */
export function openHome(app) {
  let choice = lastChoice();
  const demo = preview(app.still());
  const view = homeView(
    { choice, demo: demo.element, nobody: !app.account.user },
    {
      choose: (more) => {
        choice = { ...choice, ...more };
        keepChoice(choice);
      },
      play: async () => {
        view.refuse('');
        view.busy(true);
        try {
          await startGame(app, choice);
        } catch (error) {
          refuse(error);
        } finally {
          view.busy(false);
        }
      },
    },
  );

  /** @param {unknown} error */
  const refuse = (error) => {
    if (!(error instanceof Problem)) throw error;
    view.refuse(error.code === 'play/too-many-games' ? playText.tooMany : whyNot(error));
    if (!error.body.sessions) return;
    view.offer(
      unfinishedList(error.body.sessions, {
        resume: (started) => app.play(started),
        end: async (started) => {
          const result = await endGame(app, started);
          if (result) app.router.go(`/results/${result.id}`);
          else app.router.go('/', { replace: true });
        },
      }),
    );
  };

  app.api.get('/api/leaderboard', { limit: 8 }).then(
    (page) => view.best(page),
    () => view.refuseBoard(),
  );
  return { element: view.element, title: '', leave: demo.close };
}

/** The wave that types itself. @param {boolean} still */
function preview(still) {
  const arena = new Arena({ still });
  const demo = new Demo(
    (model) => arena.load(model),
    (model, events) => {
      arena.keys(model, events);
      arena.heat(model.combo);
    },
  );
  let last = performance.now();
  let frame = 0;
  const draw = (/** @type {number} */ now) => {
    if (!still) demo.advance(now - last);
    arena.frame(still ? 0 : demo.now_ms, now - last);
    last = now;
    frame = requestAnimationFrame(draw);
  };
  frame = requestAnimationFrame(draw);
  return {
    element: arena.element,
    close: () => {
      cancelAnimationFrame(frame);
      arena.close();
    },
  };
}
