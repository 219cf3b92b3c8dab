// @ts-check
/** A group's board with its filters, and beside it what is asked of the group and who is playing. */

import { fill, h } from '../../../dom.js';
import { boardFilters } from '../../../parts/board-filters.js';
import { contestList } from '../../../parts/contest-list.js';
import { groupAddress } from '../../../parts/group-links.js';
import { LiveBoard, standings } from '../../../parts/live-board.js';
import { card, pager } from '../../../parts/pieces.js';
import { groupFrame } from '../frame.js';
import { nameOf, progressOf } from '../text.js';
import { matchesCard } from './matches.js';
import { text as boardText } from './text.js';

/** @import { AssignmentOut, Group, GroupMember, ContestView, LeaderboardOut, Match } from '../../../net/types.js' */
/** @import { Board } from '../../../parts/board-filters.js' */

const ASSIGNMENTS = 5; // the next ones; the others have a page of their own

/**
 * @typedef {object} Asked
 * @property {Group} group
 * @property {Board} board
 * @property {string | null} me
 * @property {number} offset
 * @property {number} limit
 * @property {AssignmentOut[]} assignments
 * @property {GroupMember[] | null} playing null for whoever may not see it
 * @property {Match[]} matches
 * @property {ContestView[]} contests
 */

/**
 * @typedef {object} Ways
 * @property {(board: Partial<Board>) => void} choose
 * @property {(offset: number) => string} at
 * @property {string} projector
 * @property {() => void} results
 * @property {(language: string, difficulty: string) => void} open a match
 */

export class GroupBoardView {
  /** @param {LeaderboardOut} page @param {Asked} asked @param {Ways} ways */
  constructor(page, asked, ways) {
    const t = boardText;
    this.asked = asked;
    this.ways = ways;
    const { group, board } = asked;
    this.standings = new LiveBoard(
      page,
      standings(asked.me, (shown) => this.#pages(shown)),
    );
    this.now = h('div.names');
    this.match = matchesCard(ways.open);
    const tools = h(
      'p.choices',
      {},
      h('a.button.plain', { href: ways.projector }, t.projector),
      asked.playing && h('button', { type: 'button', onclick: ways.results }, t.results),
    );
    this.element = groupFrame(
      group,
      '',
      boardFilters(board, (more) => ways.choose(more), !board.day && this.standings.line),
      h(
        'div.beside',
        {},
        this.standings.shown,
        h(
          'div.aside',
          {},
          asked.playing && card('now', t.playing, this.now),
          this.match.element,
          this.#assignments(),
          this.#contests(),
          tools,
        ),
      ),
    );
    this.playing(asked.playing);
    this.match.draw(asked.matches);
  }

  /** @param {GroupMember[] | null} members null for whoever may not see it */
  playing(members) {
    if (!members) return;
    const one = (/** @type {GroupMember} */ member) =>
      h('li', {}, h('a', { href: `/players/${encodeURIComponent(member.username)}` }, nameOf(member)));
    fill(this.now, members.length ? h('ul', {}, members.map(one)) : h('p.muted', {}, boardText.nobody));
  }

  #assignments() {
    const t = boardText;
    const { assignments, group } = this.asked;
    const one = (/** @type {AssignmentOut} */ assignment) =>
      h(
        'li',
        {},
        h('b', {}, assignment.title),
        h('span.hint', {}, progressOf(assignment, this.asked.playing !== null)),
      );
    return card(
      'due',
      t.assignments,
      assignments.length ? h('ul.asked', {}, assignments.slice(0, ASSIGNMENTS).map(one)) : h('p.muted', {}, t.none),
      h('p', {}, h('a', { href: groupAddress(group.slug, 'assignments') }, t.all)),
    );
  }

  #contests() {
    const t = boardText.contests;
    const { contests, group, playing } = this.asked;
    const fresh = h('a', { href: `/contests/new?group=${encodeURIComponent(group.slug)}` }, t.fresh);
    return card(
      'contests',
      t.title,
      contests.length ? contestList(contests, group.slug) : h('p.muted', {}, t.none),
      playing && h('p', {}, fresh),
    );
  }

  /** @param {LeaderboardOut} page */
  #pages({ entries, total }) {
    const { offset, limit } = this.asked;
    return pager({
      from: entries.length ? offset + 1 : 0,
      to: entries.length ? offset + entries.length : 0,
      total,
      previous: offset > 0 ? this.ways.at(Math.max(0, offset - limit)) : null,
      next: offset + limit < total ? this.ways.at(offset + limit) : null,
    });
  }
}
