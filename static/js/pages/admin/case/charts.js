// @ts-check
/** A game's intervals beside honest ones: how they spread, how the tempo went, and what single pairs took. */

import { lineChart } from '../../../charts/line.js';
import { h } from '../../../dom.js';
import { table } from '../../../parts/pieces.js';
import { duration, keyName, whole } from '../../../text/common.js';
import { text } from './text.js';

/** @import { ComparedIntervals, RhythmFigures } from '../../../net/types.js' */
/** @import { Point } from '../../../charts/line.js' */

const FEWEST = 20; // intervals, to draw anything

/** @param {ComparedIntervals | null} compared */
export function intervalsView(compared) {
  const t = text;
  const heading = h('h2', { id: 'intervals' }, t.intervals);
  const section = (/** @type {import('../../../dom.js').Children[]} */ ...children) =>
    h('section.card.intervals', { 'aria-labelledby': 'intervals' }, heading, ...children);
  if (compared === null) return section(h('p.note', {}, t.unreadable));
  if (compared.game.intervals < FEWEST) return section(h('p.note', {}, t.few));
  return section(
    h('p.hint', {}, t.beside[compared.honest_by](compared.honest_games)),
    h('div.cards', {}, spread(compared), tempo(compared)),
    pairs(compared),
  );
}

/** @param {ComparedIntervals} compared */
function spread({ edges_ms, game, honest, honest_by }) {
  const t = text;
  const points = (/** @type {RhythmFigures} */ of) => of.spread.map((share, x) => ({ x, y: share * 100 }));
  const edge = (/** @type {number} */ x) => t.ms(edges_ms[Math.max(0, Math.min(edges_ms.length - 1, Math.round(x)))]);
  return lineChart({
    title: t.spread,
    summary: t.spreadSummary(game.median_ms, honest.median_ms),
    series: [
      { name: t.thisGame, kind: 'area', points: points(game), markers: false },
      { name: t.honest[honest_by], kind: 'dashed', points: points(honest), markers: false },
    ],
    x: { label: t.axisMs, format: edge, whole: true },
    y: { label: t.axisShare, format: t.share },
  });
}

/** @param {ComparedIntervals} compared */
function tempo({ game, honest, honest_by }) {
  const t = text;
  const last = game.tempo.at(-1)?.[0] ?? 0;
  const points = (/** @type {RhythmFigures} */ of) =>
    of.tempo.filter(([at]) => at <= last).map(([at, ms]) => /** @type {Point} */ ({ x: at / 1000, y: ms }));
  return lineChart({
    title: t.tempo,
    summary: t.tempoSummary(game.intervals),
    series: [
      { name: t.thisGame, kind: 'line', points: points(game), markers: false },
      { name: t.honest[honest_by], kind: 'dashed', points: points(honest), markers: false },
    ],
    x: { label: t.axisTime, format: duration },
    y: { label: t.axisMs, format: t.ms },
  });
}

/** @param {ComparedIntervals} compared */
function pairs({ game, honest }) {
  const t = text;
  const known = new Map(honest.pairs.map(({ pair, mean_ms }) => [pair, mean_ms]));
  if (game.pairs.length === 0) return null;
  const rows = game.pairs.map(({ pair, count, mean_ms }) => {
    const other = known.get(pair);
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, h('kbd', {}, [...pair].map(keyName).join(' '))),
      h('td.number', {}, whole(count)),
      h('td.number', {}, t.ms(mean_ms)),
      h('td.number', {}, other === undefined ? t.unknown : t.ms(other)),
    );
  });
  return h('div.pairs', {}, h('h3', {}, t.pairs), h('p.hint', {}, t.pairsHint), table(t.pairs, t.pairColumns, rows));
}
