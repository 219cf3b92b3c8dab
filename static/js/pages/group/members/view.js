// @ts-check
/** The members of a group as a table; beside it, for teachers, the ways in. */

import { h } from '../../../dom.js';
import { pages } from '../../../parts/pages.js';
import { card, table } from '../../../parts/pieces.js';
import { date } from '../../../text/common.js';
import { roles } from '../../../text/groups.js';
import { groupFrame } from '../frame.js';
import { nameOf } from '../text.js';
import { inviteCard } from './invite.js';
import { pupilsForm } from './pupils.js';
import { text } from './text.js';

/** @import { Group, GroupJoin, GroupMember, GroupMemberPage } from '../../../net/types.js' */

/**
 * @typedef {object} Ways
 * @property {(page: number) => string} at
 * @property {(member: GroupMember) => void} manage
 * @property {(usernames: string[]) => Promise<void>} addPupils throws a Problem
 * @property {() => void} newCode
 * @property {(join: GroupJoin) => void} join
 * @property {(link: string) => void} copy
 * @property {string} link
 * @property {(show: (picture: Element) => void) => void} invite takes what shows the QR picture once it is there
 */

/** @param {{group: Group, page: GroupMemberPage, me: string, used: string}} state @param {Ways} ways */
export function membersView({ group, page, me, used }, ways) {
  const t = text;
  const teaches = group.role !== 'MEMBER';
  const columns = [t.columns.name, t.columns.role, t.columns.since, ...(teaches ? [t.columns.what] : [])];
  const rows = page.items.map((member) => row(member, { me, used, manage: teaches ? ways.manage : null }));
  const list = h('div.standings.members', {}, table(t.caption, columns, rows), pages(page, ways.at));
  return groupFrame(
    group,
    'members',
    teaches
      ? h(
          'div.beside.wide',
          {},
          list,
          h(
            'div.aside',
            {},
            card('add', t.pupils.title, h('p.muted', {}, t.pupils.lead), pupilsForm(ways.addPupils)),
            inviteCard(group, ways),
          ),
        )
      : list,
  );
}

/**
 * @param {GroupMember} member
 * @param {{me: string, used: string, manage: ((member: GroupMember) => void) | null}} how
 */
function row(member, { me, used, manage }) {
  const { user_id, username, display_name, role, joined_at } = member;
  const own = user_id === me;
  const others = [...new Set([display_name, username])].filter((name) => name !== nameOf(member));
  return h(
    'tr',
    { class: own ? 'own' : '', 'data-user': user_id },
    h(
      'td.player',
      {},
      h('a', { href: `/players/${encodeURIComponent(username)}` }, nameOf(member)),
      own && h('span.tag', {}, text.you),
      others.length > 0 && h('span.hint.kind', {}, others.join(' · ')),
      manage && state(member),
    ),
    h('td', {}, roles[role]),
    h('td.when', {}, date(joined_at)),
    manage && h('td', {}, manageButton(member, used, manage)),
  );
}

/** @param {GroupMember} member @param {string} used @param {(member: GroupMember) => void} manage */
function manageButton(member, used, manage) {
  const properties = {
    type: 'button',
    'data-focus': used === member.user_id,
    'aria-label': text.manageOf(nameOf(member)),
    onclick: () => manage(member),
  };
  return h('button.small', properties, text.manage);
}

/** @param {GroupMember} member */
function state({ playing, signed_in }) {
  if (playing) return h('span.hint.kind.playing', {}, h('span', { 'aria-hidden': 'true' }, '● '), text.playing);
  return signed_in === false ? h('span.hint.kind', {}, text.neverSignedIn) : null;
}
