// @ts-check
/**
 * A calendar of days: a column a week, a row a weekday, the more the fuller.
 *
 * Laws: data in, element out. A day's amount is the size of its square, not its colour alone; a marked day has a
 * corner of its own. What is drawn can be had without seeing it (the summary, the cursor by arrow keys, the table).
 * Days are UTC dates as text; no clock is read.
 */

import { fill, h, svg } from '../dom.js';
import { text as chartText } from './text.js';

/**
 * @typedef {object} Calendar
 * @property {string} title
 * @property {string} summary
 * @property {string} first the first day, `2026-01-31`
 * @property {string} last the last day
 * @property {Map<string, number>} amounts of the days that have one
 * @property {Set<string>} marked days
 * @property {(day: string, amount: number, marked: boolean) => string} reading what the cursor says of a day
 * @property {Noted} [noted] days with something that is no amount
 * @property {(month: number) => string} month its short name, 0 to 11
 * @property {(weekday: number) => string} weekday its short name, 0 is Monday
 * @property {[day: string, amount: string, mark: string]} columns of the table
 * @property {(day: string) => string} date
 * @property {[less: string, more: string, marked: string]} legend
 */

/**
 * @typedef {object} Noted
 * @property {Map<string, string>} days what to say of each
 * @property {string} column of the table
 * @property {string} legend
 */

const DAY_MS = 86_400_000;
const PITCH = 19;
const CELL = 15;
const LEFT = 38;
const TOP = 22;
const SIDES = [0, 6, 9, 12, 15]; // of a square, by its level
const MARK = 8; // the sides of a marked day's corner

let made = 0;

/** @param {Calendar} calendar @returns {HTMLElement} a `<figure>` */
export function calendarChart(calendar) {
  const id = `calendar-${++made}`;
  const days = daysOf(calendar.first, calendar.last);
  const readout = h('p.readout', { 'aria-hidden': 'true' }, calendar.summary);
  const box = h('div.box', {
    role: 'slider',
    tabindex: 0,
    'aria-label': calendar.title,
    'aria-describedby': `${id}-summary`,
    'aria-valuemin': 0,
    'aria-valuemax': days.length - 1,
  });
  const { picture, cursor } = drawn(calendar, days);
  box.append(picture);
  follow({ calendar, days, box, picture, cursor, readout });
  newestFirst(box);
  return h(
    'figure.chart.calendar',
    { 'aria-labelledby': id },
    h('figcaption', { id }, calendar.title),
    h('p.unseen', { id: `${id}-summary` }, calendar.summary),
    readout,
    box,
    legend(calendar),
    asTable(calendar),
  );
}

/** Where a day is in the picture. @param {number} index @param {number} begin weekday of the first day */
const placeOf = (index, begin) => ({
  x: LEFT + Math.floor((index + begin) / 7) * PITCH,
  y: TOP + ((index + begin) % 7) * PITCH,
});

/** @param {Calendar} calendar @param {string[]} days */
function drawn(calendar, days) {
  const most = Math.max(1, ...calendar.amounts.values());
  const begin = weekdayOf(days[0]);
  const place = (/** @type {number} */ index) => placeOf(index, begin);
  const width = place(days.length - 1).x + PITCH;
  const height = TOP + 7 * PITCH;
  const cursor = svg('rect', { class: 'cursor', width: CELL + 4, height: CELL + 4, rx: 4, visibility: 'hidden' });
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true', focusable: 'false' },
    months(calendar, days, place),
    [0, 2, 4].map((weekday) => svg('text', { x: 0, y: TOP + weekday * PITCH + 12 }, calendar.weekday(weekday))),
    days.flatMap((day, index) => [
      ...cell(place(index), level(calendar.amounts.get(day) ?? 0, most)),
      calendar.marked.has(day) && mark(place(index)),
      calendar.noted?.days.has(day) && note(place(index)),
    ]),
    cursor,
  );
  return { picture, cursor };
}

/**
 * Move the cursor by pointer and by keys.
 * @param {object} parts
 * @param {Calendar} parts.calendar @param {string[]} parts.days
 * @param {HTMLElement} parts.box @param {SVGElement} parts.picture @param {SVGElement} parts.cursor
 * @param {HTMLElement} parts.readout
 */
