// @ts-check
/**
 * A line chart: series over one axis, marks across it, a cursor that reads out its points, and the same as a table.
 *
 * Laws: data in, element out; colours and dashes are the classes of css/charts.css. What is drawn can be had without
 * seeing it (the summary, the cursor by arrow keys, the table), and no two series differ by colour alone. It is drawn in
 * true pixels and again when its width changes, so that its letters keep their size on a phone.
 */

import { add, fill, h, svg } from '../dom.js';
import { text as chartText } from './text.js';
import { nearest, scale, step, ticks } from './scale.js';

/** @typedef {{x: number, y: number | null}} Point `y` null leaves a gap */

/**
 * @typedef {object} Series
 * @property {string} name
 * @property {'line' | 'faint' | 'dashed' | 'dotted' | 'area' | 'points'} kind `faint` is thin, behind the others;
 *   `points` are crosses and nothing between
 * @property {Point[]} points ascending by x
 * @property {'y' | 'y2'} [axis] y2 is the scale at the right
 * @property {boolean} [markers] a dot on every point; by default when there are few
 */

/** @typedef {{x: number, label: string}} Mark a line across the chart, at a moment */

/**
 * @typedef {object} Axis
 * @property {string} label
 * @property {(value: number) => string} format
 * @property {number} [min] @property {number} [max] else what the points need; y begins at 0 unless they go below
 * @property {number[]} [steps] distances that labels may have; else 1, 2, 5 and their powers of ten
 * @property {boolean} [whole] only whole numbers are labelled
 */

/**
 * @typedef {object} Chart
 * @property {string} title its accessible name, shown above it
 * @property {string} summary what it shows, in a sentence; shown until the cursor reads a point
 * @property {Series[]} series
 * @property {Mark[]} [marks]
 * @property {Axis} x @property {Axis} y @property {Axis} [y2]
 * @property {(x: number) => string} [note] something to say about the moment under the cursor
 */

const FIRST_WIDTH = 720; // until the page has laid it out
const MARKERS_UP_TO = 40; // more would hide the line
const LETTER = 7.3; // pixels of one letter of a label, to keep labels apart
const PAGE = 10; // points that PageUp and PageDown pass
const BETWEEN = { x: 64, y: 44 }; // pixels between labels, at least

let made = 0;

