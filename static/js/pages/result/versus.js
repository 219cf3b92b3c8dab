// @ts-check
/** How a game against a ghost ended. */

import { h } from '../../dom.js';
import { ghostName } from '../../parts/game-links.js';
import { duration, tenths, whole } from '../../text/common.js';
import { versus } from './text.js';

/** @import { Children } from '../../dom.js' */
/** @import { GameResult } from '../../net/types.js' */

/**
 * How a game against a ghost ended, for the result page.
 * @param {GameResult} result
 * @param {GameResult | null} ghost the ghost's result; null when it is not shown any more
 * @param {boolean} own whether the reader played it
 */
export function versusView(result, ghost, own) {
  const t = versus;
  const frame = (/** @type {Children[]} */ ...inside) =>
    h('section.card.versus', { 'aria-labelledby': 'versus' }, h('h2', { id: 'versus' }, t.title), ...inside);
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

/** @param {GameResult} result @param {GameResult} ghost @returns {[label: string, mine: string, theirs: string][]} */
function compared(result, ghost) {
  const t = versus;
  const row = (/** @type {string} */ label, /** @type {(one: GameResult) => string} */ of) =>
    /** @type {[string, string, string]} */ ([label, of(result), of(ghost)]);
  return [
    row(t.score, (one) => whole(one.final_score)),
    row(t.waves, (one) => whole(one.waves_completed)),
    row(t.wpm, (one) => tenths(one.net_wpm)),
    row(t.accuracy, (one) => `${tenths(one.key_accuracy_percentage)}%`),
    row(t.time, (one) => duration(one.playtime_seconds)),
  ];
}
