// @ts-check
/** A leaderboard, its filters, and the reader's own row. */

import { h } from '../dom.js';
import { date, difficulties, languages, tenths, whole } from '../text/common.js';
import { text as boardText } from '../text/board.js';
import { pageFrame, pager, table } from './parts.js';

/** @typedef {{metric: string, period: string, language: string, difficulty: string}} Board */

/** @param {any} page @param {string | null} me user id */
export function boardTable(page, me) {
  const t = boardText;
  if (!page.entries.length) return h('p.muted.empty', {}, t.empty);
  const rows = page.entries.map((/** @type {any} */ entry) => row(entry, page.metric, me));
  const mine = page.me && !page.entries.some((/** @type {any} */ entry) => entry.user_id === page.me.user_id);
  if (mine) rows.push(row(page.me, page.metric, me, 'apart'));
  const value = t.metrics[/** @type {'score'} */ (page.metric)] ?? t.columns.value;
  return table(t.title, [t.columns.rank, t.columns.player, value, t.columns.when], rows);
}

/** @param {any} entry @param {string} metric @param {string | null} me @param {string} [kind] */
function row(entry, metric, me, kind = '') {
  const own = entry.user_id === me;
  const value = metric === 'wpm' ? tenths(entry.value) : whole(entry.value);
  return h(
    'tr',
    { class: `${own ? 'own ' : ''}${kind} rank-${entry.rank}` },
    h('td.rank', {}, whole(entry.rank)),
    h('td.player', {}, h('a', { href: `/players/${encodeURIComponent(entry.username)}` }, entry.display_name), own && h('span.tag', {}, boardText.you)),
    h('td.number', {}, entry.result_id ? h('a', { href: `/results/${entry.result_id}` }, value) : value),
    h('td.when', {}, date(entry.ended_at)),
  );
}

/**
 * @param {{page: any, board: Board, me: string | null, around: boolean, offset: number, limit: number}} state
 * @param {{choose: (board: Partial<Board>) => void, at: (offset: number) => string, aroundMe: string, top: string}} ways
 */
export function leaderboardView({ page, board, me, around, offset, limit }, ways) {
  const t = boardText;
  const any = { '': t.any };
  const from = page.entries.length ? page.entries[0].rank : 0;
  const to = page.entries.length ? page.entries[page.entries.length - 1].rank : 0;
  return pageFrame(
    'leaderboard',
    t.title,
    h(
      'form.filters',
      { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
      select(t.metric, t.metrics, board.metric, (metric) => ways.choose({ metric })),
      select(t.period, t.periods, board.period, (period) => ways.choose({ period })),
      select(t.language, { ...any, ...languages }, board.language, (language) => ways.choose({ language })),
      select(t.difficulty, { ...any, ...difficulties }, board.difficulty, (difficulty) => ways.choose({ difficulty })),
      me && h('a.button.plain', { href: around ? ways.top : ways.aroundMe }, around ? t.top : t.around),
    ),
    page.source === 'postgres' && h('p.note', {}, t.slow),
    me && !page.me && page.total > 0 && h('p.muted', {}, t.notRanked),
    boardTable(page, me),
    pager({
      from,
      to,
      total: page.total,
      previous: offset > 0 ? ways.at(Math.max(0, offset - limit)) : null,
      next: offset + limit < page.total ? ways.at(offset + limit) : null,
    }),
  );
}

/** @param {string} label @param {Record<string, string>} options @param {string} chosen @param {(value: string) => void} onchange */
function select(label, options, chosen, onchange) {
  const list = h('select', {}, Object.entries(options).map(([value, words]) => h('option', { value, selected: value === chosen }, words)));
  list.addEventListener('change', () => onchange(list.value));
  return h('label', {}, h('span', {}, label), list);
}
