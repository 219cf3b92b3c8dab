// @ts-check
/** From values to pixels, and which values an axis is labelled with. Pure numbers: nothing here knows the page. */

/** Steps for an axis of seconds, so that its labels are those of a clock. */
export const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

/**
 * A straight scale.
 * @param {number} low @param {number} high the values at both ends; equal ones are spread apart
 * @param {number} from @param {number} to their pixels
 */
export function scale(low, high, from, to) {
  const span = high - low || 1;
  return (/** @type {number} */ value) => from + ((value - low) / span) * (to - from);
}

/**
 * The smallest step that labels `span` with at most `most` steps: 1, 2 or 5 times a power of ten, or one of `steps`.
 * @param {number} span @param {number} most @param {number[]} [steps] ascending
 */
export function step(span, most, steps = []) {
  const least = span / Math.max(1, most);
  const given = steps.find((one) => one >= least);
  if (given) return given;
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((one) => one * power >= least) ?? 10);
}

/**
 * Round values between `low` and `high`, both included.
 * @param {number} low @param {number} high @param {number} by
 */
export function ticks(low, high, by) {
  const first = Math.ceil(low / by - 1e-9);
  const last = Math.floor(high / by + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * by);
}

/**
 * The index in ascending `values` of the one nearest to `value`; -1 when there are none.
 * @param {number[]} values @param {number} value
 */
export function nearest(values, value) {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && value - values[low - 1] <= values[low] - value ? low - 1 : values.length ? low : -1;
}
