// @ts-check
/** One's groups as cards, with the forms to join one and to make one. */

import { h } from '../../dom.js';
import { formElement } from '../../parts/form.js';
import { groupAddress } from '../../parts/group-links.js';
import { card, pageFrame } from '../../parts/pieces.js';
import { text } from '../../text/common.js';
import { roles } from '../../text/groups.js';
import { text as groupsText } from './text.js';

/** @import { Group } from '../../net/types.js' */

const attributes = { maxlength: 80 }; // of a name, and of an address

/**
 * @typedef {object} Ways both throw a Problem
 * @property {(values: Record<string, string>) => Promise<void>} create
 * @property {(values: Record<string, string>) => Promise<void>} join
 */

/** @param {{groups: Group[], code: string}} state `code` from the link of a group @param {Ways} ways */
export function groupsView({ groups, code }, ways) {
  const t = groupsText;
  const join = card('join', t.joinTitle, code ? h('p', {}, t.joinByLink) : null, joinForm(code, ways));
  const fields = [{ name: 'name', label: t.name, type: 'text', autocomplete: 'off', hint: t.nameHint, attributes }];
  const kind = code ? '' : 'primary';
  const create = card(
    'create',
    t.createTitle,
    formElement({ name: 'create', fields, submit: t.create, kind }, ways.create),
  );
  const mine = groups.length
    ? h('section', { 'aria-labelledby': 'yours' }, h('h2', { id: 'yours' }, t.yours), cards(groups))
    : !code && h('p.empty', {}, t.none);
  return pageFrame(
    'groups',
    t.title,
    h('p.lead', {}, t.lead),
    ...(code ? [join, mine, create] : [mine, h('div.two', {}, join, create)]),
  );
}

/** Whoever is not registered is led there and back. @param {{code: string, isGuest: boolean, then: string}} of */
export function joinAs({ code, isGuest, then }) {
  const t = groupsText;
  return pageFrame(
    'groups',
    t.title,
    h('p.lead', {}, t.lead),
    h(
      'section.card',
      { 'aria-label': t.joinTitle },
      code && h('p', {}, h('b', {}, t.invited(code))),
      h('p', {}, isGuest ? t.guest : t.nobody),
      h(
        'p.choices',
        {},
        !isGuest && h('a.button', { href: `/login?then=${then}` }, text.nav.login),
        h('a', { class: isGuest ? 'button' : 'button plain', href: `/register?then=${then}` }, text.nav.register),
      ),
    ),
  );
}

/** @param {string} code @param {Ways} ways */
function joinForm(code, ways) {
  const t = groupsText;
  const fields = [
    { name: 'code', label: t.code, type: 'text', autocomplete: 'off', hint: t.codeHint, value: code, attributes },
  ];
  return formElement({ name: 'join', fields, submit: t.join, first: code !== '' }, ways.join);
}

/** @param {Group[]} groups */
function cards(groups) {
  return h(
    'ul.cards',
    {},
    groups.map(({ slug, name, role, members }) =>
      h(
        'li.card',
        {},
        h('h3', {}, h('a', { href: groupAddress(slug) }, name)),
        h('p.muted', {}, `${roles[role]} · ${groupsText.members(members)}`),
      ),
    ),
  );
}
