// @ts-check
/**
 * The ghost beside a game: its caret in the lanes, how far ahead or behind it is, and how the race ended.
 *
 * Law: its mark never looks like the player's caret (an outline, no fill), and what it says is also in words. A screen
 * reader hears of it rarely: when the lead changes hands, SPEAK_EVERY_MS apart at least.
 */

import { h } from '../dom.js';
import { duration, tenths, whole } from '../text/common.js';
import { text as replayText } from '../text/replay.js';

const SPEAK_EVERY_MS = 15_000;
const SPEAK_LEAD = 3; // keys; less is a draw that would be told again and again

export class GhostView {
  /** @param {import('../arena/arena.js').Arena} arena @param {{name: string, say: (words: string) => void}} how whose ghost it is, in words */
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

  /** @param {import('../game/session.js').Game} game @param {import('../replay/ghost.js').Ghost} ghost */
  frame(game, ghost) {
    if (!game.wave) return;
    const now = game.clock.now();
    const at = ghost.at(now);
    const lead = ghost.keysAt(now) - game.model.totals.keys_correct;
    const beside = at !== null && at.wave === game.wave.n;
    this.arena.put(this.mark, beside && !game.model.cleared ? at.offset : null);
    this.#write(lead, beside ? '' : at ? replayText.inWave(at.wave) : replayText.gone);
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
    this.say(replayText.spoken(whereOf(lead)));
  }
}

/** @param {number} lead of the ghost, in keys */
function whereOf(lead) {
  return lead > 0 ? replayText.ahead(lead) : lead < 0 ? replayText.behind(-lead) : replayText.level;
}

/**
 * What a ghost is called beside the player's game. @param {any} ghost its result @param {string} player_id @param {boolean} own whether the reader is the player
 */
export function ghostName(ghost, player_id, own) {
  if (ghost.user_id !== player_id) return replayText.ghostsOf(ghost.display_name);
  return own ? replayText.yours : replayText.theirs;
}

/**
 * How a game against a ghost ended, for the result page.
 * @param {any} result
 * @param {any} ghost the ghost's result; null when it is not shown any more
 * @param {boolean} own whether the reader played it
 */
export function versusView(result, ghost, own) {
  const t = replayText;
  const frame = (/** @type {import('../dom.js').Children[]} */ ...inside) =>
    h('section.card.versus', { 'aria-labelledby': 'versus' }, h('h2', { id: 'versus' }, t.versus), ...inside);
  if (!ghost) return frame(h('p.muted', {}, t.ghostHidden));
  const name = ghostName(ghost, result.user_id, own);
  const by = result.final_score - ghost.final_score;
  const words = by > 0 ? t.won(name, by) : by < 0 ? t.lost(name, -by) : t.drawn(name);
  return frame(
    h(
      'p.outcome',
      { 'data-by': by },
      h('span', { 'aria-hidden': 'true' }, by > 0 ? '▲ ' : by < 0 ? '▼ ' : '= '),
      words,
    ),
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('td'),
          h('th.number', { scope: 'col' }, own ? t.you : t.player),
          h('th.number', { scope: 'col' }, h('a', { href: `/results/${ghost.id}` }, name)),
        ),
      ),
      h(
        'tbody',
        {},
        compared(result, ghost).map(([label, mine, theirs]) =>
          h('tr', {}, h('th', { scope: 'row' }, label), h('td.number', {}, mine), h('td.number', {}, theirs)),
        ),
      ),
    ),
    own && h('p.choices', {}, h('a.button.plain', { href: `/race/${ghost.id}` }, t.raceAgain)),
  );
}

/** @param {any} result @param {any} ghost @returns {[label: string, mine: string, theirs: string][]} */
function compared(result, ghost) {
  const t = replayText;
  const row = (/** @type {string} */ label, /** @type {(one: any) => string} */ of) =>
    /** @type {[string, string, string]} */ ([label, of(result), of(ghost)]);
  return [
    row(t.score, (one) => whole(one.final_score)),
    row(t.waves, (one) => whole(one.waves_completed)),
    row(t.wpm, (one) => tenths(one.words_per_minute)),
    row(t.accuracy, (one) => `${tenths(one.accuracy_percentage)}%`),
    row(t.time, (one) => duration(one.playtime_seconds)),
  ];
}
