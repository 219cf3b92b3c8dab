// @ts-check
/**
 * The English that several pages share, and how figures and times are written. Each page's own is in its
 * `text.js`. Law: no view holds a text of its own.
 */

/** @import { Difficulty, Language } from '../net/types.js' */

// How figures and dates are written: a translation starts here, and continues in the text files.
const LOCALE = 'en-GB';
const plural = new Intl.PluralRules(LOCALE);
const ordinals = new Intl.PluralRules(LOCALE, { type: 'ordinal' });
/** @type {Partial<Record<Intl.LDMLPluralRule, string>>} */
const ORDINAL = { one: 'st', two: 'nd', few: 'rd' };
const wholes = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' });
const moments = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const zonedMoments = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});
const utcDays = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' });
const utcMonths = new Intl.DateTimeFormat(LOCALE, { month: 'short', timeZone: 'UTC' });
const utcWeekdays = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', timeZone: 'UTC' });

/** `1 line`, `2 lines`. @param {number} n @param {string} one @param {string} [many] */
export const count = (n, one, many = `${one}s`) => `${whole(n)} ${plural.select(n) === 'one' ? one : many}`;

/** `last game`, `last 20 games`. @param {number} n */
export const lastGames = (n) => (n === 1 ? 'last game' : `last ${count(n, 'game')}`);

/** `Go, Java and Rust`. @param {string[]} words */
export const everyOne = (words) => new Intl.ListFormat(LOCALE).format(words);

/** @param {number} n */
export const whole = (n) => wholes.format(Math.round(n));

/** `1st`, `12th`. @param {number} n */
export const ordinal = (n) => `${whole(n)}${ORDINAL[ordinals.select(n)] ?? 'th'}`;

/** One digit after the point. @param {number} n */
export const tenths = (n) => oneDigit.format(n);

/** `+0.4 s`. @param {number} ms */
export const gained = (ms) => `+${tenths(ms / 1000)} s`;

/** `97.5%`. @param {number} n of a hundred */
export const percent = (n) => percents.format(n / 100);

/** `3:07`, `1:02:07`. @param {number} seconds */
export function duration(seconds) {
  const [hours, minutes, rest] = clock(seconds);
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Hours, minutes and seconds. @param {number} seconds */
function clock(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  return [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60];
}

const two = (/** @type {number} */ n) => String(n).padStart(2, '0');

/** Date and time where the reader is. @param {string} at RFC 3339 */
export const dateTime = (at) => moments.format(new Date(at));

/** With weekday and zone: for what others are asked to come to. @param {string} at RFC 3339 */
export const zonedDateTime = (at) => zonedMoments.format(new Date(at));

/** The reader's own, such as `Europe/Berlin`. */
export const timeZone = () => zonedMoments.resolvedOptions().timeZone;

/** What a countdown shows: `3 days 04:07:09`, `4:07`. @param {number} ms */
export function timeLeft(ms) {
  const s = Math.max(0, Math.ceil(ms / 1000));
  const whole_days = Math.floor(s / 86_400);
  return whole_days
    ? `${count(whole_days, 'day')} ${clock(s % 86_400)
        .map(two)
        .join(':')}`
    : duration(s);
}

/** @param {string} at RFC 3339 */
export const date = (at) => days.format(new Date(at));

/** @param {string} at a UTC day, `2026-01-31` */
export const utcDay = (at) => utcDays.format(new Date(at));

/** @param {number} n 0 is January */
export const monthName = (n) => utcMonths.format(Date.UTC(2024, n));

/** @param {number} n 0 is Monday */
export const weekdayName = (n) => utcWeekdays.format(Date.UTC(2024, 0, 1 + n));

/** How a key is shown. @param {string} key */
export function keyName(key) {
  return key === '\n' ? '⏎' : key === ' ' ? '␣' : key;
}

/** How several keys in a row are shown. @param {string} keys */
export const keysName = (keys) => [...keys].map(keyName).join('');

/** @satisfies {Record<Language, string>} */
const NAME_OF_LANGUAGE = {
  PYTHON: 'Python',
  JAVASCRIPT: 'JavaScript',
  TYPESCRIPT: 'TypeScript',
  REACT: 'React',
  JAVA: 'Java',
  GO: 'Go',
  RUST: 'Rust',
};
/** @satisfies {Record<Difficulty, string>} */
const NAME_OF_DIFFICULTY = { EASY: 'Easy', NORMAL: 'Normal', HARD: 'Hard', EXPERT: 'Expert' };

/** @type {Record<string, string>} */
export const languages = NAME_OF_LANGUAGE;
/** @type {Record<string, string>} */
export const difficulties = NAME_OF_DIFFICULTY;

/** Why a request failed: in the server's words, if it had any. @param {{status: number, message: string}} problem */
export const whyNot = ({ status, message }) => (status && message ? message : text.problem.away);

export const text = {
  name: 'Pro Dev',
  stillIn: (/** @type {string} */ why) => `You are still logged in. ${why}`,
  nav: {
    skip: 'Skip to content',
    main: 'Main',
    menu: 'Menu',
    unsure: 'Logging in…',
    play: 'Play',
    learn: 'Learn',
    leaderboard: 'Leaderboard',
    race: 'Race',
    contests: 'Contests',
    code: 'Own code',
    profile: 'Profile',
    groups: 'Groups',
    friends: 'Friends',
    login: 'Log in',
    register: 'Register',
    logout: 'Log out',
    keep: 'Keep your games',
    settings: 'Settings',
    admin: 'Admin',
    moderation: 'Moderation',
    theme: { dark: 'Use the light theme', light: 'Use the dark theme', contrast: 'Use the light theme' },
  },
  form: {
    username: 'Username',
    should: 'This should',
  },
  pager: {
    previous: 'Previous',
    next: 'Next',
    range: (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ all) =>
      `${whole(from)}–${whole(to)} of ${whole(all)}`,
  },
  cancel: 'Cancel',
  home: 'Back to the start page',
  problem: {
    away: 'The server is not responding. Check your connection and try again.',
    notSaved:
      'Your settings apply in this browser but could not be saved to your account. They will be sent again later.',
  },
};
