// @ts-check
/** The picture of a line chart: where everything goes at a width, and the shapes that go there. */

import { add, fill, svg } from '../dom.js';
import { scale, step, ticks } from './scale.js';

/** @import { Chart, Mark, Series } from './line.js' */

export const MARKERS_UP_TO = 40; // more would hide the line
const LETTER = 7.3; // pixels of one letter of a label, to keep labels apart
const BETWEEN = { x: 64, y: 44 }; // pixels between labels, at least

/** @param {Chart} chart @param {'y' | 'y2'} [axis] */
export const axisOf = (chart, axis) => (axis === 'y2' && chart.y2 ? chart.y2 : chart.y);

/** @param {Chart} chart @param {'y' | 'y2'} axis @param {number} height */
function range(chart, axis, height) {
  const { min, max, steps, whole } = axisOf(chart, axis);
  let [low, high] = [Math.min(0, min ?? 0), max ?? 0];
  for (const series of chart.series) {
    if ((series.axis ?? 'y') !== axis) continue;
    for (const { y } of series.points) {
      if (y === null) continue;
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  }
  if (min !== undefined) low = min;
  if (high <= low) high = low + 1;
  const by = Math.max(whole ? 1 : 0, step(high - low, Math.max(2, Math.floor(height / BETWEEN.y)), steps));
  return { low: Math.floor(low / by + 1e-9) * by, high: max ?? Math.ceil(high / by - 1e-9) * by, by };
}

/** @typedef {ReturnType<typeof layOut>} Layout */

/**
 * Where everything goes in a picture that is `width` pixels wide.
 * @param {Chart} chart @param {number[]} moments @param {number} width
 */
function layOut(chart, moments, width) {
  const height = width < 500 ? 230 : 280;
  const inner = { top: chart.marks?.length ? 22 : 10, bottom: height - 44 };
  const y = range(chart, 'y', inner.bottom - inner.top);
  const y2 = chart.y2 ? range(chart, 'y2', inner.bottom - inner.top) : null;
  const named = (
    /** @type {import('./line.js').Axis} */ { format },
    /** @type {{low: number, high: number, by: number}} */ { low, high, by },
  ) => ticks(low, high, by).map((value) => ({ value, label: format(value) }));
  const labels = { y: named(chart.y, y), y2: y2 && chart.y2 ? named(chart.y2, y2) : [] };
  const room = (/** @type {{label: string}[]} */ all) => Math.max(0, ...all.map(({ label }) => label.length)) * LETTER;
  const left = room(labels.y) + 10;
  const right = width - (y2 ? room(labels.y2) + 10 : 12);
  const x = { low: chart.x.min ?? moments[0], high: chart.x.max ?? moments[moments.length - 1] };
  if (x.high <= x.low) {
    const only = x.low; // in the middle, and nothing else is labelled
    x.low = only - 0.5;
    x.high = only + 0.5;
  }
  const most = Math.max(2, Math.floor((right - left) / BETWEEN.x));
  const by = Math.max(chart.x.whole ? 1 : 0, step(x.high - x.low, most, chart.x.steps));
  return {
    width,
    height,
    inner,
    left,
    right,
    labels: { ...labels, x: named(chart.x, { ...x, by }) },
    across: scale(x.low, x.high, left, right),
    up: {
      y: scale(y.low, y.high, inner.bottom, inner.top),
      y2: scale(y2?.low ?? 0, y2?.high ?? 1, inner.bottom, inner.top),
    },
    /** The value at `pixel`. @param {number} pixel */
    moment: (pixel) => x.low + ((pixel - left) / (right - left || 1)) * (x.high - x.low),
  };
}

/**
 * Redraw everything in `picture`, `width` pixels wide.
 * @param {SVGElement} picture @param {Chart} chart @param {number[]} moments @param {number} width
 */
export function draw(picture, chart, moments, width) {
  const layout = layOut(chart, moments, width);
  const { height, across, up, inner, right } = layout;
  const behind = chart.series
    .map((series, index) => ({ series, index }))
    .sort((a, b) => Number(b.series.kind === 'faint') - Number(a.series.kind === 'faint'));
  const cursor = svg('g', { class: 'cursor' });
  picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
  picture.setAttribute('width', String(width));
  picture.setAttribute('height', String(height));
  fill(
    picture,
    drawLabels(layout),
    drawNames(chart, layout),
    drawMarks(chart.marks ?? [], across, inner, right),
    behind.flatMap(({ series, index }) => drawSeries(series, index, across, up[series.axis ?? 'y'], inner.bottom)),
    cursor,
  );
  return {
    width,
    moment: layout.moment,
    /** @param {number | null} moment */
    cursor(moment) {
      fill(cursor);
      if (moment !== null) add(cursor, drawCursor(chart, layout, moment));
    },
  };
}

/** The grid and the labels of the axes. @param {Layout} layout */
function drawLabels({ labels, left, right, width, inner, across, up }) {
  const grid = labels.y.flatMap(({ value, label }) => [
    svg('line', { class: 'grid', x1: left, x2: right, y1: up.y(value), y2: up.y(value) }),
    svg('text', { class: 'tick', x: left - 8, y: up.y(value) + 4, 'text-anchor': 'end' }, label),
  ]);
  const atRight = labels.y2.map(({ value, label }) =>
    svg('text', { class: 'tick', x: right + 8, y: up.y2(value) + 4 }, label),
  );
  const below = labels.x.map(({ value, label }) => {
    const x = held(across(value), label, left, width);
    return svg('text', { class: 'tick', x, y: inner.bottom + 18, 'text-anchor': 'middle' }, label);
  });
  return [...grid, ...atRight, ...below];
}

/**
 * The axis of x and the names of all: they share one line, and on a narrow one that of x, which its labels tell, gives
 * way.
 * @param {Chart} chart @param {Layout} layout
 */
function drawNames({ x, y, y2 }, { left, right, width, height, inner }) {
  const middle = (left + right) / 2;
  const wide = (/** @type {string | undefined} */ label) => (label ? (label.length + 4) * LETTER : 0);
  const half = wide(x.label) / 2;
  const named = left + wide(y.label) <= middle - half && middle + half <= width - wide(y2?.label);
  const name = (/** @type {number} */ at, /** @type {string} */ words, anchor = 'start') =>
    svg('text', { class: 'name', x: at, y: height - 5, 'text-anchor': anchor }, words);
  return [
    svg('line', { class: 'axis', x1: left, x2: right, y1: inner.bottom, y2: inner.bottom }),
    name(left, `↑ ${y.label}`),
    named && name(middle, `${x.label} →`, 'middle'),
    y2 && name(width - 2, `${y2.label} ↑`, 'end'),
  ];
}

/** @param {Chart} chart @param {Layout} layout @param {number} moment */
function drawCursor({ series }, { across, up, inner }, moment) {
  const x = across(moment);
  const dots = series.flatMap(({ points, axis }, index) => {
    const found = points.find((one) => one.x === moment);
    if (!found || found.y === null) return [];
    return [svg('circle', { class: `dot series-${index + 1}`, cx: x, cy: up[axis ?? 'y'](found.y), r: 4.5 })];
  });
  return [svg('line', { x1: x, x2: x, y1: inner.top, y2: inner.bottom }), ...dots];
}

/**
 * A label's middle, held within the picture.
 * @param {number} x @param {string} label @param {number} left @param {number} width
 */
function held(x, label, left, width) {
  const half = (label.length * LETTER) / 2;
  return Math.min(Math.max(x, Math.min(left, half)), width - half);
}

/**
 * @param {Mark[]} marks @param {(x: number) => number} across
 * @param {{top: number, bottom: number}} inner @param {number} right
 */
function drawMarks(marks, across, inner, right) {
  let free = -Infinity;
  return marks.flatMap(({ x, label }) => {
    const at = across(x);
    const pole = svg('line', { class: 'mark', x1: at, x2: at, y1: inner.top - 8, y2: inner.bottom });
    const end = at + 4 + label.length * LETTER;
    if (at < free || end > right + 10) return [pole];
    free = end + 8;
    return [pole, svg('text', { class: 'mark', x: at + 4, y: inner.top - 6 }, label)];
  });
}

/**
 * @param {Series} series @param {number} index @param {(x: number) => number} across @param {(y: number) => number} up
 * @param {number} ground
 * @returns {SVGElement[]}
 */
export function drawSeries({ kind, points, markers }, index, across, up, ground) {
  const style = `series-${index + 1} ${kind}`;
  const places = points.map(({ x, y }) => (y === null ? null : /** @type {[number, number]} */ ([across(x), up(y)])));
  const there = places.flatMap((place) => (place ? [place] : []));
  if (kind === 'points') return there.map((place) => sign(style, place, index));
  const path = pathOf(places);
  const drawn = [svg('path', { class: style, d: path })];
  if (kind === 'area' && there.length > 1) {
    const closed = `${path}L${round(there[there.length - 1][0])} ${ground}L${round(there[0][0])} ${ground}Z`;
    drawn.unshift(svg('path', { class: `${style} ground`, d: closed }));
  }
  if (there.length === 1 || (markers ?? (kind !== 'faint' && there.length <= MARKERS_UP_TO)))
    drawn.push(...there.map((place) => marker(index, place)));
  return drawn;
}

const round = (/** @type {number} */ pixels) => Math.round(pixels * 10) / 10;

/** @param {([number, number] | null)[]} places */
function pathOf(places) {
  let pen = 'M';
  let path = '';
  for (const place of places) {
    if (place) path += `${pen}${round(place[0])} ${round(place[1])}`;
    pen = place ? 'L' : 'M';
  }
  return path;
}

/** A cross: something happened here. @param {string} style @param {[number, number]} place @param {number} index */
function sign(style, [x, y], index) {
  const r = 3.6;
  return svg('path', {
    class: `cross ${style}`,
    'data-series': index,
    d: `M${round(x - r)} ${round(y - r)}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`,
  });
}

/**
 * A dot in the series' own shape: round, square, diamond, triangle.
 * @param {number} index @param {[number, number]} place
 */
export function marker(index, [x, y]) {
  const r = 3.4;
  const shapes = [
    `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
    `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`,
    `M${x} ${y - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}Z`,
    `M${x} ${y - r - 1}l${r + 1} ${2 * r + 1}h${-2 * r - 2}Z`,
  ];
  return svg('path', { class: `marker series-${index + 1}`, d: shapes[index % shapes.length] });
}
