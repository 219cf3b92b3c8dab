// @ts-check
/** The table of ratings. */

import { h } from '../../dom.js';
import { pages } from '../../parts/pages.js';
import { pageFrame, select, table } from '../../parts/pieces.js';
import { whole } from '../../text/common.js';
import { ratingKinds } from '../../text/races.js';
import { text as ratingsText } from './text.js';

/** @import { RatedPlayer, RatedPlayerPage, RatingKind } from '../../net/types.js' */

/**
 * @param {RatedPlayerPage} board @param {RatingKind} kind @param {string | null} me user id
 * @param {{choose: (kind: RatingKind) => void, at: (page: number, after?: string) => string}} ways
 */
export function ratingsView(board, kind, me, ways) {
  const t = ratingsText;
  const c = t.columns;
  const choose = (/** @type {string} */ of) => ways.choose(/** @type {RatingKind} */ (of));
  return pageFrame(
    'ratings',
    t.title,
    h('p.lead', {}, t.lead[kind]),
    h(
      'form.filters',
      { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
      select(t.kind, ratingKinds, kind, choose),
    ),
    board.items.length
      ? table(
          t.title,
          [c.rank, c.player, c.rating, c.peak, c.games[kind]],
          board.items.map((player) => row(player, me)),
        )
      : empty(board, kind),
    pages(board, ways.at),
  );
}

/** @param {RatedPlayerPage} board @param {RatingKind} kind */
function empty({ total }, kind) {
  const t = ratingsText;
  return h(
    'div.empty',
    {},
    h('p.muted', {}, total ? t.page : kind === 'RACE' ? t.empty : t.emptyContests),
    kind === 'RACE' && !total && h('p', {}, h('a.button', { href: '/race' }, t.race)),
  );
}

/** @param {RatedPlayer} player @param {string | null} me */
function row({ rank, user_id, username, display_name, rating, peak, games }, me) {
  const own = user_id === me;
  return h(
    'tr',
    { class: `${own ? 'own ' : ''}rank-${rank}`, 'data-user': user_id },
    h('td.rank', {}, whole(rank)),
    h(
      'td.player',
      {},
      h('a', { href: `/players/${encodeURIComponent(username)}` }, display_name),
      own && h('span.tag', {}, ratingsText.you),
    ),
    h('td.number', {}, h('b', {}, whole(rating))),
    h('td.number', {}, whole(peak)),
    h('td.number', {}, whole(games)),
  );
}
