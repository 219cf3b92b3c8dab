// @ts-check
/** How a player's ratings moved: a chart for each kind that has any. */

import { lineChart } from '../../charts/line.js';
import { h } from '../../dom.js';
import { date, whole } from '../../text/common.js';
import { ratingKinds } from '../../text/races.js';
import { text as profileText } from './text.js';

/** @import { OwnRating, RatingHistory, RatingMove } from '../../net/types.js' */

const ROUND = 100; // the axis begins and ends at multiples of it

/** Null before the first rated game. @param {RatingHistory} history */
export function ratingsCard({ ratings, moves }) {
  const t = profileText;
  const charts = ratings.flatMap((rating) => {
    const own = moves.filter(({ kind }) => kind === rating.kind).reverse();
    return own.length ? [ratingChart(rating, own)] : [];
  });
  if (!charts.length) return null;
  return h('section.card', { 'aria-label': t.rating }, charts, h('p', {}, h('a', { href: '/ratings' }, t.ratingBoard)));
}

/** @param {OwnRating} rating @param {RatingMove[]} moves of its kind, at least one, the oldest first */
function ratingChart({ kind, rating, peak, games }, moves) {
  const t = profileText;
  const first = games - moves.length; // of a long history only the latest moves are known
  const points = [
    { x: first, y: moves[0].before },
    ...moves.map(({ after }, index) => ({ x: first + index + 1, y: after })),
  ];
  const all = points.map(({ y }) => y);
  return lineChart({
    title: t.ratingOf(ratingKinds[kind]),
    summary: t.ratingSummary(rating, peak, games),
    series: [{ name: t.rating, kind: 'line', points }],
    x: { label: t.ratingGame[kind], format: whole, whole: true },
    y: {
      label: t.rating,
      format: whole,
      min: Math.floor((Math.min(...all) - 1) / ROUND) * ROUND,
      max: Math.ceil((Math.max(...all) + 1) / ROUND) * ROUND,
    },
    note: (x) => {
      const move = moves[x - first - 1];
      return move ? t.ratingMove(move.place, move.after - move.before, date(move.at)) : '';
    },
  });
}
