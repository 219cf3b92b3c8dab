// @ts-check
/** The English of the charts. */

export const text = {
  table: 'As a table',
  legend: 'What the lines are',
  none: '–',
  yes: '✓',
  nothing: 'Too little to draw yet.',
  /** The point under the cursor of a chart, read out. */
  reading: (
    /** @type {string} */ x,
    /** @type {[name: string, value: string][]} */ values,
    /** @type {string} */ note,
  ) => [x, ...values.map(([name, value]) => `${name} ${value}`), note].filter(Boolean).join(' · '),
};
