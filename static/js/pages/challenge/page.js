// @ts-check
/**
 * One challenge: what it teaches, its code and its goals, and what came of one's games on it.
 *
 * Law: the server decides what was passed. After a game (`?game=` in the address) this page asks until that game is
 * counted, which it nearly always is already.
 */

import { keepStart } from '../../game/again.js';
import { sayRefusal } from '../../games.js';
import { Problem } from '../../net/api.js';
import { challengeAddress } from '../../parts/course-links.js';
import {
  getChallengesById,
  getChallengesByIdAttempts,
  getChallengesByIdLeaderboard,
  postChallengesByIdHint,
  postChallengesByIdStart,
} from '../../later-routes.js';
import { whyNot } from '../../text/common.js';
import { text as challengeText } from './text.js';
import { ChallengeView, missingView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { ChallengeView as Shown } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

const ROWS = 10;
const ASK_EVERY_MS = 700;
const ASKED_MOST = 6; // the feed has counted a game after a second, whatever died

/** @typedef {import('./view.js').State} State */

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openChallenge(app, { params, query }) {
  const { id } = params;
  const game = query.get('game');
  /** @type {State} */
  let state;
  try {
    state = await stateOf(app, id, query);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return { element: missingView(), title: challengeText.missing.title };
  }
  /** @type {ChallengeView} */
  const view = new ChallengeView(
    { me: app.account.user?.id ?? null, game },
    {
      start: () => start(app, id),
      hint: () => hint(app, id, view),
      at: (more) => `${challengeAddress(id)}?${new URLSearchParams(more)}`,
    },
  );
  view.draw(state);
  let left = false;
  const tell = (/** @type {State | null} */ found) => {
    if (left) return;
    if (found) view.draw(found);
    else view.nothing();
  };
  if (game && !isCounted(state.shown, game)) counted(app, id, game, () => left).then(tell);
  return {
    element: view.element,
    title: state.shown.challenge.title,
    leave: () => {
      left = true;
    },
  };
}

/** @param {Shown} shown @param {string} session_id */
const isCounted = ({ last_attempt }, session_id) => last_attempt?.session_id === session_id;

/**
 * Everything on the page; a list that could not be loaded is null. Throws a Problem.
 * @param {App} app @param {string} id @param {URLSearchParams} query which pages of the lists
 * @returns {Promise<State>}
 */
async function stateOf(app, id, query) {
  const [shown, lists] = await Promise.all([app.api.call(getChallengesById(id)), listsOf(app, id, query)]);
  return { shown, ...lists };
}

/** @param {App} app @param {string} id @param {URLSearchParams} [query] as above */
async function listsOf(app, id, query = new URLSearchParams()) {
  const page = (/** @type {string} */ name) => Math.max(1, Math.floor(Number(query.get(name))) || 1);
  const at = (/** @type {string} */ name) => ({ query: { page: page(name), per_page: ROWS } });
  const [board, attempts] = await Promise.all([
    app.api.call(getChallengesByIdLeaderboard(id), at('page')).catch(() => null),
    app.account.user && app.api.call(getChallengesByIdAttempts(id), at('attempts')).catch(() => null),
  ]);
  return { board, attempts };
}

/** @param {App} app @param {string} id */
async function start(app, id) {
  try {
    await app.account.ensure(); // guests learn as players do
    const started = await app.api.call(postChallengesByIdStart(id));
    keepStart(started.session_id, { mode: 'CHALLENGE', challenge: id });
    await app.play(started);
  } catch (error) {
    sayRefusal(app, error);
  }
}

/** @param {App} app @param {string} id @param {ChallengeView} view @returns {Promise<void>} */
async function hint(app, id, view) {
  try {
    await app.account.ensure();
    const { hints } = await app.api.call(postChallengesByIdHint(id));
    view.hints(hints, { isNew: true });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    app.notice(whyNot(error));
  }
}

/**
 * The page's state once it knows of this game; null if it never does, as of a game without a key.
 * @param {App} app @param {string} id @param {string} session_id @param {() => boolean} hasLeft
 * @returns {Promise<State | null>}
 */
async function counted(app, id, session_id, hasLeft) {
  for (let asked = 0; asked < ASKED_MOST && !hasLeft(); asked++) {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    /** @type {Shown | null} */
    const shown = await app.api.call(getChallengesById(id)).catch(() => null);
    if (shown && isCounted(shown, session_id)) return { shown, ...(await listsOf(app, id)) };
  }
  return null;
}
