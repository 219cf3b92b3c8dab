// @ts-check
/**
 * A line chart: series over one axis, marks across it, a cursor that reads out its points, and the same as a table.
 *
 * Laws: data in, element out; colours and dashes are the classes of css/charts.css. What is drawn can be had without
 * seeing it (the summary, the cursor by arrow keys, the table), and no two series differ by colour alone. It is drawn
 * in true pixels and again when its width changes, so that its letters keep their size on a phone.
 */

import { add, h, svg } from '../dom.js';
import { axisOf, draw, drawSeries, marker, MARKERS_UP_TO } from './line-drawing.js';
import { nearest } from './scale.js';
import { text as chartText } from './text.js';

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
 * @property {number} [min] @property {number} [max] by default what the points need; y starts at 0 unless they go below
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
const PAGE = 10; // points that PageUp and PageDown pass

let made = 0;

/** @typedef {Map<number, number | null>[]} Known each series' values by their moments */

/** @param {Chart} chart @returns {HTMLElement} a `<figure>` */
export function lineChart(chart) {
  const id = `chart-${++made}`;
  /** @type {Known} */
  const known = chart.series.map(({ points }) => new Map(points.map(({ x, y }) => [x, y])));
  const moments = [...new Set(chart.series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const caption = h('figcaption', { id }, chart.title);
  if (moments.length === 0)
    return h('figure.chart', { 'aria-labelledby': id }, caption, h('p.muted', {}, chartText.nothing));

  const reading = (/** @type {number} */ at) => readingOf(chart, known, moments[at]);
  const picture = svg('svg', { 'aria-hidden': 'true', focusable: 'false' });
  const readout = h('p.readout', { 'aria-hidden': 'true' }, chart.summary);
  const plot = h('div.plot', {
    role: 'slider',
    tabindex: 0,
    'aria-label': chart.title,
    'aria-describedby': `${id}-summary`,
    'aria-valuemin': 0,
    'aria-valuemax': moments.length - 1,
    'aria-valuenow': 0,
    'aria-valuetext': reading(0),
  });
  plot.append(picture);
  follow({ chart, moments, picture, plot, readout, reading });
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

/** What the cursor says of a moment. @param {Chart} chart @param {Known} known @param {number} x */
function readingOf(chart, known, x) {
  const values = chart.series.flatMap(({ name, axis }, index) => {
    const y = known[index].get(x);
    if (y === undefined || y === null) return [];
    return [/** @type {[string, string]} */ ([name, axisOf(chart, axis).format(y)])];
  });
  return chartText.reading(chart.x.format(x), values, chart.note?.(x) ?? '');
}

/**
 * Move the cursor by pointer and by keys; redraw when the width changes.
 * @param {object} parts
 * @param {Chart} parts.chart @param {number[]} parts.moments
 * @param {SVGElement} parts.picture @param {HTMLElement} parts.plot @param {HTMLElement} parts.readout
 * @param {(at: number) => string} parts.reading
 */
function follow({ chart, moments, picture, plot, readout, reading }) {
  const last = moments.length - 1;
  let drawn = draw(picture, chart, moments, FIRST_WIDTH);
  let at = -1;
  /** @param {number} index */
  const point = (index) => {
    at = Math.max(-1, Math.min(last, index));
    drawn.cursor(at < 0 ? null : moments[at]);
    readout.textContent = at < 0 ? chart.summary : reading(at);
    if (at < 0) return;
    plot.setAttribute('aria-valuenow', String(at));
    plot.setAttribute('aria-valuetext', reading(at));
  };

  plot.addEventListener('pointermove', (event) => {
    point(nearest(moments, drawn.moment(event.clientX - plot.getBoundingClientRect().left)));
  });
  plot.addEventListener('pointerleave', () => point(-1));
  plot.addEventListener('focus', () => plot.matches(':focus-visible') && point(Math.max(0, at)));
  plot.addEventListener('blur', () => point(-1));
  plot.addEventListener('keydown', (event) => {
    const to = moved(event.key, at, last);
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
