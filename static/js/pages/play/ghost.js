// @ts-check
/**
 * The ghost beside a game: its caret in the lanes, and how far ahead or behind it is.
 *
 * Law: its mark never looks like the player's caret (an outline, no fill), and what it shows is also in words. A screen
 * reader is rarely told: when the lead changes, at most once in SPEAK_EVERY_MS.
 */

import { h } from '../../dom.js';
import { ghostName } from '../../parts/game-links.js';
import { Ghost } from '../../replay/ghost.js';
import { readLog } from '../../replay/log.js';
import { text as playText } from '../../stage/text.js';
import { getGameReplayBySessionId, getGameResultById } from '../../routes.js';

/** @import { App } from '../../app.js' */
/** @import { Arena } from '../../arena/arena.js' */
/** @import { Game } from '../../game/session.js' */

const SPEAK_EVERY_MS = 15_000;
const SPEAK_LEAD = 3; // keys; less is a draw that would be told again and again

/**
 * The ghost of a game that is being played; returns what to call with each frame. Until the ghost's game is there, and
 * when it is not shown any more, the game goes on without it.
 * @param {App} app
 * @param {string | null | undefined} result_id
 * @param {{arena: Arena, stage: HTMLElement}} view
 * @returns {(game: Game) => void}
 */
export function ghostBeside(app, result_id, { arena, stage }) {
  /** @type {(game: Game) => void} */
  let frame = () => {};
  if (!result_id) return frame;
  const fetched = async () => {
    const result = await app.api.call(getGameResultById(result_id));
    const { key_log } = await app.api.call(getGameReplayBySessionId(result.session_id));
    const ghost = new Ghost(readLog(key_log));
    const name = ghostName(result, app.account.user?.id ?? '', true);
    const view = new GhostView(arena, { name, say: (words) => app.say(words) });
    stage.append(view.element);
    frame = (game) => view.frame(game, ghost);
  };
  fetched().catch(() => app.notice(playText.ghostGone));
  return (game) => frame(game);
}

class GhostView {
  /** @param {Arena} arena @param {{name: string, say: (words: string) => void}} how whose ghost it is, in words */
  constructor(arena, { name, say }) {
    this.arena = arena;
    this.say = say;
    this.mark = h('span.ghost-caret', { 'aria-hidden': 'true' });
    this.where = h('strong');
    this.wave = h('span');
    this.element = h('p.ghost-figure', { 'aria-hidden': 'true' }, h('span.label', {}, name), this.where, this.wave);
    this.shown = '';
    this.side = 0; // whose lead was spoken of last
    this.spoken_ms = 0; // game time of that
  }

  /** @param {Game} game @param {Ghost} ghost */
  frame(game, ghost) {
    if (!game.wave) return;
    const now = game.clock.now();
    const at = ghost.at(now);
    const lead = ghost.keysAt(now) - game.model.totals.keys_correct;
    const beside = at !== null && at.wave === game.wave.n;
    this.arena.put(this.mark, beside && !game.model.cleared ? at.offset : null);
    this.#write(lead, beside ? '' : at ? playText.inWave(at.wave) : playText.gone);
    this.#speak(lead, now);
  }

  /** @param {number} lead @param {string} wave */
  #write(lead, wave) {
    const words = whereOf(lead);
    const shown = `${words} ${wave}`;
    if (shown === this.shown) return;
    this.shown = shown;
    this.where.textContent = `${lead > 0 ? '▲' : lead < 0 ? '▼' : '='} ${words}`;
    this.wave.textContent = wave;
    this.element.dataset.lead = String(lead);
  }

  /** @param {number} lead @param {number} now_ms */
  #speak(lead, now_ms) {
    const side = Math.abs(lead) < SPEAK_LEAD ? 0 : Math.sign(lead);
    if (!side || side === this.side || (this.side && now_ms - this.spoken_ms < SPEAK_EVERY_MS)) return;
    this.side = side;
    this.spoken_ms = now_ms;
    this.say(playText.spoken(whereOf(lead)));
  }
}

/** @param {number} lead of the ghost, in keys */
function whereOf(lead) {
  return lead > 0 ? playText.ahead(lead) : lead < 0 ? playText.behind(-lead) : playText.level;
}
