// @ts-check
/** The English about contests that several pages share. */

import { count, dateTime, timeZone, whole, zonedDateTime } from './common.js';

/** @import { Contest, ContestState } from '../net/types.js' */

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** @satisfies {Record<ContestState, string>} */
export const states = { UPCOMING: 'upcoming', RUNNING: 'running', CLOSING: 'last games', OVER: 'over' };

/** `90 minutes`, `2 hours`, `3 days`. @param {number} seconds */
export function lasting(seconds) {
  if (seconds % DAY_S === 0) return count(seconds / DAY_S, 'day');
  if (seconds % HOUR_S === 0) return count(seconds / HOUR_S, 'hour');
  return count(Math.max(1, Math.round(seconds / MINUTE_S)), 'minute');
}

export const text = {
  title: 'Contests',
  waves: (/** @type {number} */ n) => count(n, 'wave'),
  participants: (/** @type {number} */ n) => count(n, 'player'),
  rated: 'rated',
  joined: 'you’re taking part',
  played: 'played',
  forGroup: (/** @type {string} */ name) => `for ${name}`,
  /** When it is, in a list. @param {Contest} contest */
  when({ state, starts_at, ends_at, duration_s }) {
    if (state === 'UPCOMING') return `${dateTime(starts_at)}, for ${lasting(duration_s)}`;
    return state === 'OVER' ? `ended ${dateTime(ends_at)}` : `until ${dateTime(ends_at)}`;
  },
  /** In full, with the zone that these times are in. @param {Contest} contest */
  window: ({ starts_at, ends_at }) => `${zonedDateTime(starts_at)} to ${zonedDateTime(ends_at)}`,
  zone: () => `in your time (${timeZone()})`,
  rating: (/** @type {number} */ before, /** @type {number} */ after) => {
    const by = Math.round(after) - Math.round(before);
    return `${whole(before)} → ${whole(after)} (${by < 0 ? '−' : '+'}${whole(Math.abs(by))})`;
  },
};
