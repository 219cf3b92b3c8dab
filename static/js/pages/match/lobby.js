// @ts-check
/** Before the start: who has a seat, how others get one, and when it begins. */

import { fill, h } from '../../dom.js';
import { groupAddress } from '../../parts/group-links.js';
import { deedButton } from '../../parts/people.js';
import { kindOfGame, pageFrame } from '../../parts/pieces.js';
import { text as racesText, visibilities } from '../../text/races.js';
import { nameOf } from './lanes.js';
import { text as matchText } from './text.js';

/** @import { Friend, Match, MatchSeat } from '../../net/types.js' */
/** @import { Ways } from './view.js' */

/**
 * @typedef {object} Waiting
 * @property {Match} match
 * @property {MatchSeat | null} own
 * @property {boolean} isHost
 * @property {string} line what there is to say of one's own connection
 * @property {boolean} isClosed it will not come back by itself
 */

export class Lobby {
  /** @param {string} link @param {Match} match @param {Ways} ways */
  constructor(link, match, ways) {
    const t = matchText;
    const all = match.keys.reduce((sum, one) => sum + one, 0);
    this.state = h('p.state');
    this.hint = h('p.muted');
    this.line = h('p.line', { hidden: true });
    this.seats = h('ol.seats');
    this.free = h('p.muted');
    this.buttons = {
      take: button(t.take, 'primary', ways.take),
      ready: button(t.iAmReady, 'primary', ways.ready),
      start: button(t.start, 'primary', ways.start),
      takeBack: button(t.takeBack, 'primary', ways.takeBack),
      leave: button(t.leave, '', ways.giveUp),
    };
    this.heading = h('h1', { tabindex: -1 }, t.title(match.code));
    this.element = h(
      'article.page.match',
      {},
      this.heading,
      h(
        'p.lead',
        {},
        `${kindOfGame(match.language, match.difficulty)} · ${t.about(match.waves, all)} · `,
        match.group === null
          ? visibilities[match.visibility]
          : h('a', { href: groupAddress(match.group) }, racesText.ofGroup),
      ),
      this.state,
      this.hint,
      this.line,
      h('p.choices', {}, Object.values(this.buttons), h('a.button.plain', { href: '/race' }, t.all)),
      ways.alert,
      h(
        'div.two',
        {},
        h(
          'section.card',
          { 'aria-labelledby': 'players' },
          h('h2', { id: 'players' }, t.players),
          this.seats,
          this.free,
        ),
        (this.invitation = invitation(match.code, link, ways)).element,
      ),
    );
  }

  /** Where a reader begins, and whoever has pressed a button that is gone. */
  focus() {
    const { take, ready, start, leave } = this.buttons;
    const first = [take, start, ready, leave].find((one) => !one.hidden && !one.disabled);
    (first ?? this.heading).focus({ preventScroll: true });
  }

  /** @param {Waiting} now */
  update({ match, own, isHost, line, isClosed }) {
    const t = matchText;
    const { take, ready, start, takeBack, leave } = this.buttons;
    const had = document.activeElement;
    take.hidden = own !== null || match.seats.length >= match.capacity;
    ready.hidden = own === null || isClosed;
    ready.disabled = own?.ready === true || line !== '';
    ready.textContent = own?.ready ? `✓ ${t.youAreReady}` : t.iAmReady;
    ready.className = isHost ? '' : 'primary';
    start.hidden = !isHost || match.state !== 'OPEN';
    start.disabled = match.seats.length < 2;
    takeBack.hidden = !isClosed;
    leave.hidden = own === null;
    if (own) this.invitation.offer();
    this.line.textContent = line;
    this.line.hidden = !line;
    fill(
      this.seats,
      match.seats.map((seat) => seatView(seat, seat === own, match.host)),
    );
    this.free.textContent = t.free(match.capacity - match.seats.length);
    const [state, hint] = waitingFor(match, own, isHost);
    if (match.state === 'OPEN') this.state.textContent = state;
    this.hint.textContent = match.state === 'OPEN' ? (hint ?? '') : '';
    if (had instanceof HTMLButtonElement && (had.hidden || had.disabled) && this.element.contains(had)) this.focus();
  }

  /** @param {number} seconds left of the countdown */
  count(seconds) {
    const words = matchText.states.starts(seconds);
    if (this.state.textContent !== words) this.state.textContent = words;
  }

