// @ts-check
/** A board in letters that can be read from the back of a room. */

import { h } from '../../../dom.js';
import { LiveBoard } from '../../../parts/live-board.js';
import { table } from '../../../parts/pieces.js';
import { text as tableText } from '../../../text/board.js';
import { difficulties, languages, tenths, whole } from '../../../text/common.js';
import { boardName, text } from './text.js';

/** @import { EntryOut, LeaderboardOut } from '../../../net/types.js' */
/** @import { Board } from '../../../parts/board-filters.js' */

/** @param {LeaderboardOut} page @param {{name: string, board: Board, back: string}} of */
export function projectorView(page, { name, board, back }) {
  const standings = new LiveBoard(page, rows);
  const full = h('button.quiet', { type: 'button', onclick: () => fillScreen() }, text.full);
  const element = h(
    'article.projector',
    {},
    h(
      'header',
      {},
      h('h1', { tabindex: -1 }, name),
      h('p.muted', {}, boardName(board, languages[board.language], difficulties[board.difficulty])),
      standings.line,
    ),
    standings.shown,
    h('p.choices', {}, document.fullscreenEnabled && full, h('a.muted', { href: back }, text.back)),
  );
  return { element, standings };
}

/** @type {import('../../../parts/live-board.js').Draw} */
function rows({ entries, metric, total }, fresh) {
  const t = tableText;
  const columns = [t.columns.rank, t.columns.player, t.metrics[metric]];
  const all = entries.map((entry) => row(entry, metric, fresh.has(entry.user_id)));
  const more = total - entries.length;
  return [
    all.length ? table(t.title, columns, all) : h('p.empty', {}, text.empty),
    more > 0 && h('p.muted', {}, text.more(more)),
  ];
}

/** @param {EntryOut} entry @param {string} metric @param {boolean} isFresh */
function row({ rank, display_name, value }, metric, isFresh) {
  return h(
    'tr',
    { class: `${isFresh ? 'fresh ' : ''}rank-${rank}` },
    h('td.rank', {}, whole(rank)),
    h('td.player', {}, h('b', {}, display_name), isFresh && h('span.tag.new', {}, tableText.fresh)),
    h('td.number', {}, metric === 'score' ? whole(value) : tenths(value)),
  );
}

/** A browser may refuse, and then the window is large enough. */
function fillScreen() {
  document.documentElement.requestFullscreen().catch(() => undefined);
}
