// @ts-check
/** The standings of a contest as a table; once they are fixed, with what became of the ratings. */

import { h } from '../../dom.js';
import { pages } from '../../parts/pages.js';
import { table } from '../../parts/pieces.js';
import { percent, tenths, whole } from '../../text/common.js';
import { text as contestsText } from '../../text/contests.js';
import { text as contestText } from './text.js';

/** @import { Contest, ContestStanding, ContestStandingPage } from '../../net/types.js' */

/**
 * @param {Contest} contest @param {ContestStandingPage} page @param {string | null} me user id
 * @param {(page: number) => string} at
 */
export function standingsTable({ state, is_rated }, page, me, at) {
  const t = contestText;
  if (!page.items.length) return [h('p.empty', {}, t.nobody)];
  const c = t.columns;
  const hasRatings = state === 'OVER' && is_rated;
  const columns = [c.rank, c.player, c.score, c.speed, c.accuracy, hasRatings ? c.rating : t.waves];
  return [
    table(
      t.standings,
      columns,
      page.items.map((one) => row(one, me, hasRatings)),
    ),
    pages(page, at),
  ];
}

/** @param {ContestStanding} standing @param {string | null} me @param {boolean} hasRatings */
function row(standing, me, hasRatings) {
  const { rank, user_id, username, display_name, nickname, result_id, final_score, old_rating, new_rating } = standing;
  const own = user_id === me;
  const accuracy = percent(standing.key_accuracy_percentage);
  return h(
    'tr',
    { class: `${own ? 'own ' : ''}rank-${rank}`, 'data-user': user_id },
    h('td.rank', {}, whole(rank)),
    h(
      'td.player',
      {},
      h('a', { href: `/players/${encodeURIComponent(username)}` }, nickname ?? display_name),
      own && h('span.tag', {}, contestText.you),
      h('span.hint.figures', {}, contestText.inShort(standing.net_wpm, accuracy)),
      hasRatings && h('span.hint.figures', {}, moved(old_rating, new_rating)),
    ),
    h('td.number', {}, h('a', { href: `/results/${result_id}` }, whole(final_score))),
    h('td.number.compared', {}, tenths(standing.net_wpm)),
    h('td.number.compared', {}, accuracy),
    hasRatings
      ? h('td.number.moved', {}, moved(old_rating, new_rating))
      : h('td.number', {}, whole(standing.waves_completed)),
  );
}

/** @param {number | null} before @param {number | null} after */
function moved(before, after) {
  return before === null || after === null ? '–' : contestsText.rating(before, after);
}