  /** What is being done. @param {boolean} is */
  busy(is) {
    this.buttons.take.disabled = is;
    this.buttons.take.textContent = is ? matchText.taking : matchText.take;
  }
}

/** @param {string} label @param {string} kind @param {() => void} onclick */
const button = (label, kind, onclick) => h('button', { type: 'button', class: kind, onclick }, label);

/**
 * What is waited for, and more about it.
 * @param {Match} match @param {MatchSeat | null} own @param {boolean} isHost @returns {string[]}
 */
function waitingFor({ seats, capacity, visibility, host }, own, isHost) {
  const t = matchText.states;
  if (!own && seats.length >= capacity) return [t.full];
  if (!seats.length) return [t.nobody];
  if (seats.length < 2) return [t.alone, t.aloneHint];
  if (isHost) return [t.youStart, ...(visibility === 'PUBLIC' ? [t.openHint] : [])];
  if (visibility === 'PUBLIC') return [t.open, t.openHint];
  const name = seats.find(({ user_id }) => user_id === host);
  return name ? [t.hostStarts(nameOf(name))] : [t.nobody];
}

/** @param {MatchSeat} seat @param {boolean} own @param {string | null} host */
function seatView(seat, own, host) {
  const t = matchText;
  const there = seat.connected || seat.is_bot;
  return h(
    'li',
    { class: own ? 'own' : '', 'data-seat': seat.seat },
    h('b.seat', {}, seat.seat),
    h('span.name', {}, nameOf(seat)),
    own && h('span.tag', {}, racesText.you),
    seat.user_id !== null && seat.user_id === host && h('span.tag', {}, t.host),
    seat.is_bot && h('span.tag', {}, racesText.robot),
    h(
      'span.state',
      { 'data-state': there ? (seat.ready ? 'ready' : '') : 'away' },
      there ? (seat.ready ? `✓ ${t.ready}` : t.notReady) : t.away,
    ),
  );
}

/** @param {string} code @param {string} link @param {Ways} ways */
function invitation(code, link, ways) {
  const t = matchText;
  const field = h('input', { readonly: true, value: link, onfocus: () => field.select() });
  const friends = h('div.friends');
  const element = h(
    'section.card',
    { 'aria-labelledby': 'invite' },
    h('h2', { id: 'invite' }, t.invite),
    h('p', {}, h('span.label', {}, t.code), h('strong.code', {}, code)),
    h('label.way-in', {}, h('span.label', {}, t.link), field),
    h('p.choices', {}, button(t.copy, '', ways.copy)),
    friends,
  );
  let isOffered = false;
  return {
    element,
    /** Show the friends who could be told, once one has a seat. */
    async offer() {
      if (isOffered) return;
      isOffered = true;
      const all = await ways.friends();
      if (all.length) fill(friends, h('h3', {}, t.inviteFriends), friendList(all, ways));
    },
  };
}

/** @param {Friend[]} friends @param {Ways} ways */
function friendList(friends, ways) {
  const t = matchText;
  const [playing, others] = [true, false].map((is) => friends.filter((one) => (one.playing !== null) === is));
  return h(
    'ul.people',
    {},
    [...others, ...playing].map((friend) => {
      const told = h('span.good', { role: 'status' });
      const deed = deedButton(t.inviteOne, friend.display_name, async () => {
        if (await ways.invite(friend.username)) told.textContent = t.invited;
      });
      return h(
        'li',
        {},
        h('span', {}, h('b', {}, friend.display_name), friend.playing && h('span.hint', {}, ` ${t.plays}`)),
        h('div.choices', {}, told, deed),
      );
    }),
  );
}

/** A match that ended before it began. @param {string} code */
export const givenUpView = (code) => nothing(matchText.title(code), matchText.givenUp);

/** @param {string} code */
export const noMatchView = (code) => nothing(matchText.noMatchTitle, matchText.noMatch(code));

/** @param {string} title @param {string} words why there is nothing */
function nothing(title, words) {
  const back = h('a.button', { href: '/race', 'data-focus': true }, matchText.all);
  return {
    element: pageFrame('match', title, h('p', {}, words), h('p.choices', {}, back)),
    focus: () => back.focus({ preventScroll: true }),
  };
}
