// @ts-check
/**
 * Every player's lane: the whole race from left to right, with a mark for how far they are.
 *
 * Law: lanes keep their order, one's own is the first; who leads is told by a number. No two players are told apart by
 * colour: each has the number of their seat, here and at their caret in the code.
 */

import { bug } from '../../arena/bug.js';
import { fill, h, setVars } from '../../dom.js';
import { keysBefore, positions } from '../../game/race.js';
import { text as racesText } from '../../text/races.js';
import { text as matchText } from './text.js';

/** @import { Progress } from '../../game/race.js' */
/** @import { Match, MatchSeat } from '../../net/types.js' */

const MANY = 8; // more do not fit a phone

/** What a player is called. @param {MatchSeat} seat */
export const nameOf = ({ display_name }) => display_name ?? racesText.gone;

export class Lanes {
  /** @param {Match} match @param {number | null} own seat @param {{hidden?: boolean}} [how] from screen readers */
  constructor(match, own, { hidden = false } = {}) {
    this.own = own;
    this.all = match.keys.reduce((sum, one) => sum + one, 0);
    /** @type {Map<number, Lane>} by seat */
    this.lanes = new Map();
    this.element = h('ol.racers', hidden ? { 'aria-hidden': 'true' } : { 'aria-label': matchText.lanes });
    this.seats(match);
  }

  /** Who is in it, and who is there. @param {Match} match */
  seats(match) {
    const isOwn = (/** @type {MatchSeat} */ one) => Number(one.seat === this.own);
    const seats = [...match.seats].sort((a, b) => isOwn(b) - isOwn(a) || a.seat - b.seat);
    if (seats.length !== this.lanes.size) {
      const parts = match.keys.slice(1).map((_, index) => keysBefore(match.keys, index + 2) / this.all);
      this.lanes = new Map(seats.map((seat) => [seat.seat, new Lane(seat, seat.seat === this.own, parts)]));
      fill(
        this.element,
        [...this.lanes.values()].map((lane) => lane.element),
      );
      this.element.classList.toggle('many', seats.length > MANY);
    }
    for (const seat of seats) this.lanes.get(seat.seat)?.seated(seat);
  }

  /** @param {Map<number, Progress>} progress */
  standing(progress) {
    const order = positions(progress);
    const begun = [...progress.values()].some(({ keys_done }) => keys_done > 0);
    for (const one of progress.values()) {
      this.lanes.get(one.seat)?.standing(one, one.keys_done / this.all, begun ? (order.get(one.seat) ?? null) : null);
    }
  }

  /** One's own keys, which need not wait for the server's word. @param {number} keys_done */
  typed(keys_done) {
    if (this.own !== null) this.lanes.get(this.own)?.at(keys_done / this.all);
  }
}

class Lane {
  /** @param {MatchSeat} seat @param {boolean} own @param {number[]} parts where waves begin, of the whole */
  constructor(seat, own, parts) {
    const t = racesText;
    this.state = h('span.state');
    this.position = h('strong.position');
    this.way = h(
      'span.way',
      {},
      parts.map((part) => h('i', { vars: { at: part.toFixed(4) } })),
      h('span.done'),
      h('span.racer', {}, h('b', {}, seat.seat), bug(8)),
    );
    this.share = h('span.unseen');
    this.element = h(
      'li',
      { class: own ? 'own' : '', 'data-seat': seat.seat },
      h('b.seat', {}, seat.seat),
      h(
        'span.name',
        {},
        h('span', {}, nameOf(seat)),
        own && h('span.tag', {}, t.you),
        seat.is_bot && h('span.tag', {}, t.robot),
      ),
      this.way,
      this.share,
      this.state,
      this.position,
    );
    this.seat = seat;
    this.place = /** @type {number | null} */ (null);
    this.speed = '';
    this.part = -1;
  }

  /** @param {MatchSeat} seat */
  seated(seat) {
    this.seat = seat;
    this.#write();
  }

  /** @param {Progress} progress @param {number} part @param {number | null} position */
  standing({ net_wpm, place }, part, position) {
    this.place = place;
    this.at(part);
    this.speed = matchText.speed(net_wpm);
    this.element.classList.toggle('placed', place !== null);
    const at = place ?? position;
    const words = at === null ? '' : matchText.ordinal(at);
    if (this.position.textContent !== words) this.position.textContent = words;
    this.#write();
  }

  /** @param {number} part of the whole race */
  at(part) {
    if (part <= this.part) return;
    this.part = part;
    setVars(this.way, { at: Math.min(1, part).toFixed(4) });
    this.share.textContent = matchText.lane(part);
  }

  /** It takes the seat and the standing together to tell who has arrived from who is out. */
  #state() {
    const { ended, connected, is_bot, place } = this.seat;
    if (ended) return this.place === null && place === null ? 'out' : '';
    return connected || is_bot ? '' : 'away';
  }

  #write() {
    const state = this.#state();
    this.element.dataset.state = state;
    const words = state === 'out' ? matchText.fell : state === 'away' ? matchText.lostPlayer : this.speed;
    if (this.state.textContent !== words) this.state.textContent = words;
  }
}
