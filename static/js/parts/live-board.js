// @ts-check
/** A board that is drawn anew as it changes, with the line that says whether it is being followed. */

import { h } from '../dom.js';
import { text } from '../text/board.js';
import { boardTable } from './board.js';
import { rowLinks } from './game-links.js';
import { redraw } from './redraw.js';

/** @import { Child } from '../dom.js' */
/** @import { LeaderboardOut } from '../net/types.js' */
/** @import { State } from '../net/live.js' */

/** @typedef {(page: LeaderboardOut, fresh: Set<string>) => Child[]} Draw `fresh`: whose best is new */

export class LiveBoard {
  /** @param {LeaderboardOut} page @param {Draw} draw */
  constructor(page, draw) {
    this.page = page;
    this.draw = draw;
    this.line = h('p.live', { 'data-state': 'connecting' }, text.states.connecting);
    this.shown = h('div.standings');
    this.update(page);
  }

  /**
   * Draw the board as it is; the focus stays with the player it was on.
   * @param {LeaderboardOut} page @param {Set<string>} [fresh]
   */
  update(page, fresh = new Set()) {
    this.page = page;
    redraw(this.shown, this.draw(page, fresh));
  }

  /** What was new is not new any more. */
  fade() {
    this.update(this.page);
  }

  /** @param {State} is */
  state(is) {
    this.line.dataset.state = is;
    this.line.textContent = text.states[is];
  }
}

/**
 * The whole table of a board, with its notes.
 * @param {string | null} me user id @param {(page: LeaderboardOut) => Child} pages below the table
 * @returns {Draw}
 */
export const standings = (me, pages) => (page, fresh) => [
  page.source === 'postgres' && h('p.note', {}, text.slow),
  me && !page.me && page.total > 0 && h('p.muted', {}, text.notRanked),
  boardTable(page, me, { fresh, links: rowLinks }),
  pages(page),
];
