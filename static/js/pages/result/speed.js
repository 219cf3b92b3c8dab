// @ts-check
/** A game's speed and errors over time, with its waves marked. */

import { lineChart } from '../../charts/line.js';
import { CLOCK_STEPS } from '../../charts/scale.js';
import { duration, whole } from '../../text/common.js';
import { text as resultText } from './text.js';

/** @import { AnalysisOut, Mark } from '../../net/types.js' */

const AROUND = 2; // points at each side of one that its smoothed speed is the mean of
const LOW_ERRORS = 4; // the scale's least: single ones stay below the waves' names
const NAMED_WAVES = 12; // more are marked by their number alone

/** @param {AnalysisOut} analysis @returns {HTMLElement} */
export function speedChart({ series, marks, typing, end_ms, waves_total }) {
  const t = resultText;
  const { every_s, raw_wpm, errors } = series;
  /** @param {number[]} values */
  const points = (values) => values.map((y, index) => ({ x: index * every_s, y }));
  const wrong = points(errors).filter(({ y }) => y > 0);
  const raw = { name: t.rawEach(every_s), points: points(raw_wpm) };
  const asked = points(raw_wpm.map((_, index) => waveAt(marks, index * every_s)?.asked_wpm ?? 0));
  const isLong = raw_wpm.length > 2 * AROUND + 1;
  return lineChart({
    title: t.chart,
    summary: t.chartSummary(
      duration(typing.duration_seconds),
      typing.raw_wpm,
      Math.max(...raw_wpm),
      typing.incorrect_keys,
      waves_total,
    ),
    series: [
      isLong
        ? { name: t.speed, kind: 'line', points: points(smoothed(raw_wpm)), markers: false }
        : { ...raw, kind: 'line' },
      ...(isLong ? [{ ...raw, kind: /** @type {const} */ ('faint') }] : []),
      ...(wrong.length
        ? [{ name: t.errors, kind: /** @type {const} */ ('points'), axis: /** @type {const} */ ('y2'), points: wrong }]
        : []),
      ...(asked.some(({ y }) => y > 0)
        ? [{ name: t.asked, kind: /** @type {const} */ ('dashed'), points: asked }]
        : []),
    ],
    marks: marks.map((mark) => ({
      x: mark.start_ms / 1000,
      label: waves_total <= NAMED_WAVES ? t.wave(mark.number) : String(mark.number),
    })),
    x: { label: t.axisTime, format: duration, steps: CLOCK_STEPS, min: 0, max: end_ms / 1000, whole: true },
    y: { label: t.axisSpeed, format: whole },
    y2: wrong.length
      ? { label: t.axisErrors, format: whole, min: 0, max: Math.max(LOW_ERRORS, ...errors), whole: true }
      : undefined,
    note: (x) => {
      const mark = waveAt(marks, x);
      return mark ? t.wave(mark.number) : '';
    },
  });
}

/** The marked wave of that moment. @param {Mark[]} marks @param {number} second */
function waveAt(marks, second) {
  return marks.findLast((mark) => mark.start_ms / 1000 <= second);
}

/** The mean of each value and its neighbours. @param {number[]} values */
function smoothed(values) {
  return values.map((_, index) => {
    const near = values.slice(Math.max(0, index - AROUND), index + AROUND + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}
