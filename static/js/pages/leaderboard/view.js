// @ts-check
/** A leaderboard with its filters, the reader's own row, and who is playing now; it can be brought up to date. */

import { fill, h } from '../../dom.js';
import { boardFilters } from '../../parts/board-filters.js';
import { LiveBoard, standings } from '../../parts/live-board.js';
import { kindOfGame, pageFrame, pager, select } from '../../parts/pieces.js';
import { text as boardText } from './text.js';

/** @import { LeaderboardOut, PlayerNow, PlayersNow } from '../../net/types.js' */
/** @import { Board } from '../../parts/board-filters.js' */

const NAMES = 12; // of current players; the others are only counted

/**
 * @typedef {{board: Board, me: string | null, around: boolean, friends: boolean,
 *   offset: number, limit: number}} Asked
 */

/**
 * @typedef {object} Ways
 * @property {(board: Partial<Board> & {friends?: string}) => void} choose
 * @property {(offset: number) => string} at
 * @property {string} aroundMe
 * @property {string} top
 */

export class LeaderboardView {
  /** @param {LeaderboardOut} page @param {Asked} asked @param {Ways} ways */
  constructor(page, asked, ways) {
    const t = boardText;
    this.asked = asked;
    this.ways = ways;
    this.standings = new LiveBoard(
      page,
      standings(asked.me, (shown) => this.#pages(shown)),
    );
    this.now = h('div.names', {}, h('p.muted', {}, t.playingNobody));
    const now = h('section.card.now', { 'aria-labelledby': 'now' }, h('h2', { id: 'now' }, t.playing), this.now);
    const { board, me, around, friends } = asked;
    const filters = boardFilters(
      board,
      (more) => ways.choose(more),
      me && select(t.who, t.whom, friends ? 'true' : '', (of) => ways.choose({ friends: of })),
      me && h('a.button.plain', { href: around ? ways.top : ways.aroundMe }, around ? t.top : t.around),
      this.#isLive && this.standings.line,
    );
    this.element = pageFrame(
      'leaderboard',
      t.title,
      filters,
      friends && h('p.muted', {}, t.friends, ' ', h('a', { href: '/friends' }, t.yourFriends)),
      h('div.beside', {}, this.standings.shown, this.#isLive && now),
      h('p.choices', {}, h('a.button.plain', { href: '/replays' }, t.replays)),
    );
  }

  /** A day that is over has nobody to wait for. */
  get #isLive() {
    return !this.asked.board.day;
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

/** @param {PlayerNow} one */
function player(one) {
  return h(
    'li',
    {},
    h('a', { href: `/players/${encodeURIComponent(one.username)}` }, one.display_name),
    h('span.hint', {}, `${kindOfGame(one.language, one.difficulty)} · ${boardText.wave(one.wave)}`),
  );
}
