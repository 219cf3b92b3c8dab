// @ts-check
/** One game's result. What its keys show comes a moment later, and the page is whole without it. */

import { startAgain } from '../../game/again.js';
import { ownBest, startOrSay, weakKeys } from '../../games.js';
import { Problem } from '../../net/api.js';
import { opining, opinionsOf } from '../../opinions.js';
import { reporter } from '../../reports.js';
import { sharing } from '../../shares.js';
import { text as resultText } from './text.js';
import { resultView } from './view.js';
import {
  getGameResultByIdAnalysis,
  getGameResultByIdAppeal,
  getGameResultByIdJourney,
  postGameResultByIdAppeal,
} from '../../later-routes.js';
import { getGameResultById, getLeaderboard } from '../../routes.js';

/** @import { App } from '../../app.js' */
/** @import { GameResult, StartGame, WaveAnalysis } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

/** @typedef {ReturnType<typeof resultView>} View */

/** Games that one does not begin by oneself. @type {Record<string, string>} */
const BEGINS_AT = { RACE: '/race', CONTEST: '/contests' };
const COUNTED_AFTER_MS = [0, 300, 600, 1_200, 2_400, 5_000, 10_000];
const NEW_MS = 20_000; // more than the way from the last key to this page takes

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openResult(app, { params }) {
  const result = await app.api.call(getGameResultById(params.id));
  const { user } = app.account;
  const own = user?.id === result.user_id;
  const start = (/** @type {StartGame} */ choice) => startOrSay(app, choice);
  const begins_at = BEGINS_AT[result.mode];
  const again = () => (begins_at ? app.router.go(begins_at) : start(startAgain(result)));
  const counting = own && isNew(result) && !app.still();
  const guest = user?.is_guest === true;
  const view = resultView(
    result,
    { own, guest, counting },
    { again, start, report: reporter(app), share: sharing(app, result) },
  );
  const weak = own ? weakKeys(app) : [];
  app.api.call(getGameResultByIdAnalysis(params.id)).then(
    async (analysis) => {
      const ids = analysis.waves.map((/** @type {WaveAnalysis} */ wave) => wave.snippet_id);
      const opinions = view.analysed(analysis, await weak);
      opinions(await opinionsOf(app, ids), opining(app));
    },
    (error) => {
      if (!(error instanceof Problem)) throw error;
      view.unknown(error);
    },
  );
  compare(app, result, view);
  if (own) standing(app, result, view);
  const left = new AbortController();
  if (own) added(app, result, view, left.signal);
  if (own && result.verdict !== 'clean') review(app, result, view, guest);

  // Enter plays again, wherever the reader has clicked, except on controls that use Enter themselves.
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (isPlainEnter(event)) again();
  };
  document.addEventListener('keydown', pressed);
  return {
    element: view.element,
    title: resultText.title,
    leave: () => {
      left.abort();
      document.removeEventListener('keydown', pressed);
    },
  };
}

/**
 * What was found, what a moderator said, and the appeal.
 * @param {App} app @param {GameResult} result @param {View} view @param {boolean} guest
 */
async function review(app, { id }, view, guest) {
  const appeal = async (/** @type {string} */ text) => {
    view.review(await app.api.call(postGameResultByIdAppeal(id), { body: { text } }), { guest, appeal });
  };
  const found = await app.api.call(getGameResultByIdAppeal(id)).catch(() => null);
  if (found) view.review(found, { guest, appeal });
}

/**
 * What the game has added, as soon as it is counted: usually within a second of its end. Asked a few times, ever more
 * seldom, and no more once the reader has left.
 * @param {App} app @param {GameResult} result @param {View} view @param {AbortSignal} left
 */
async function added(app, { id }, view, left) {
  for (const wait_ms of COUNTED_AFTER_MS) {
    await new Promise((resolve) => setTimeout(resolve, wait_ms));
    if (left.aborted) return;
    const found = await app.api.call(getGameResultByIdJourney(id)).catch(missing);
    if (!found || left.aborted) return;
    if (found.is_counted) {
      view.added(found);
      return;
    }
  }
}

/** @param {unknown} error */
function missing(error) {
  if (!(error instanceof Problem)) throw error;
  return null;
}

/** With the ghost it was played against. @param {App} app @param {GameResult} result @param {View} view */
async function compare(app, result, view) {
  if (result.unranked_reason !== 'ghost' && !result.ghost_of) return;
  view.versus(result.ghost_of ? await app.api.call(getGameResultById(result.ghost_of)).catch(() => null) : null);
}

/**
 * The player's place among sprints of this length, or in this day's daily; their best of any other kind of game but
 * practice.
 * @param {App} app @param {GameResult} result @param {View} view
 */
async function standing(app, result, view) {
  const { mode, seconds, daily_on, language, difficulty } = result;
  if (mode === 'PRACTICE') return undefined;
  if (mode !== 'SPRINT' && mode !== 'DAILY') return offerBest(app, result, view);
  const kind =
    mode === 'SPRINT'
      ? { mode: 'sprint', seconds: String(seconds), difficulty }
      : { mode: 'daily', day: daily_on ?? '' };
  const query = { ...kind, language, limit: 1, around: 'me' };
  const board = await app.api.call(getLeaderboard, { query }).catch(() => null);
  if (board) view.stands(board);
  return undefined;
}

/** The player's best of this kind, unless this is it. @param {App} app @param {GameResult} result @param {View} view */
async function offerBest(app, { id, language, difficulty }, view) {
  const best = await ownBest(app, { language, difficulty });
  if (best && best.result_id !== id) view.offerBest(best);
}

/** Whether the game has just ended. @param {GameResult} result */
function isNew({ ended_at }) {
  return Date.now() - Date.parse(ended_at) < NEW_MS;
}

/** @param {KeyboardEvent} event */
function isPlainEnter(event) {
  const { target } = event;
  const isFree = target === document.body || (target instanceof Element && target.matches('main, h1'));
  const isAlone = !event.ctrlKey && !event.altKey && !event.metaKey;
  return event.key === 'Enter' && isFree && isAlone && !event.repeat && !event.defaultPrevented;
}
