// @ts-check
/** The table of a leaderboard. */

import { h } from '../dom.js';
import { text as boardText } from '../text/board.js';
import { date, percent, tenths, whole } from '../text/common.js';
import { text as gamesText } from '../text/games.js';
import { kindOfGame, table } from './pieces.js';

/** @import { EntryOut, LeaderboardOut } from '../net/types.js' */
/** @typedef {(game: EntryOut & {mode: string}) => HTMLElement} RowLinks */

/**
 * @param {LeaderboardOut} page
 * @param {string | null} me user id
 * @param {{fresh?: Set<string>, links?: RowLinks | null}} [how] `fresh`: whose best is new; `links`: draws
 * those to replays and races
 */
export function boardTable(page, me, { fresh = new Set(), links = null } = {}) {
  const t = boardText;
  const { entries, metric, me: mine } = page;
  if (!entries.length) return nobody(links !== null);
  const { mode } = page;
  const anyKind = links !== null && !(page.language && page.difficulty); // the rows are of different games
  const of = (/** @type {EntryOut} */ entry, /** @type {string} */ kind) =>
    row(entry, { mode, metric, me, kind, links, anyKind });
  const rows = entries.map((entry) => of(entry, fresh.has(entry.user_id) ? 'fresh' : ''));
  if (mine && !entries.some((entry) => entry.user_id === mine.user_id)) {
    if (mine.rank < entries[0].rank) rows.unshift(of(mine, 'apart above'));
    else rows.push(of(mine, 'apart'));
  }
  const compared = links ? comparedBy(metric).map(([name]) => name) : [];
  const columns = [t.columns.rank, t.columns.player, t.metrics[metric], ...compared, t.columns.when];
  return table(t.title, links ? [...columns, gamesText.title] : columns, rows);
}

/** @param {boolean} offers to play; the start page does that itself */
function nobody(offers) {
  const t = boardText;
  return h('div.empty', {}, h('p.muted', {}, t.empty), offers && h('p', {}, h('a.button', { href: '/' }, t.play)));
}

/**
 * The figures beside the one that the board is ordered by, with their columns' names.
 * @param {string} metric
 * @returns {[name: string, of: (entry: EntryOut) => string][]}
 */
function comparedBy(metric) {
  const t = boardText;
  /** @type {ReturnType<typeof comparedBy>} */
  const speed = metric === 'net_wpm' ? [] : [[t.metrics.net_wpm, ({ net_wpm }) => tenths(net_wpm)]];
  return [
    ...speed,
    [t.columns.accuracy, (entry) => percent(entry.key_accuracy_percentage)],
    [t.columns.waves, (entry) => whole(entry.waves_completed)],
  ];
}

/** What a narrow screen has no columns for. @param {string} metric @param {EntryOut} entry */
function inShort(metric, { net_wpm, key_accuracy_percentage: accuracy, waves_completed: waves }) {
  const t = boardText;
  const first = metric === 'net_wpm' ? t.wavesCleared(waves) : `${tenths(net_wpm)} ${t.metrics.net_wpm}`;
  return `${first} · ${percent(accuracy)}`;
}

/**
 * @param {EntryOut} entry
 * @param {{mode: string, metric: string, me: string | null, kind: string, links: RowLinks | null,
 *   anyKind: boolean}} how
 */
function row(entry, { mode, metric, me, kind, links, anyKind }) {
  const own = entry.user_id === me;
  const value = metric === 'score' ? whole(entry.value) : tenths(entry.value);
  const shown = own || entry.replays_public; // a player may keep their games to themselves
  return h(
    'tr',
    { class: `${own ? 'own ' : ''}${kind} rank-${entry.rank}`, 'data-user': entry.user_id },
    h('td.rank', {}, whole(entry.rank)),
    h(
      'td.player',
      {},
      h('a', { href: `/players/${encodeURIComponent(entry.username)}` }, entry.display_name),
      own && h('span.tag', {}, boardText.you),
      kind === 'fresh' && h('span.tag.new', {}, boardText.fresh),
      anyKind && h('span.hint.kind', {}, kindOfGame(entry.language, entry.difficulty)),
      links && h('span.hint.figures', {}, inShort(metric, entry)),
    ),
    h('td.number', {}, shown ? h('a', { href: `/results/${entry.result_id}` }, value) : value),
    links && comparedBy(metric).map(([, of]) => h('td.number.compared', {}, of(entry))),
    h('td.when', {}, date(entry.ended_at)),
    links && h('td', {}, shown && links({ ...entry, mode })),
  );
}
