// @ts-check
/**
 * What the admin's pages share: their frame, filters and small marks.
 */

import { h } from '../../dom.js';
import { pageFrame } from '../../parts/pieces.js';
import { keyName } from '../../text/common.js';
import { states, text } from './text.js';

/** @import { Children } from '../../dom.js' */
/** @import { CharacterStats, Role } from '../../net/types.js' */

/**
 * @param {string} here path of the section
 * @param {string} title
 * @param {...Children} children
 */
export function adminFrame(here, title, ...children) {
  const link = (/** @type {string} */ href, /** @type {string} */ label) =>
    h('a', { href, 'aria-current': href === here ? 'page' : null }, label);
  return h(
    'div.admin',
    {},
    h(
      'nav.sections',
      { 'aria-label': text.sections },
      link('/admin', text.snippets),
      link('/admin/snippets/new', text.fresh),
      link('/admin/upload', text.upload),
      link('/admin/courses', text.courses),
      link('/admin/users', text.users),
      link('/moderation', text.moderation),
      link('/admin/audit', text.audit),
      link('/admin/overview', text.overview),
    ),
    pageFrame('admin-page', title, ...children),
  );
}

/**
 * A page that moderators have too: of the sections they see this one alone.
 * @param {Role} role
 * @param {string} here path of the section
 * @param {string} title
 * @param {...Children} children
 */
export function staffFrame(role, here, title, ...children) {
  if (role === 'ADMIN') return adminFrame(here, title, ...children);
  return h('div.admin', {}, pageFrame('admin-page', title, ...children));
}

/**
 * Somebody who may not see it.
 * @param {string | null} name who is signed in
 * @param {typeof text.denied} [t]
 * @param {string} [then] the page after a login
 */
export function deniedView(name, t = text.denied, then = '/admin') {
  return pageFrame(
    'denied',
    t.title,
    h('p.lead', {}, name === null ? t.nobody : t.player(name)),
    h(
      'p.choices',
      {},
      h('a.button', { href: `/login?then=${then}` }, t.login),
      h('a.button.plain', { href: '/' }, t.home),
    ),
  );
}

/**
 * A table whose cells say what they are when a narrow screen sets them one below the other.
 * @param {string} kind @param {string} caption
 * @param {(string | HTMLElement | {label: string, kind: string})[]} columns @param {Children} rows
 */
export function adminTable(kind, caption, columns, rows) {
  const head = columns.map((column) => {
    if (column instanceof HTMLElement) return column;
    const { label, kind: of } = typeof column === 'string' ? { label: column, kind: '' } : column;
    return h('th', { scope: 'col', role: 'columnheader', class: of }, label);
  });
  return h(
    'div.table',
    {},
    h(
      'table',
      { role: 'table', class: kind },
      h('caption.unseen', {}, caption),
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, head)),
      h('tbody', { role: 'rowgroup' }, rows),
    ),
  );
}

/** @param {string} label the column's name @param {string} kind @param {...Children} children */
export function cell(label, kind, ...children) {
  return h('td', { role: 'cell', class: kind, 'data-label': label }, ...children);
}

/** A version's state, by a mark as well as by words. @param {string} state */
export function stateTag(state) {
  const mark = { PUBLISHED: '●', DRAFT: '○', RETIRED: '◌', SUPERSEDED: '↩' }[state] ?? '';
  return h(
    'span',
    { class: `state state-${state.toLowerCase()}` },
    h('span', { 'aria-hidden': 'true' }, mark),
    ` ${states[state] ?? state}`,
  );
}

/** Keys with how often they were missed. @param {CharacterStats[]} characters */
export function worstKeys(characters) {
  return h(
    'ul.worst',
    {},
    characters.map((one) =>
      h(
        'li',
        { title: text.missed(keyName(one.character), one.missed, one.due) },
        h('kbd', {}, keyName(one.character)),
        h('span', {}, text.share(one.missed_percentage)),
      ),
    ),
  );
}
