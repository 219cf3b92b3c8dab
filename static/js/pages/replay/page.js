// @ts-check
/**
 * Watching a stored game. The address holds the moment and the speed (`?at=83&speed=2`), so a link shows the same
 * moment to others.
 */

import { opining, opinionsOf } from '../../opinions.js';
import { codeView } from '../../parts/opinion.js';
import { UnknownLog } from '../../replay/log.js';
import { getGameReplayBySessionId } from '../../routes.js';
import { sharing } from '../../shares.js';
import { text } from '../../watching/text.js';
import { aboutGame, unknownView } from '../../watching/view.js';
import { watchReplay } from '../../watching/watching.js';

/** @import { App } from '../../app.js' */
/** @import { Opened, Place } from '../../router.js' */

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openReplay(app, { params, query }) {
  const replay = await app.api.call(getGameReplayBySessionId(params.session_id));
  const { result } = replay;
  const code = codeView(opining(app));
  const share = sharing(app, result);
  const frame = { title: text.of(result.display_name), head: [aboutGame(result, true), share], foot: code.element };
  try {
    const opened = await watchReplay(app, replay, query, frame);
    code.fill(replay.key_log, (ids) => opinionsOf(app, ids));
    return opened;
  } catch (error) {
    if (!(error instanceof UnknownLog)) throw error;
    return { element: unknownView(), title: text.title };
  }
}
