// @ts-check
/** Friends, requests, and whom one blocks. */

import { fill, h } from '../../dom.js';
import { ask } from '../../parts/ask.js';
import { formElement } from '../../parts/form.js';
import { matchAddress } from '../../parts/match-links.js';
import { deedButton, personView, playerAddress, sinceWhen } from '../../parts/people.js';
import { card, kindOfGame, pageFrame } from '../../parts/pieces.js';
import { text } from '../../text/common.js';
import { text as friendsText } from './text.js';

/** @import { Friend, FriendsOut, ListedPlayer } from '../../net/types.js' */

/**
 * @typedef {object} Ways each throws nothing but what the form shows
 * @property {(values: Record<string, string>) => Promise<void>} request throws a Problem
 * @property {(username: string, action: 'ACCEPT' | 'DECLINE' | 'UNBLOCK') => Promise<void>} answer
 * @property {(username: string) => Promise<void>} part
 */

/** @param {FriendsOut} all @param {string} me username @param {Ways} ways */
export function friendsView(all, me, ways) {
  const t = friendsText;
  const lists = h('div.stack');
  const fields = [{ name: 'username', label: t.username, type: 'text', autocomplete: 'off', hint: t.usernameHint }];
  const add = card(
    'add',
    t.add,
    formElement({ name: 'add', fields, submit: t.ask, done: t.asked, kind: '' }, ways.request),
  );
  const links = h(
    'nav.card.links',
    { 'aria-label': t.title },
    h('a', { href: '/leaderboard?friends=true' }, t.board),
    h('a', { href: playerAddress(me, '/following') }, t.following),
    h('a', { href: playerAddress(me, '/followers') }, t.yourFollowers),
    h('a', { href: '/settings' }, t.privacy),
  );
  const element = pageFrame(
    'friends',
    t.title,
    h('p.lead', {}, t.lead),
    h('div.two', {}, lists, h('div.stack', {}, add, links)),
  );
  let mine = mineCard(all, ways);
  const update = (/** @type {FriendsOut} */ now) => {
    mine = mineCard(now, ways);
    fill(lists, ...cards(now, mine, ways));
  };
  update(all);
  return { element, update, focus: () => mine.focus({ preventScroll: true }) };
}

/** It has the focus when what had it is gone. @param {FriendsOut} all @param {Ways} ways */
function mineCard({ friends }, ways) {
  const t = friendsText;
  const shown = friends.length ? people(friends, (one) => friendView(one, ways)) : h('p.muted', {}, t.none);
  const element = card('mine', t.friends, shown);
  element.tabIndex = -1;
  return element;
}

/** @param {FriendsOut} all @param {HTMLElement} mine @param {Ways} ways */
function cards({ received, sent, blocked }, mine, ways) {
  const t = friendsText;
  return [
    received.length > 0 &&
      card(
        'received',
        t.received,
        people(received, (one) => personView(one, sinceWhen(t.asks, one), answers(one, ways))),
      ),
    mine,
    sent.length > 0 &&
      card(
        'sent',
        t.sent,
        people(sent, (one) =>
          personView(
            one,
            sinceWhen(t.asks, one),
            deedButton(t.withdraw, one.display_name, () => ways.part(one.username)),
          ),
        ),
      ),
    blocked.length > 0 &&
      card(
        'blocked',
        t.blocked,
        h('p.muted', {}, t.blockedHint),
        people(blocked, (one) => blockedView(one, ways)),
      ),
  ];
}

/** @template {ListedPlayer} One @param {One[]} list @param {(one: One) => HTMLElement} view */
const people = (list, view) => h('ul.people', {}, list.map(view));

/** @param {ListedPlayer} one @param {Ways} ways */
function answers({ username, display_name }, ways) {
  const t = friendsText;
  return [
    deedButton(t.accept, display_name, () => ways.answer(username, 'ACCEPT'), 'primary'),
    deedButton(t.decline, display_name, () => ways.answer(username, 'DECLINE')),
  ];
}

/** @param {Friend} friend @param {Ways} ways */
function friendView(friend, ways) {
  const t = friendsText;
  const { username, display_name, playing } = friend;
  const question = { title: t.unfriendTitle(display_name), lead: t.unfriendLead, confirm: t.unfriend };
  const part = async () => {
    if (await ask(question)) await ways.part(username);
  };
  const words = playing ? t.plays(kindOfGame(playing.language, playing.difficulty)) : sinceWhen(t.since, friend);
  const view = personView(
    friend,
    words,
    playing?.match && h('a.button.small', { href: matchAddress(playing.match) }, t.watch),
    deedButton(t.unfriend, display_name, part, 'plain'),
  );
  view.classList.toggle('plays', playing !== null);
  return view;
}

/** Without a link: their page is hidden, too. @param {ListedPlayer} one @param {Ways} ways */
function blockedView(one, ways) {
  const t = friendsText;
  return h(
    'li',
    {},
    h(
      'div.person',
      {},
      h('span', {}, h('b', {}, one.display_name), h('span.muted', {}, ` @${one.username}`)),
      h('span.hint', {}, sinceWhen(t.since_blocked, one)),
    ),
    h(
      'div.choices',
      {},
      deedButton(t.unblock, one.display_name, () => ways.answer(one.username, 'UNBLOCK')),
    ),
  );
}

/** For those who cannot have friends. @param {boolean} isGuest */
export function nobodyView(isGuest) {
  const t = friendsText;
  return pageFrame(
    'friends',
    t.title,
    h('p', {}, isGuest ? t.guest : t.nobody),
    h(
      'p.choices',
      {},
      !isGuest && h('a.button', { href: '/login?then=/friends' }, text.nav.login),
      h('a', { class: isGuest ? 'button' : 'button plain', href: '/register?then=/friends' }, text.nav.register),
    ),
  );
}
