// @ts-check
/** A race as its `standing` frames tell it: how far everybody is, and in which order. */

/** @import { StandingFrame } from '../net/types.js' */

/**
 * How far a seat has got. `keys_done` are right keys over all waves; `place` is null while it has not cleared the last.
 * @typedef {{seat: number, keys_done: number, net_wpm: number, accuracy: number, hp: number, wave: number,
 *   place: number | null}} Progress
 */

/** By seat. @param {StandingFrame['seats']} rows @returns {Map<number, Progress>} */
export function progressOf(rows) {
  return new Map(
    rows.map(([seat, keys_done, net_wpm, accuracy, hp, wave, place]) => [
      seat,
      { seat, keys_done, net_wpm, accuracy, hp, wave, place },
    ]),
  );
}

/** Whether `a` is before `b`. @param {Progress} a @param {Progress} b */
const before = (a, b) =>
  (a.place ?? Infinity) < (b.place ?? Infinity) || (a.place === b.place && a.keys_done > b.keys_done);

/** The position of each seat as it stands, from 1; equals share one. @param {Map<number, Progress>} progress */
export function positions(progress) {
  const all = [...progress.values()];
  return new Map(all.map((one) => [one.seat, 1 + all.filter((other) => before(other, one)).length]));
}

/**
 * Who has taken a place since: each once.
 * @param {Map<number, Progress>} was @param {Map<number, Progress>} is
 */
export function arrivals(was, is) {
  return [...is.values()]
    .filter(({ seat, place }) => place !== null && (was.get(seat)?.place ?? null) === null)
    .sort((a, b) => Number(a.place) - Number(b.place));
}

/** How many keys the waves before a wave take. @param {number[]} keys of each wave @param {number} wave from 1 */
export function keysBefore(keys, wave) {
  return keys.slice(0, wave - 1).reduce((sum, one) => sum + one, 0);
}
