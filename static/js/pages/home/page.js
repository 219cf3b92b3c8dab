// @ts-check
/** The start page. */

import { Arena } from '../../arena/arena.js';
import { everyFrame } from '../../arena/frames.js';
import { keepChoice, lastChoice } from '../../game/choice.js';
import { Demo } from '../../game/demo.js';
import { Problem } from '../../net/api.js';
import { part } from '../../net/part.js';
import { whyNot } from '../../text/common.js';
import { listenForStarts } from './modes.js';
import { homeView } from './view.js';
import { getGameDaily, getLeaderboard } from '../../routes.js';

/** @import { App } from '../../app.js' */
/** @import { Opened } from '../../router.js' */
/** @import { StartGame } from '../../net/types.js' */
/** @import { Language } from '../../terms.js' */
/** @import { HomeView } from './view.js' */

const games = () => part(import('../../games.js')); // not before somebody plays

const isNobody = (/** @type {App} */ { account }) => !account.user && !account.unsure;

/** @param {App} app @returns {Opened} */
export function openHome(app) {
  let choice = lastChoice();
  const demo = preview(app.still());
  const view = homeView(
    { choice, demo: demo.element, nobody: isNobody(app), shortcuts: app.preferences.values.shortcuts },
    {
      choose: (more) => {
        choice = { ...choice, ...more };
        keepChoice(choice);
        if (more.language) showDaily();
      },
      play: () => start(solo()),
      focus: () => start({ ...solo(), focus: true }),
      start: (offer) => start(offer.ask(choice)),
    },
  );
  const solo = () => ({ language: choice.language, difficulty: choice.difficulty });
  const start = (/** @type {StartGame} */ what) => startFrom(app, view, what);
  const stopKeys = listenForStarts(
    () => app.preferences.values.shortcuts,
    (offer) => start(offer.ask(choice)),
  );
  const changed = () => view.shortcuts(app.preferences.values.shortcuts); // the server's came, or another tab's
  app.preferences.addEventListener('change', changed);
  const today = app.api.call(getGameDaily).catch(() => null); // of all languages
  const showDaily = async () => {
    const { language } = choice;
    const [day, board] = await Promise.all([today, dailyBoard(app, language)]);
    if (day && language === choice.language) view.today(language, day, board);
  };
  showDaily();
  app.api.call(getLeaderboard, { query: { limit: 8 } }).then(
    (page) => view.best(page),
    () => view.refuseBoard(),
  );
  offerMore(app, view);
  const leave = () => {
    stopKeys();
    app.preferences.removeEventListener('change', changed);
    demo.close();
  };
  return { element: view.element, title: '', leave };
}

/** @param {App} app @param {HomeView} view @param {StartGame} what */
async function startFrom(app, view, what) {
  view.refuse('');
  view.busy(true);
  try {
    const { startGame } = await games();
    await startGame(app, what);
  } catch (error) {
    refused(app, view, error);
  } finally {
    view.busy(false);
  }
}

/** The top of today's daily in a language, and the player's place. @param {App} app @param {Language} language */
function dailyBoard(app, language) {
  const around = app.account.user ? { around: 'me' } : {};
  const query = { mode: 'daily', language, limit: 1, ...around };
  return app.api.call(getLeaderboard, { query }).catch(() => null);
}

/** What only those need who are signed in, or cannot start. */
const later = () => part(import('./later.js'));

/** @param {App} app @param {HomeView} view */
async function offerMore(app, view) {
  if (!app.account.user) return;
  try {
    const { goOn, offerFocus } = await later();
    await Promise.all([goOn(app, view), offerFocus(app, view)]);
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // otherwise nothing is offered
  }
}

/** @param {App} app @param {HomeView} view @param {unknown} error */
async function refused(app, view, error) {
  if (!(error instanceof Problem)) throw error;
  view.refuse(whyNot(error));
  if (error.status) (await later()).refused(app, view, error);
}

/** The wave that types itself. @param {boolean} still */
function preview(still) {
  const arena = new Arena({ still });
  const demo = new Demo(
    (model, before) => arena.load(model, { before, follows: arena.model !== null }),
    (model, events) => {
      arena.keys(model, events);
      arena.heat(model.combo);
    },
  );
  const stop = everyFrame((passed_ms) => {
    if (!still) demo.advance(passed_ms);
    arena.frame(still ? 0 : demo.now_ms, passed_ms);
  });
  return {
    element: arena.element,
    close: () => {
      stop();
      arena.close();
    },
  };
}
