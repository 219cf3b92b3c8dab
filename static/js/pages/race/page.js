// @ts-check
/** Races against recorded games: the challenge, the ghost beside the game, and how it went. */

import { h } from '../../dom.js';
import { Problem } from '../../net/api.js';
import { Ghost } from '../../replay/ghost.js';
import { readLog } from '../../replay/log.js';
import { whyNot } from '../../text/common.js';
import { text as playText } from '../../text/play.js';
import { text as replayText } from '../../text/replay.js';
import { bestLink, gameLinks } from '../../parts/game-links.js';
import { ghostName, GhostView, versusView } from '../../parts/ghost.js';
import { raceView } from '../replay/view.js';

/** @typedef {import('../../app.js').App} App */

/** @param {App} app @param {import('../../router.js').Place} place @returns {Promise<import('../../router.js').Opened>} */
export async function openRace(app, { params }) {
  const result = await app.api.get(`/api/game/result/${encodeURIComponent(params.id)}`);
  const own = app.account.user?.id === result.user_id;
  const view = raceView(result, own, async () => {
    view.busy(true);
    view.refuse('');
    try {
      await app.account.ensure();
      await app.play(await app.api.post('/api/game/start', { ghost: result.id }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.body.sessions) {
        app.notice(playText.tooMany);
        app.router.go('/play');
      } else {
        view.refuse(whyNot(error));
      }
    } finally {
      view.busy(false);
    }
  });
  return { element: view.element, title: own ? replayText.raceOwn : replayText.raceTitle(result.display_name) };
}

/**
 * The ghost of a game that is being played; answers what to call with each frame. Until the ghost's game is there, and
 * when it is not shown any more, the game goes on without it.
 * @param {App} app
 * @param {string | null | undefined} result_id
 * @param {{arena: import('../../arena/arena.js').Arena, stage: HTMLElement}} view
 * @returns {(game: import('../../game/session.js').Game) => void}
 */
export function ghostBeside(app, result_id, { arena, stage }) {
  /** @type {(game: import('../../game/session.js').Game) => void} */
  let frame = () => {};
  if (!result_id) return frame;
  const fetched = async () => {
    const result = await app.api.get(`/api/game/result/${result_id}`);
    const { key_log } = await app.api.get(`/api/game/replay/${result.session_id}`);
    const ghost = new Ghost(readLog(key_log));
    const view = new GhostView(arena, {
      name: ghostName(result, app.account.user?.id ?? '', true),
      say: (words) => app.say(words),
    });
    stage.append(view.element);
    frame = (game) => view.frame(game, ghost);
  };
  fetched().catch(() => app.notice(replayText.ghostGone));
  return (game) => frame(game);
}

/**
 * What a result's page says of replays and races: the ways to both beside the others, and below the summary how a game
 * against a ghost went.
 * @param {App} app @param {any} result @param {HTMLElement} element of pages/result/view.js
 */
export function addRaces(app, result, element) {
  const choices = element.querySelector('.summary .choices');
  const versus = h('div.slot');
  choices?.append(...gameLinks(result));
  element.querySelector('.summary')?.after(versus);
  showVersus(app, result, versus);
  const own = app.account.user?.id === result.user_id;
  if (own && choices instanceof HTMLElement)
    offerBest(app, choices, { language: result.language, difficulty: result.difficulty }, result.id);
}

/** @param {App} app @param {any} result @param {HTMLElement} place */
async function showVersus(app, result, place) {
  if (result.unranked_reason !== 'ghost' && !result.ghost_of) return;
  const own = app.account.user?.id === result.user_id;
  const ghost = result.ghost_of ? await app.api.get(`/api/game/result/${result.ghost_of}`).catch(() => null) : null;
  place.append(versusView(result, ghost, own));
}

/** The same for one's own profile: below who one is. @param {App} app @param {HTMLElement} element of pages/profile/view.js */
export function addBest(app, element) {
  const place = h('p.choices');
  element.querySelector('.since')?.after(place);
  offerBest(app, place);
}

/**
 * A way to race one's own best ranked game of this kind, put into `place` when there is one other than `except`.
 * @param {App} app @param {HTMLElement} place @param {{language?: string, difficulty?: string}} [kind] @param {string} [except] a result
 */
async function offerBest(app, place, kind = {}, except = '') {
  if (!app.account.user || app.account.user.is_guest) return;
  const board = await app.api.get('/api/leaderboard', { ...kind, limit: 1, around: 'me' }).catch(() => null);
  if (board?.me && board.me.result_id !== except) place.append(bestLink(board.me));
}