/** @param {Chart} chart @returns {HTMLElement} a `<figure>` */
export function lineChart(chart) {
  const id = `chart-${++made}`;
  const known = chart.series.map(({ points }) => new Map(points.map(({ x, y }) => [x, y])));
  const moments = [...new Set(chart.series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const caption = h('figcaption', { id }, chart.title);
  if (moments.length === 0)
    return h('figure.chart', { 'aria-labelledby': id }, caption, h('p.muted', {}, chartText.nothing));

  /** @param {number} x */
  const values = (x) =>
    chart.series.flatMap(({ name, axis }, index) => {
      const y = known[index].get(x);
      return y === undefined || y === null
        ? []
        : [/** @type {[string, string]} */ ([name, axisOf(chart, axis).format(y)])];
    });
  /** @param {number} x */
  const reading = (x) => chartText.reading(chart.x.format(x), values(x), chart.note?.(x) ?? '');

  const picture = svg('svg', { 'aria-hidden': 'true', focusable: 'false' });
  const readout = h('p.readout', { 'aria-hidden': 'true' }, chart.summary);
  const plot = h(
    'div.plot',
    {
      role: 'slider',
      tabindex: 0,
      'aria-label': chart.title,
      'aria-describedby': `${id}-summary`,
      'aria-valuemin': 0,
      'aria-valuemax': moments.length - 1,
      'aria-valuenow': 0,
      'aria-valuetext': reading(moments[0]),
    },
    picture,
  );

  let drawn = draw(picture, chart, moments, FIRST_WIDTH);
  let at = -1;
  /** @param {number} index */
  const point = (index) => {
    at = Math.max(-1, Math.min(moments.length - 1, index));
    drawn.cursor(at < 0 ? null : moments[at]);
    readout.textContent = at < 0 ? chart.summary : reading(moments[at]);
    if (at < 0) return;
    plot.setAttribute('aria-valuenow', String(at));
    plot.setAttribute('aria-valuetext', reading(moments[at]));
  };

  plot.addEventListener('pointermove', (event) => {
    point(nearest(moments, drawn.moment(event.clientX - plot.getBoundingClientRect().left)));
  });
  plot.addEventListener('pointerleave', () => point(-1));
  plot.addEventListener('focus', () => plot.matches(':focus-visible') && point(Math.max(0, at)));
  plot.addEventListener('blur', () => point(-1));
  plot.addEventListener('keydown', (event) => {
    const to = moved(event.key, at, moments.length - 1);
    if (to === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    point(to);
  });

  new ResizeObserver(() => {
    const width = Math.round(plot.clientWidth);
    if (width === 0 || width === drawn.width) return;
    drawn = draw(picture, chart, moments, width);
    point(at);
  }).observe(plot);

  return h(
    'figure.chart',
    { 'aria-labelledby': id },
    caption,
    h('p.unseen', { id: `${id}-summary` }, chart.summary),
    legend(chart),
    readout,
    plot,
    asTable(chart, moments, known),
  );
}

/** Where a key leads the cursor; null for any other key. @param {string} key @param {number} at @param {number} last */
function moved(key, at, last) {
  /** @type {Record<string, number>} */
  const to = {
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    Home: 0,
    End: last,
    PageUp: at + PAGE,
    PageDown: at - PAGE,
  };
  return key in to ? Math.max(0, Math.min(last, to[key])) : null;
}

/** @param {Chart} chart @param {'y' | 'y2'} [axis] */
const axisOf = (chart, axis) => (axis === 'y2' && chart.y2 ? chart.y2 : chart.y);

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

/**
 * Draw everything anew in `picture`, `width` pixels wide.
 * @param {SVGElement} picture @param {Chart} chart @param {number[]} moments @param {number} width
 */
function draw(picture, chart, moments, width) {
  const height = width < 500 ? 230 : 280;
  const marks = chart.marks ?? [];
  const inner = { top: marks.length ? 22 : 10, bottom: height - 44 };
  const y = range(chart, 'y', inner.bottom - inner.top);
  const y2 = chart.y2 ? range(chart, 'y2', inner.bottom - inner.top) : null;
  const labels = {
    y: ticks(y.low, y.high, y.by).map((value) => ({ value, label: chart.y.format(value) })),
    y2:
      y2 && chart.y2
        ? ticks(y2.low, y2.high, y2.by).map((value) => ({ value, label: chart.y2?.format(value) ?? '' }))
        : [],
  };
  const room = (/** @type {{label: string}[]} */ all) => Math.max(0, ...all.map(({ label }) => label.length)) * LETTER;
  const left = room(labels.y) + 10;
  const right = width - (y2 ? room(labels.y2) + 10 : 12);
  const x = { low: chart.x.min ?? moments[0], high: chart.x.max ?? moments[moments.length - 1] };
  if (x.high <= x.low) x.high = x.low + 1;
  const across = scale(x.low, x.high, left, right);
  const up = {
    y: scale(y.low, y.high, inner.bottom, inner.top),
    y2: scale(y2?.low ?? 0, y2?.high ?? 1, inner.bottom, inner.top),
  };
  const by = Math.max(
    chart.x.whole ? 1 : 0,
    step(x.high - x.low, Math.max(2, Math.floor((right - left) / BETWEEN.x)), chart.x.steps),
  );

  // The names of the axes share one line; on a narrow one that of x, which its labels tell, gives way.
  const middle = (left + right) / 2;
  const wide = (/** @type {string | undefined} */ label) => (label ? (label.length + 4) * LETTER : 0);
  const half = wide(chart.x.label) / 2;
  const named = left + wide(chart.y.label) <= middle - half && middle + half <= width - wide(chart.y2?.label);

  picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
  picture.setAttribute('width', String(width));
  picture.setAttribute('height', String(height));
  const cursor = svg('g', { class: 'cursor' });
  fill(
    picture,
    labels.y
      .map(({ value, label }) => [
        svg('line', { class: 'grid', x1: left, x2: right, y1: up.y(value), y2: up.y(value) }),
        svg('text', { class: 'tick', x: left - 8, y: up.y(value) + 4, 'text-anchor': 'end' }, label),
      ])
      .flat(),
    labels.y2.map(({ value, label }) => svg('text', { class: 'tick', x: right + 8, y: up.y2(value) + 4 }, label)),
    ticks(x.low, x.high, by).map((value) =>
      svg(
        'text',
        {
          class: 'tick',
          x: held(across(value), chart.x.format(value), left, width),
          y: inner.bottom + 18,
          'text-anchor': 'middle',
        },
        chart.x.format(value),
      ),
    ),
    svg('line', { class: 'axis', x1: left, x2: right, y1: inner.bottom, y2: inner.bottom }),
    svg('text', { class: 'name', x: left, y: height - 5 }, `↑ ${chart.y.label}`),
    named && svg('text', { class: 'name', x: middle, y: height - 5, 'text-anchor': 'middle' }, `${chart.x.label} →`),
    chart.y2 &&
      svg('text', { class: 'name', x: width - 2, y: height - 5, 'text-anchor': 'end' }, `${chart.y2.label} ↑`),
    drawMarks(marks, across, inner, right),
    chart.series
      .map((series, index) => ({ series, index }))
      .sort((a, b) => Number(b.series.kind === 'faint') - Number(a.series.kind === 'faint'))
      .flatMap(({ series, index }) => drawSeries(series, index, across, up[series.axis ?? 'y'], inner.bottom)),
    cursor,
  );
  return {
    width,
    /** The value at `pixel`. @param {number} pixel */
    moment: (pixel) => x.low + ((pixel - left) / (right - left || 1)) * (x.high - x.low),
    /** @param {number | null} moment */
    cursor(moment) {
      fill(cursor);
      if (moment === null) return;
      add(cursor, [svg('line', { x1: across(moment), x2: across(moment), y1: inner.top, y2: inner.bottom })]);
      for (const [index, series] of chart.series.entries()) {
        const found = series.points.find((one) => one.x === moment);
        if (!found || found.y === null) continue;
        add(cursor, [
          svg('circle', {
            class: `dot series-${index + 1}`,
            cx: across(moment),
            cy: up[series.axis ?? 'y'](found.y),
            r: 4.5,
          }),
        ]);
      }
    },
  };
}

/** A label's middle, held within the picture. @param {number} x @param {string} label @param {number} left @param {number} width */
function held(x, label, left, width) {
  const half = (label.length * LETTER) / 2;
  return Math.min(Math.max(x, Math.min(left, half)), width - half);
}

/**
 * @param {Mark[]} marks @param {(x: number) => number} across @param {{top: number, bottom: number}} inner @param {number} right
 */
function drawMarks(marks, across, inner, right) {
  let free = -Infinity;
  return marks.flatMap(({ x, label }) => {
    const at = across(x);
    const line = svg('line', { class: 'mark', x1: at, x2: at, y1: inner.top - 8, y2: inner.bottom });
    const end = at + 4 + label.length * LETTER;
    if (at < free || end > right + 10) return [line];
    free = end + 8;
    return [line, svg('text', { class: 'mark', x: at + 4, y: inner.top - 6 }, label)];
  });
}

/**
 * @param {Series} series @param {number} index @param {(x: number) => number} across @param {(y: number) => number} up
 * @param {number} ground
 * @returns {SVGElement[]}
 */
function drawSeries({ kind, points, markers }, index, across, up, ground) {
  const style = `series-${index + 1} ${kind}`;
  const places = points.map(({ x, y }) => (y === null ? null : /** @type {[number, number]} */ ([across(x), up(y)])));
  const there = places.flatMap((place) => (place ? [place] : []));
  if (kind === 'points') return there.map((place) => sign(style, place, index));
  const path = line(places);
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
function line(places) {
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

/** A dot in the series' own shape: round, square, diamond, triangle. @param {number} index @param {[number, number]} place */
function marker(index, [x, y]) {
  const r = 3.4;
  const shapes = [
    `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
    `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`,
    `M${x} ${y - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}Z`,
    `M${x} ${y - r - 1}l${r + 1} ${2 * r + 1}h${-2 * r - 2}Z`,
  ];
  return svg('path', { class: `marker series-${index + 1}`, d: shapes[index % shapes.length] });
}

/** @param {Chart} chart */
function legend(chart) {
  return h(
    'ul.legend',
    { 'aria-label': chartText.legend },
    chart.series.map((series, index) => {
      const sample = svg('svg', {
        viewBox: '0 0 34 14',
        width: 34,
        height: 14,
        'aria-hidden': 'true',
        focusable: 'false',
      });
      const ends = [
        { x: 1, y: 7 },
        { x: 33, y: 7 },
      ];
      const middle = [{ x: 17, y: 7 }];
      const same = (/** @type {number} */ value) => value;
      add(
        sample,
        drawSeries(
          { ...series, points: series.kind === 'points' ? middle : ends, markers: false },
          index,
          same,
          same,
          14,
        ),
      );
      if (
        series.kind !== 'points' &&
        series.kind !== 'faint' &&
        (series.markers ?? series.points.length <= MARKERS_UP_TO)
      )
        add(sample, [marker(index, [17, 7])]);
      return h('li', {}, sample, series.name);
    }),
  );
}

/**
 * Made when it is first asked for: a long game has hundreds of rows.
 * @param {Chart} chart @param {number[]} moments @param {Map<number, number | null>[]} known
 */
function asTable(chart, moments, known) {
  const box = h('div.rows', { tabindex: 0, role: 'region', 'aria-label': `${chart.title}: ${chartText.table}` });
  return h(
    'details',
    {
      ontoggle: () => {
        if (!box.firstChild) box.append(rows(chart, moments, known));
      },
    },
    h('summary', {}, chartText.table),
    box,
  );
}

/** @param {Chart} chart @param {number[]} moments @param {Map<number, number | null>[]} known */
function rows(chart, moments, known) {
  const noted = chart.note;
  return h(
    'table',
    {},
    h('caption.unseen', {}, chart.title),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        [chart.x.label, ...chart.series.map(({ name }) => name), ...(noted ? [''] : [])].map((name) =>
          name ? h('th', { scope: 'col' }, name) : h('td'),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      moments.map((x) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, chart.x.format(x)),
          chart.series.map(({ axis }, index) => {
            const y = known[index].get(x);
            return h('td.number', {}, y === undefined || y === null ? chartText.none : axisOf(chart, axis).format(y));
          }),
          noted && h('td', {}, noted(x)),
        ),
      ),
    ),
  );
}
