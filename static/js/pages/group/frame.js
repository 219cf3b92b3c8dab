// @ts-check
/** What the pages of a group are drawn in: its name, its sections; and what anybody else sees. */

import { h } from '../../dom.js';
import { groupAddress } from '../../parts/group-links.js';
import { pageFrame } from '../../parts/pieces.js';
import { text } from '../../text/common.js';
import { text as groupText } from './text.js';

/** @import { Children } from '../../dom.js' */
/** @import { Group } from '../../net/types.js' */

/**
 * @param {Group} group
 * @param {'' | 'assignments' | 'members' | 'settings'} here
 * @param {...Children} children
 */
export function groupFrame(group, here, ...children) {
  const t = groupText.sections;
  const link = (/** @type {string} */ section, /** @type {string} */ label) =>
    h('a', { href: groupAddress(group.slug, section), 'aria-current': section === here ? 'page' : null }, label);
  return pageFrame(
    here ? 'group' : 'leaderboard group',
    group.name,
    h(
      'nav.sections',
      { 'aria-label': t.all },
      link('', t.board),
      link('assignments', t.assignments),
      link('members', t.members),
      link('settings', t.settings),
    ),
    ...children,
  );
}

/**
 * @param {{who: 'nobody' | 'guest' | 'player', then: string, join: () => void}} state `then`: the way back, encoded
 */
export function notMemberView({ who, then, join }) {
  const t = groupText.notMember;
  const ways =
    who === 'player'
      ? [
          h('button.primary', { type: 'button', onclick: join }, t.join),
          h('a.button.plain', { href: '/groups' }, t.all),
        ]
      : [
          who === 'nobody' && h('a.button', { href: `/login?then=${then}` }, text.nav.login),
          h('a.button.plain', { href: `/register?then=${then}` }, text.nav.register),
        ];
  const element = pageFrame('groups', t.title, h('p.lead', {}, t[who]), h('p.choices', {}, ways));
  return { element, title: t.title };
}
