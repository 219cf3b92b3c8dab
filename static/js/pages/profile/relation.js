// @ts-check
/** What one is to the player whose profile it is, and the buttons that change it. */

import { fill, h } from '../../dom.js';
import { ask } from '../../parts/ask.js';
import { deedButton, playerAddress } from '../../parts/people.js';
import { text as profileText } from './text.js';

/** @import { FriendBody, PublicProfile, Relation } from '../../net/types.js' */

/** @typedef {{relation: Relation | null, followers?: number, following?: number}} Seen what is known after a deed */

/**
 * @typedef {object} Ways each deed gives what the two are then, or null when it was refused
 * @property {boolean} isGuest who looks, and can do nothing but block
 * @property {(on: boolean) => Promise<Seen | null>} follow
 * @property {(action: FriendBody['action']) => Promise<Seen | null>} act
 * @property {() => Promise<Seen | null>} part
 */

/** How many follow, and whom; with a function that shows other numbers. @param {PublicProfile} player */
export function followLinks({ username, followers, following }) {
  const t = profileText;
  const links = [
    h('a', { href: playerAddress(username, '/followers') }, t.followers(followers)),
    h('a', { href: playerAddress(username, '/following') }, t.following(following)),
  ];
  return {
    links,
    /** @param {Seen} now */
    update(now) {
      if (now.followers !== undefined) links[0].textContent = t.followers(now.followers);
      if (now.following !== undefined) links[1].textContent = t.following(now.following);
    },
  };
}

/** @param {PublicProfile} player @param {Ways} ways @param {(now: Seen) => void} counted */
export function relationView({ display_name, relation, is_guest, is_bot }, ways, counted) {
  const row = h('div.relation', {});
  /** @param {Seen | null} now */
  const draw = (now) => {
    if (!now?.relation) return;
    const had = row.contains(document.activeElement);
    const parts = buttons(now.relation, display_name, is_guest || is_bot || ways.isGuest, { ways, draw });
    fill(row, ...parts);
    counted(now);
    const first = parts.find((one) => one instanceof HTMLButtonElement);
    if (had && first) first.focus();
  };
  draw({ relation });
  return row;
}

/**
 * @param {Relation} relation @param {string} name @param {boolean} isAlone whom nobody follows or befriends
 * @param {{ways: Ways, draw: (now: Seen | null) => void}} means
 */
function buttons(relation, name, isAlone, { ways, draw }) {
  const t = profileText.relation;
  const { follows, is_followed, is_blocked } = relation;
  const deed = (/** @type {string} */ label, /** @type {() => Promise<Seen | null>} */ work, kind = '') =>
    deedButton(label, '', async () => draw(await work()), kind);
  const block = async () =>
    (await ask({ title: t.blockTitle(name), lead: t.blockLead, confirm: t.block, danger: true }))
      ? ways.act('BLOCK')
      : null;
  if (is_blocked) return [h('span.muted', {}, t.blocked), deed(t.unblock, () => ways.act('UNBLOCK'))];
  return [
    ...(isAlone
      ? []
      : [
          ...friendButtons(relation, name, deed, ways),
          deed(follows ? t.unfollow : t.follow, () => ways.follow(!follows)),
        ]),
    deed(t.block, block, 'plain'),
    is_followed && h('span.muted', {}, t.followsYou),
  ];
}

/**
 * @param {Relation} relation @param {string} name
 * @param {(label: string, work: () => Promise<Seen | null>, kind?: string) => HTMLElement} deed
 * @param {Ways} ways
 */
function friendButtons({ are_friends, has_asked, is_asked }, name, deed, ways) {
  const t = profileText.relation;
  if (are_friends) {
    const question = { title: t.unfriendTitle(name), lead: t.unfriendLead, confirm: t.unfriend };
    return [h('span.tag', {}, t.friends), deed(t.unfriend, async () => ((await ask(question)) ? ways.part() : null))];
  }
  if (has_asked) return [h('span.muted', {}, t.asked), deed(t.withdraw, () => ways.part())];
  if (is_asked)
    return [
      h('span.muted', {}, t.asksYou),
      deed(t.accept, () => ways.act('ACCEPT'), 'primary'),
      deed(t.decline, () => ways.act('DECLINE')),
    ];
  return [deed(t.befriend, () => ways.act('REQUEST'), 'primary')];
}
