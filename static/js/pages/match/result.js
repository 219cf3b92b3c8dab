// @ts-check
/** The places, what they did to ratings, and the way to another race. */

import { fill, h } from '../../dom.js';
import { matchAddress } from '../../parts/match-links.js';
import { kindOfGame, table } from '../../parts/pieces.js';
import { everyOne, whole } from '../../text/common.js';
import { text as racesText } from '../../text/races.js';
import { nameOf } from './lanes.js';
import { text as matchText } from './text.js';

/** @import { Progress } from '../../game/race.js' */
/** @import { Match, MatchSeat } from '../../net/types.js' */
/** @import { Ways } from './view.js' */

export class Result {
  /** @param {Match} match @param {MatchSeat | null} own @param {Map<number, Progress>} progress @param {Ways} ways */
  constructor(match, own, progress, ways) {
    const t = matchText;
    this.own = own;
    this.places = h('div.slot');
    this.match = match;
    /** @type {Map<number, Progress> | null} that is drawn */
    this.progress = null;
    this.heading = h('h1', { tabindex: -1 }, headline(byPlace(match), own));
    this.again = h('button.primary', { type: 'button', hidden: !own, onclick: ways.rematch }, t.rematch);
    this.watch = h('a.button', { hidden: true }, t.watchRematch);
    this.note = h('p.note', { hidden: true }, t.rematchOpen);
    const result = own?.result_id;
    this.element = h(
      'article.page.match.over',
      {},
      this.heading,
      h('p.lead', {}, `${t.title(match.code)} · ${kindOfGame(match.language, match.difficulty)}`),
      own && ratingView(own),
      this.note,
      h(
        'p.choices',
        {},
        this.again,
        this.watch,
        h('a', { class: own ? 'button plain' : 'button', href: '/race' }, t.new),
        result && h('a.button.plain', { href: `/results/${result}` }, t.ownResult),
      ),
      ways.alert,
      this.places,
      !isRated(match) && h('p.muted', {}, t.unrated[match.group === null ? match.visibility : 'group']),
      h('p', {}, h('a', { href: '/ratings' }, t.board)),
    );
    this.standing(progress);
    this.update(match);
  }

  /** How everybody typed is known, a moment later than the places. @param {Map<number, Progress>} progress */
  standing(progress) {
    if (progress === this.progress) return;
    this.progress = progress;
    fill(this.places, placesTable(byPlace(this.match), this.own, progress));
  }

  focus() {
    this.heading.focus({ preventScroll: true });
  }

  /** A rematch may be opened meanwhile. @param {Match} match */
  update({ rematch }) {
    this.note.hidden = !rematch;
    if (!rematch) return;
    this.again.textContent = matchText.joinRematch;
    this.watch.href = matchAddress(rematch);
    this.watch.hidden = this.own !== null;
  }

  /** @param {boolean} is */
  busy(is) {
    this.again.disabled = is;
  }
}

/** @param {Match} match */
const byPlace = ({ seats }) => [...seats].sort((a, b) => (a.place ?? 99) - (b.place ?? 99) || a.seat - b.seat);

/** @param {MatchSeat[]} placed @param {MatchSeat | null} own */
function headline(placed, own) {
  const t = matchText;
  if (own?.place) return t.yourPlace(own.place, placed.length);
  const first = placed.filter(({ place }) => place === 1).map(nameOf);
  return first.length > 1 ? t.draw(everyOne(first)) : first.length ? t.winner(first[0]) : t.over;
}

/** @param {Match} match */
const isRated = ({ seats }) => seats.some(({ rating_after }) => rating_after !== null);

/** @param {MatchSeat} own */
function ratingView({ rating_before, rating_after }) {
  if (rating_before === null || rating_after === null) return null;
  const t = matchText;
  const by = rating_after - rating_before;
  return h(
    'p.rating-move',
    {},
    h('span.label', {}, t.yourRating),
    h('strong', {}, racesText.movedFrom(rating_before), whole(rating_after)),
    h('span', { class: by < 0 ? 'less' : 'more' }, t.change(by)),
  );
}

/** A narrow screen shows the latter alone. @param {number} before @param {number} after */
const ratings = (before, after) => [h('span.before', {}, racesText.movedFrom(before)), whole(after)];

/** @param {MatchSeat[]} placed @param {MatchSeat | null} own @param {Map<number, Progress>} progress */
function placesTable(placed, own, progress) {
  const t = matchText;
  const c = t.columns;
  const rated = placed.some(({ rating_after }) => rating_after !== null);
  const columns = [c.place, c.player, c.wpm, c.accuracy, ...(rated ? [c.rating] : []), c.game];
  return table(
    t.places,
    columns,
    placed.map((seat) => row(seat, seat === own, rated, progress.get(seat.seat))),
  );
}

/** @param {MatchSeat} seat @param {boolean} own @param {boolean} rated @param {Progress | undefined} progress */
function row(seat, own, rated, progress) {
  const t = matchText;
  const { place, rating_before, rating_after, result_id } = seat;
  const typed = progress && progress.keys_done > 0;
  return h(
    'tr',
    { class: `${own ? 'own ' : ''}rank-${place ?? 0}`, 'data-seat': seat.seat },
    h('td.rank', {}, place ? t.ordinal(place) : t.none),
    h(
      'td.player',
      {},
      seat.username ? h('a', { href: `/players/${encodeURIComponent(seat.username)}` }, nameOf(seat)) : nameOf(seat),
      own && h('span.tag', {}, racesText.you),
      seat.is_bot && h('span.tag', {}, racesText.robot),
    ),
    h('td.number', {}, typed ? t.wpm(progress.net_wpm) : t.none),
    h('td.number', {}, typed ? t.accuracy(progress.accuracy) : t.none),
    rated &&
      h(
        'td.number.rating',
        {},
        rating_before === null || rating_after === null ? t.none : ratings(rating_before, rating_after),
      ),
    h(
      'td',
      {},
      result_id
        ? h('a', { href: `/results/${result_id}`, 'aria-label': t.resultOf(nameOf(seat)) }, t.result)
        : t.noKeys,
    ),
  );
}
