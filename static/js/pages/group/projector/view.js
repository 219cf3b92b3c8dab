// @ts-check
/** A board in letters that can be read from the back of a room. */

import { fill, h } from '../../../dom.js';
import { table } from '../../../parts/pieces.js';
import { text as tableText } from '../../../text/board.js';
import { difficulties, languages, tenths, whole } from '../../../text/common.js';
import { boardName, text } from './text.js';

/** @import { EntryOut, LeaderboardOut } from '../../../net/types.js' */
/** @import { Board } from '../../../parts/board-filters.js' */

export class ProjectorView {
  /** @param {LeaderboardOut} page @param {{name: string, board: Board, back: string}} of */
  constructor(page, { name, board, back }) {
    this.page = page;
    this.line = h('p.live', { 'data-state': 'connecting' }, tableText.states.connecting);
    this.shown = h('div.shown');
    const full = h('button.quiet', { type: 'button', onclick: () => fillScreen() }, text.full);
    this.element = h(
      'article.projector',
      {},
      h(
        'header',
        {},
        h('h1', { tabindex: -1 }, name),
        h('p.muted', {}, boardName(board, languages[board.language], difficulties[board.difficulty])),
        this.line,
      ),
      this.shown,
      h('p.choices', {}, document.fullscreenEnabled && full, h('a.muted', { href: back }, text.back)),
    );
    this.update(page);
  }

  /** @param {LeaderboardOut} page @param {Set<string>} [fresh] whose best is new */
  update(page, fresh = new Set()) {
    this.page = page;
    const { entries, metric, total } = page;
    const t = tableText;
    const columns = [t.columns.rank, t.columns.player, t.metrics[metric]];
    const rows = entries.map((entry) => row(entry, metric, fresh.has(entry.user_id)));
    const more = total - entries.length;
    fill(
      this.shown,
      rows.length ? table(t.title, columns, rows) : h('p.empty', {}, text.empty),
      more > 0 && h('p.muted', {}, text.more(more)),
    );
  }

  fade() {
    this.update(this.page);
  }

  /** @param {'connecting' | 'live' | 'waiting'} is */
  state(is) {
    this.line.dataset.state = is;
    this.line.textContent = tableText.states[is];
  }
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