function follow({ calendar, days, box, picture, cursor, readout }) {
  const begin = weekdayOf(days[0]);
  const last = days.length - 1;
  /** @param {number} index -1: none */
  const point = (index) => {
    const day = days[Math.min(last, index)];
    const reading = index < 0 ? calendar.summary : readingOf(calendar, day);
    readout.textContent = reading;
    cursor.setAttribute('visibility', index < 0 ? 'hidden' : 'visible');
    if (index < 0) return;
    const { x, y } = placeOf(Math.min(last, index), begin);
    cursor.setAttribute('x', String(x - 2));
    cursor.setAttribute('y', String(y - 2));
    box.setAttribute('aria-valuenow', String(Math.min(last, index)));
    box.setAttribute('aria-valuetext', reading);
  };
  let at = last;
  point(at);
  point(-1);

  box.addEventListener('pointermove', (event) => {
    const { left, top } = picture.getBoundingClientRect();
    const week = Math.floor((event.clientX - left - LEFT) / PITCH);
    const weekday = Math.floor((event.clientY - top - TOP) / PITCH);
    const index = week * 7 + weekday - begin;
    point(weekday >= 0 && weekday < 7 && index >= 0 && index <= last ? index : -1);
  });
  box.addEventListener('pointerleave', () => point(-1));
  box.addEventListener('focus', () => box.matches(':focus-visible') && point(at));
  box.addEventListener('blur', () => point(-1));
  box.addEventListener('keydown', (event) => {
    const to = moved(event.key, at, last);
    if (to === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    at = to;
    point(at);
    const { x } = placeOf(at, begin);
    const isSeen = x >= box.scrollLeft + LEFT && x <= box.scrollLeft + box.clientWidth - PITCH;
    if (!isSeen) box.scrollLeft = x - box.clientWidth / 2;
  });
}

/** What the cursor says of a day. @param {Calendar} calendar @param {string} day */
function readingOf({ amounts, marked, noted, reading }, day) {
  const said = reading(day, amounts.get(day) ?? 0, marked.has(day));
  const more = noted?.days.get(day);
  return more ? `${said} · ${more}` : said;
}

/** The newest days are looked at first. @param {HTMLElement} box */
function newestFirst(box) {
  const laidOut = new ResizeObserver(() => {
    if (box.clientWidth === 0) return;
    box.scrollLeft = box.scrollWidth;
    laidOut.disconnect();
  });
  laidOut.observe(box);
}

/** Every day from one to the other, as text. @param {string} first @param {string} last */
export function daysOf(first, last) {
  const days = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** 0 is Monday. @param {string} day */
const weekdayOf = (day) => (new Date(day).getUTCDay() + 6) % 7;

/** 0 for none, 4 for as many as on the fullest day. @param {number} amount @param {number} most */
export const level = (amount, most) => (amount ? Math.max(1, Math.ceil((amount / most) * 4)) : 0);

/** @param {{x: number, y: number}} place @param {number} of level */
function cell({ x, y }, of) {
  const side = SIDES[of];
  const inset = (CELL - side) / 2;
  return [
    svg('rect', { class: 'day', x: x + 0.5, y: y + 0.5, width: CELL - 1, height: CELL - 1, rx: 3 }),
    of > 0 &&
      svg('rect', { class: `amount level-${of}`, x: x + inset, y: y + inset, width: side, height: side, rx: 2 }),
  ];
}

/** A corner in another colour. @param {{x: number, y: number}} place */
const mark = ({ x, y }) => svg('path', { class: 'mark', d: `M${x + CELL} ${y}v${MARK}l${-MARK} ${-MARK}z` });

/** The opposite corner. @param {{x: number, y: number}} place */
const note = ({ x, y }) => svg('path', { class: 'note', d: `M${x} ${y + CELL}v${-MARK}l${MARK} ${MARK}z` });

/** @param {Calendar} calendar @param {string[]} days @param {(index: number) => {x: number}} place */
function months(calendar, days, place) {
  let free = 0;
  return days.flatMap((day, index) => {
    const { x } = place(index);
    if (!day.endsWith('-01') && index > 0) return [];
    if (x < free || (index === 0 && Number(day.slice(8)) > 14)) return [];
    free = x + PITCH * 2;
    return [svg('text', { x, y: 12 }, calendar.month(Number(day.slice(5, 7)) - 1))];
  });
}

/** @param {Calendar} calendar */
function legend({ legend: [less, more, marked], noted }) {
  const cells = SIDES.flatMap((_, of) => cell({ x: of * PITCH, y: 0 }, of));
  const one = { x: 0, y: 0 };
  return h(
    'p.scale',
    { 'aria-hidden': 'true' },
    less,
    svg('svg', { width: SIDES.length * PITCH, height: CELL, focusable: 'false' }, cells),
    more,
    svg('svg', { class: 'marked', width: CELL, height: CELL, focusable: 'false' }, [...cell(one, 0), mark(one)]),
    marked,
    noted &&
      svg('svg', { class: 'marked', width: CELL, height: CELL, focusable: 'false' }, [...cell(one, 0), note(one)]),
    noted?.legend,
  );
}

/** Where a key leads the cursor; null for any other key. @param {string} key @param {number} at @param {number} last */
function moved(key, at, last) {
  /** @type {Record<string, number>} */
  const to = {
    ArrowRight: at + 7,
    ArrowLeft: at - 7,
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    Home: 0,
    End: last,
    PageUp: at - 28,
    PageDown: at + 28,
  };
  return key in to ? Math.max(0, Math.min(last, to[key])) : null;
}

/** The days that have something, the newest first; made when it is first asked for. @param {Calendar} calendar */
function asTable(calendar) {
  const box = h('div.rows', { tabindex: 0, role: 'region', 'aria-label': `${calendar.title}: ${chartText.table}` });
  const { amounts, marked, noted } = calendar;
  const rows = () => [...new Set([...amounts.keys(), ...marked, ...(noted?.days.keys() ?? [])])].sort().reverse();
  const draw = () =>
    fill(
      box,
      h(
        'table',
        {},
        h('caption.unseen', {}, calendar.title),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            [...calendar.columns, ...(noted ? [noted.column] : [])].map((name) => h('th', { scope: 'col' }, name)),
          ),
        ),
        h(
          'tbody',
          {},
          rows().map((day) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, calendar.date(day)),
              h('td.number', {}, amounts.get(day) ?? 0),
              h('td', {}, marked.has(day) ? chartText.yes : ''),
              noted && h('td', {}, noted.days.get(day) ?? ''),
            ),
          ),
        ),
      ),
    );
  return h('details', { ontoggle: () => !box.firstChild && draw() }, h('summary', {}, chartText.table), box);
}
