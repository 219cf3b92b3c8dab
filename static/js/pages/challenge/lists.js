// @ts-check
/** One's own games on a challenge, and the best of everybody's, as tables. */

import { h } from '../../dom.js';
import { pages } from '../../parts/pages.js';
import { table } from '../../parts/pieces.js';
import { dateTime, percent, tenths, whole } from '../../text/common.js';
import { text as challengeText } from './text.js';

/** @import { Attempt, AttemptPage, BoardPlace, ChallengeBoard } from '../../net/types.js' */

/** @param {AttemptPage} page @param {(page: number) => string} at */
export function attemptsTable(page, at) {
  const t = challengeText;
  const c = t.columns;
  const columns = [c.when, c.outcome, c.score, c.speed, c.accuracy];
  return [table(t.attempts, columns, page.items.map(attemptRow)), page.total > page.per_page ? pages(page, at) : null];
}

/** @param {Attempt} attempt */
function attemptRow({ result_id, passed, failed, counts, final_score, net_wpm, key_accuracy_percentage, ended_at }) {
  const t = challengeText;
  const words = passed ? t.passed : t.failed(failed);
  return h(
    'tr',
    { 'data-passed': passed && counts },
    h('td.when', {}, h('a', { href: `/results/${result_id}` }, dateTime(ended_at))),
    h('td.outcome', {}, counts ? words : t.uncounted),
    h('td.number', {}, whole(final_score)),
    h('td.number', {}, tenths(net_wpm)),
    h('td.number', {}, percent(key_accuracy_percentage)),
  );
}

/** @param {ChallengeBoard} board @param {string | null} me user id @param {(page: number) => string} at */
export function placesTable(board, me, at) {
  const t = challengeText;
  const { me: mine } = board;
  const items = /** @type {BoardPlace[]} */ (board.items);
  if (!items.length) return [h('p.muted', {}, t.nobody)];
  const rows = items.map((one) => placeRow(one, me));
  if (mine && !items.some(({ user_id }) => user_id === mine.user_id)) rows.push(placeRow(mine, me));
  const c = t.boardColumns;
  return [
    table(t.board, [c.rank, c.player, c.score, c.speed, c.accuracy], rows),
    board.total > board.per_page ? pages(board, at) : null,
  ];
}

/** Only one's own result can be opened. @param {BoardPlace} place @param {string | null} me */
function placeRow({ rank, user_id, username, display_name, result_id, best_score, ...figures }, me) {
  const own = user_id === me;
  return h(
    'tr',
    { class: own ? 'own' : '' },
    h('td.rank', {}, whole(rank)),
    h(
      'td.player',
      {},
      h('a', { href: `/players/${encodeURIComponent(username)}` }, display_name),
      own && h('span.tag', {}, challengeText.you),
    ),
    h('td.number', {}, own ? h('a', { href: `/results/${result_id}` }, whole(best_score)) : whole(best_score)),
    h('td.number', {}, tenths(figures.net_wpm)),
    h('td.number', {}, percent(figures.key_accuracy_percentage)),
  );
}
