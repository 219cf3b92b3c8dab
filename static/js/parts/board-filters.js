// @ts-check
/**
 * Which board is meant: by an address, and by the filters above its table.
 *
 * Law: what is shown follows from the address alone, so every view of a board can be shared.
 */

import { h } from '../dom.js';
import { METRICS, PERIODS, SPRINT_SECONDS } from '../terms.js';
import { text } from '../text/board.js';
import { difficulties, languages, utcDay } from '../text/common.js';
import { select } from './pieces.js';

/**
 * @typedef {{mode: string, seconds?: string, day?: string, metric: string, period: string,
 *   language: string, difficulty: string}} Board
 */

/** What there are boards of; the first of each is meant when the address does not say. */
const KINDS = /** @type {const} */ ({
  solo: { metrics: METRICS, periods: PERIODS },
  sprint: { metrics: ['net_wpm'], periods: PERIODS },
  daily: { metrics: ['score', 'net_wpm'], periods: ['day'] },
});
const SECONDS = ['60', ...SPRINT_SECONDS.map(String)];

/** @param {URLSearchParams} query @returns {Board} */
export function boardOf(query) {
  const one = (/** @type {string} */ name, /** @type {readonly string[]} */ values) =>
    values.find((value) => value === query.get(name)) ?? values[0];
  const mode = /** @type {keyof typeof KINDS} */ (one('mode', Object.keys(KINDS)));
  const day = query.get('day') ?? '';
  return {
    mode,
    ...(mode === 'sprint' ? { seconds: one('seconds', SECONDS) } : {}),
    ...(mode === 'daily' && day ? { day } : {}),
    metric: one('metric', KINDS[mode].metrics),
    period: one('period', KINDS[mode].periods),
    language: (query.get('language') ?? '').toUpperCase(),
    difficulty: (query.get('difficulty') ?? '').toUpperCase(),
  };
}

/** What is as usual stays out of the address. @param {string} path @param {Record<string, string | number>} choice */
export function boardAddress(path, choice) {
  const { metrics, periods } = KINDS[/** @type {keyof typeof KINDS} */ (choice.mode)];
  /** @type {Set<unknown>} */
  const usual = new Set(['solo', metrics[0], periods[0], '', 0]);
  const all = Object.entries(choice).filter(([, value]) => !usual.has(value));
  const search = new URLSearchParams(all.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${path}?${search}` : path;
}

/**
 * @param {Board} board
 * @param {(more: Partial<Board>) => void} choose
 * @param {...import('../dom.js').Children} more behind the filters
 */
export function boardFilters(board, choose, ...more) {
  const t = text;
  const any = { '': t.any };
  const { metrics, periods } = KINDS[/** @type {keyof typeof KINDS} */ (board.mode)];
  return h(
    'form.filters',
    { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    select(t.game, t.games, board.mode + (board.seconds ?? ''), (game) => choose(t.gameOf(game))),
    select(t.metric, of(t.metrics, metrics), board.metric, (metric) => choose({ metric })),
    board.day
      ? h('p.day', {}, utcDay(board.day))
      : select(t.period, of(t.periods, periods), board.period, (period) => choose({ period })),
    select(t.language, { ...any, ...languages }, board.language, (language) => choose({ language })),
    board.mode !== 'daily' &&
      select(t.difficulty, { ...any, ...difficulties }, board.difficulty, (difficulty) => choose({ difficulty })),
    ...more,
  );
}

/** Those that the board has. @param {Record<string, string>} words @param {readonly string[]} names */
function of(words, names) {
  return Object.fromEntries(names.map((name) => [name, words[name]]));
}
