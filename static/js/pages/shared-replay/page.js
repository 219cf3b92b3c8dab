// @ts-check
/** A shared replay: title and note, the game to watch, and what is said of it. */

import { discussion } from '../../discussions.js';
import {
  deleteReplaysById,
  getReplaysById,
  postReplaysByIdHide,
  putReplaysById,
  putReplaysByIdOfficial,
} from '../../later-routes.js';
import { Problem } from '../../net/api.js';
import { opining, opinionsOf } from '../../opinions.js';
import { ask } from '../../parts/ask.js';
import { isKeyless } from '../../parts/game-links.js';
import { codeView } from '../../parts/opinion.js';
import { UnknownLog } from '../../replay/log.js';
import { reporter } from '../../reports.js';
import { getGameReplayBySessionId } from '../../routes.js';
import { whyNot } from '../../text/common.js';
import { text as watchingText } from '../../watching/text.js';
import { watchReplay } from '../../watching/watching.js';
import { text } from './text.js';
import { footView, headView, missingView, unwatchedView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { SharedReplayOut } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openSharedReplay(app, { params, query }) {
  /** @type {SharedReplayOut} */
  let shared;
  try {
    shared = await app.api.call(getReplaysById(params.id));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return { element: missingView(), title: text.missing };
  }
  const code = codeView(opining(app));
  const foot = [...footView(shared, reader(app, shared), ways(app, shared)), discussion(app, `replay:${shared.id}`)];
  try {
    const replay = await app.api.call(getGameReplayBySessionId(shared.result.session_id));
    const frame = { title: shared.title, head: headView(shared, true), foot: [code.element, ...foot] };
    const opened = await watchReplay(app, replay, query, frame);
    code.fill(replay.key_log, (ids) => opinionsOf(app, ids));
    return opened;
  } catch (error) {
    const why = whyUnwatched(error);
    if (why === null) throw error;
    return { element: unwatchedView(shared, why, foot), title: shared.title };
  }
}

/** Of a game that is there without its keys, or with keys that cannot be read. @param {unknown} error */
function whyUnwatched(error) {
  if (error instanceof UnknownLog) return watchingText.unknown;
  return error instanceof Problem && isKeyless(error) ? whyNot(error) : null;
}

/** @param {App} app @param {SharedReplayOut} shared */
function reader(app, { is_own }) {
  const role = app.account.user?.role;
  return { moderates: role === 'MODERATOR' || role === 'ADMIN', report: is_own ? null : reporter(app) };
}

/** @param {App} app @param {SharedReplayOut} shared @returns {import('./view.js').Ways} */
function ways(app, { id, is_official }) {
  return {
    change: async (title, note) => {
      await app.api.call(putReplaysById(id), { body: { title, note } });
      await app.router.open();
    },
    remove: async () => {
      if (!(await ask({ title: text.sure, lead: text.sureLead, confirm: text.remove, danger: true }))) return;
      await app.api.call(deleteReplaysById(id));
      app.notice(text.removed);
      app.router.go('/replays');
    },
    mark: async () => {
      await app.api.call(putReplaysByIdOfficial(id), { body: { is_official: !is_official } });
      await app.router.open();
    },
    hide: async (reason) => {
      await app.api.call(postReplaysByIdHide(id), { body: { reason } });
      app.notice(text.hiddenNow);
      app.router.go('/replays');
    },
  };
}
