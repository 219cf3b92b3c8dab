// @ts-check
/** The wall over time, below the speed: when it was hit, and what clearing a wave gave back. */

import { lineChart } from '../../charts/line.js';
import { CLOCK_STEPS } from '../../charts/scale.js';
import { duration, whole } from '../../text/common.js';
import { text as resultText } from './text.js';
import { FULL_HP } from '../../terms.js';

/** @import { AnalysisOut } from '../../net/types.js' */

/** @param {AnalysisOut} analysis @returns {HTMLElement} */
export function wallChart({ series, wall, marks, end_ms }) {
  const t = resultText;
  const points = wall.map((y, index) => ({ x: index * series.every_s, y }));
  return lineChart({
    title: t.wallChart,
    summary: t.wallSummary(Math.min(...wall), wall[wall.length - 1]),
    series: [{ name: t.wallHp, kind: 'area', points, markers: false }],
    marks: marks.map((mark) => ({ x: mark.start_ms / 1000, label: String(mark.number) })),
    x: { label: t.axisTime, format: duration, steps: CLOCK_STEPS, min: 0, max: end_ms / 1000, whole: true },
    y: { label: t.axisWall, format: whole, min: 0, max: FULL_HP, whole: true },
  });
}
