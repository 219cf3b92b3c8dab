// @ts-check
/** What a game changed for its player: new personal bests, and places on the boards. */

import { h } from '../../dom.js';
import { text as resultText } from './text.js';
import { kindOfGame } from '../../parts/pieces.js';

/** @import { Best, OwnNews, RankMove } from '../../net/types.js' */

/**
 * Null when there is nothing to tell.
 * @param {{mode: string, language: string, difficulty: string}} result
 * @param {OwnNews} own
 * @returns {HTMLElement | null}
 */
export function newsView(result, { bests, ranks }) {
  const t = resultText;
  const kind = kindOfGame(result.language, result.difficulty);
  const items = [
    ...widest(bests.new).map((best) => bestItem(best, kind)),
    ...placesTold(result.mode === 'SOLO' ? ranks : null).map(rankItem),
  ];
  const isFirst = bests.counts && bests.earlier.kind === 0;
  if (items.length === 0 && !isFirst) return null;
  return h(
    'section.card.news',
    { 'aria-labelledby': 'news' },
    h('h2', { id: 'news' }, t.news),
    isFirst && h('p', {}, t.first(bests.earlier.all === 0 ? null : kind)),
    items.length > 0 && h('ul', {}, items),
  );
}

/** Speed is told in one measure. @param {RankMove[] | null} ranks */
function placesTold(ranks) {
  return (ranks ?? []).filter(({ metric }) => metric !== 'wpm');
}

/** A best of all games is one of its kind too: told once. @param {Best[]} bests */
function widest(bests) {
  return bests.filter(
    ({ measure, scope }) =>
      scope === 'all' || !bests.some((other) => other.measure === measure && other.scope === 'all'),
  );
}

/** @param {Best} best @param {string} kind */
function bestItem({ measure, scope, value, previous }, kind) {
  const t = resultText;
  const shown = t.bestValue[measure];
  return h(
    'li.best',
    { 'data-measure': measure, 'data-scope': scope },
    h('span.sign', { 'aria-hidden': 'true' }, '★'),
    h('span.what', {}, t.best[measure], h('span.hint', {}, t.scope(scope === 'all', kind))),
    h('strong', {}, shown(value)),
    h('span.hint', {}, t.before(shown(previous))),
  );
}

/** @param {RankMove} move */
function rankItem({ metric, language, difficulty, before, now }) {
  const t = resultText;
  const filters = new URLSearchParams(
    Object.entries({ metric, language, difficulty }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  const sign = before === null ? '+' : now < before ? '↑' : '=';
  return h(
    'li.move',
    { 'data-metric': metric, 'data-before': before ?? '', 'data-now': now },
    h('span.sign', { 'aria-hidden': 'true' }, sign),
    h(
      'span.what',
      {},
      t.board[metric],
      h(
        'span.hint',
        {},
        h(
          'a',
          { href: `/leaderboard?${filters}` },
          language && difficulty ? t.boardOf(language, difficulty) : t.everyone,
        ),
      ),
    ),
    h('strong', {}, t.moved(before, now)),
  );
}
