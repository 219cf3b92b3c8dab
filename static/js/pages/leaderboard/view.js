// @ts-check
/** A leaderboard with its filters, the reader's own row, and who is playing now; it can be brought up to date. */

import { fill, h } from '../../dom.js';
import { boardTable } from '../../parts/board.js';
import { rowLinks } from '../../parts/game-links.js';
import { kindOfGame, pageFrame, pager, select } from '../../parts/pieces.js';
import { text as tableText } from '../../text/board.js';
import { difficulties, languages, utcDay } from '../../text/common.js';
import { text as boardText } from './text.js';

/** @import { LeaderboardOut, PlayerNow, PlayersNow } from '../../net/types.js' */

const NAMES = 12; // of current players; the others are only counted

/**
 * @typedef {{mode: string, seconds?: string, day?: string, metric: string, period: string,
 *   language: string, difficulty: string}} Board
 */
/**
 * @typedef {{board: Board, metrics: readonly string[], periods: readonly string[], me: string | null, around: boolean,
 *   offset: number, limit: number}} Asked
 */

/**
 * @typedef {object} Ways
 * @property {(board: Partial<Board>) => void} choose
 * @property {(offset: number) => string} at
 * @property {string} aroundMe
 * @property {string} top
 */

export class LeaderboardView {
  /** @param {LeaderboardOut} page @param {Asked} asked @param {Ways} ways */
  constructor(page, asked, ways) {
    const t = boardText;
    this.page = page;
    this.asked = asked;
    this.ways = ways;
    this.line = h('p.live', { 'data-state': 'connecting' }, t.states.connecting);
    this.shown = h('div.standings');
    this.now = h('div.names', {}, h('p.muted', {}, t.playingNobody));
    const now = h('section.card.now', { 'aria-labelledby': 'now' }, h('h2', { id: 'now' }, t.playing), this.now);
    const filters = this.#filters(asked);
    this.element = pageFrame('leaderboard', t.title, filters, h('div.beside', {}, this.shown, this.#isLive && now));
    this.update(page);
  }

  /** A day that is over has nobody to wait for. */
  get #isLive() {
    return !this.asked.board.day;
  }

  /** @param {Asked} asked */
  #filters({ board, metrics, periods, me, around }) {
    const t = boardText;
    const { ways } = this;
    const any = { '': t.any };
    return h(
      'form.filters',
      { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
      select(t.game, t.games, board.mode + (board.seconds ?? ''), (game) => ways.choose(t.gameOf(game))),
      select(t.metric, of(tableText.metrics, metrics), board.metric, (metric) => ways.choose({ metric })),
      board.day
        ? h('p.day', {}, utcDay(board.day))
        : select(t.period, of(t.periods, periods), board.period, (period) => ways.choose({ period })),
      select(t.language, { ...any, ...languages }, board.language, (language) => ways.choose({ language })),
      board.mode !== 'daily' &&
        select(t.difficulty, { ...any, ...difficulties }, board.difficulty, (difficulty) =>
          ways.choose({ difficulty }),
        ),
      me && h('a.button.plain', { href: around ? ways.top : ways.aroundMe }, around ? t.top : t.around),
      this.#isLive && this.line,
    );
  }

  /**
   * Draw the board as it is; the focus stays with the player it was on.
   * @param {LeaderboardOut} page @param {Set<string>} [fresh] whose best is new
   */
  update(page, fresh = new Set()) {
    const t = boardText;
    const { me } = this.asked;
    this.page = page;
    const held = focused(this.shown);
    fill(
      this.shown,
      page.source === 'postgres' && h('p.note', {}, t.slow),
      me && !page.me && page.total > 0 && h('p.muted', {}, t.notRanked),
      boardTable(page, me, { fresh, links: rowLinks }),
      this.#pages(page),
    );
    refocus(this.shown, held);
  }

  /** What was new is not new any more. */
  fade() {
    this.update(this.page);
  }

  /** @param {'connecting' | 'live' | 'waiting'} is */
  state(is) {
    this.line.dataset.state = is;
    this.line.textContent = boardText.states[is];
  }

  /** @param {PlayersNow} players */
  players({ total, guests, players }) {
    const t = boardText;
    const named = players.slice(0, NAMES);
    const others = total - guests - named.length;
    fill(
      this.now,
      h('p.muted', {}, total ? t.playingTotal(total, guests) : t.playingNobody),
      named.length > 0 && h('ul', {}, named.map(player)),
      named.length > 0 && others > 0 && h('p.muted', {}, t.playingMore(others)),
    );
  }

  /** @param {LeaderboardOut} page */
  #pages({ entries, total }) {
    const { around, offset, limit } = this.asked;
    const [first, last] = entries.length ? [entries[0].rank, entries[entries.length - 1].rank] : [0, 0];
    const at = around && entries.length ? first - 1 : offset;
    return pager({
      from: first,
      to: last,
      total,
      previous: at > 0 ? this.ways.at(Math.max(0, at - limit)) : null,
      next: at + limit < total ? this.ways.at(at + limit) : null,
    });
  }
}

/** Those that the board has. @param {Record<string, string>} words @param {readonly string[]} names */
function of(words, names) {
  return Object.fromEntries(names.map((name) => [name, words[name]]));
}

/** @param {PlayerNow} one */
function player(one) {
  return h(
    'li',
    {},
    h('a', { href: `/players/${encodeURIComponent(one.username)}` }, one.display_name),
    h('span.hint', {}, `${kindOfGame(one.language, one.difficulty)} · ${boardText.wave(one.wave)}`),
  );
}

/* eslint-disable no-restricted-syntax -- the table is redrawn, so the link that had the focus is looked up in it */

/** Which of whose links has the focus. @param {HTMLElement} within @returns {[string, number] | string | null} */
function focused(within) {
  const link = document.activeElement;
  if (!(link instanceof HTMLAnchorElement) || !within.contains(link)) return null;
  const row = link.closest('tr');
  return row ? [row.dataset.user ?? '', [...row.querySelectorAll('a')].indexOf(link)] : link.rel;
}

/** @param {HTMLElement} within @param {[string, number] | string | null} held */
function refocus(within, held) {
  if (held === null) return;
  const links = [...within.querySelectorAll('a')];
  const isOf = (/** @type {HTMLAnchorElement} */ link) => link.closest('tr')?.dataset.user;
  const link = Array.isArray(held)
    ? links.filter((one) => isOf(one) === held[0])[held[1]]
    : links.find((one) => one.rel === held);
  link?.focus({ preventScroll: true });
}
