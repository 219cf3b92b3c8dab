// @ts-check
/** The accounts: who they are, their role, whether they may sign in, and a new password. */

import { h } from '../../../dom.js';
import { roles, text } from '../text.js';
import { dateTime } from '../../../text/common.js';
import { pages } from '../../../parts/pieces.js';
import { adminFrame, ask, select } from '../frame.js';

/** @typedef {{search: string, role: string, is_active: string, is_guest: string}} Chosen */

/**
 * @param {{page: any, chosen: Chosen, me: string, used: string}} state
 * @param {{choose: (more: Partial<Chosen>, used: string) => void, at: (page: number) => string,
 *   role: (user: any, role: string) => void, active: (user: any, is: boolean) => void, password: (user: any) => void}} actions
 */
export function usersView({ page, chosen, me, used }, actions) {
  const t = text.accounts;
  const focus = (/** @type {string} */ name) => ({ name, 'data-focus': used === name });
  const search = h('input', { type: 'search', value: chosen.search, maxlength: 100, ...focus('search') });
  const filters = h(
    'form.filters',
    { role: 'search' },
    h('label.wide', {}, h('span', {}, t.search), search),
    select(t.role, { '': text.any, ...roles }, chosen.role, (role) => actions.choose({ role }, 'role'), focus('role')),
    select(
      t.status,
      t.statuses,
      chosen.is_active,
      (is_active) => actions.choose({ is_active }, 'is_active'),
      focus('is_active'),
    ),
    select(t.kind, t.kinds, chosen.is_guest, (is_guest) => actions.choose({ is_guest }, 'is_guest'), focus('is_guest')),
    h('div.choices', {}, h('button', { type: 'submit' }, t.find)),
  );
  filters.addEventListener('submit', (event) => {
    event.preventDefault();
    actions.choose({ search: search.value.trim() }, 'search');
  });
  const c = t.columns;
  return adminFrame(
    '/admin/users',
    t.title,
    filters,
    h('p.muted', { role: 'status' }, t.total(page.total)),
    page.items.length
      ? h(
          'div.table',
          {},
          h(
            'table.accounts',
            { role: 'table' },
            h('caption.unseen', {}, t.caption),
            h(
              'thead',
              { role: 'rowgroup' },
              h(
                'tr',
                { role: 'row' },
                [c.user, c.role, c.status, c.seen].map((name) => h('th', { scope: 'col', role: 'columnheader' }, name)),
                h('td', { role: 'cell' }),
              ),
            ),
            h(
              'tbody',
              { role: 'rowgroup' },
              page.items.map((/** @type {any} */ user) => row(user, user.id === me, used, actions)),
            ),
          ),
        )
      : h('p.muted.empty', {}, t.empty),
    pages(page, actions.at),
  );
}

/**
 * @param {any} user @param {boolean} own @param {string} used
 * @param {{role: (user: any, role: string) => void, active: (user: any, is: boolean) => void, password: (user: any) => void}} actions
 */
function row(user, own, used, actions) {
  const focus = (/** @type {string} */ what) => used === `${what} ${user.id}`;
  const t = text.accounts;
  const c = t.columns;
  const role = h(
    'select',
    { 'aria-label': t.roleOf(user.username), 'data-focus': focus('role') },
    Object.entries(roles).map(([value, words]) => h('option', { value, selected: value === user.role }, words)),
  );
  role.addEventListener('change', () => actions.role(user, role.value));
  const cell = (/** @type {string} */ label, /** @type {any[]} */ ...children) =>
    h('td', { role: 'cell', 'data-label': label }, children);
  return h(
    'tr',
    { role: 'row', class: own ? 'own' : '' },
    h(
      'td.what',
      { role: 'cell' },
      user.is_guest
        ? user.display_name
        : h('a', { href: `/players/${encodeURIComponent(user.username)}` }, user.display_name),
      own && h('span.tag', {}, t.you),
      h('span.hint', {}, user.is_guest ? user.username : `${user.username} · ${user.email}`),
    ),
    cell(c.role, user.is_guest ? h('span.muted', {}, t.guest) : role),
    cell(
      c.status,
      h(
        'span',
        { class: `state state-${user.is_active ? 'published' : 'retired'}` },
        h('span', { 'aria-hidden': 'true' }, user.is_active ? '●' : '◌'),
        ` ${user.is_active ? t.active : t.disabled}`,
      ),
    ),
    cell(c.seen, user.last_login_at ? dateTime(user.last_login_at) : t.never),
    h(
      'td.do',
      { role: 'cell' },
      h(
        'button.small',
        {
          type: 'button',
          'data-focus': focus('active'),
          'aria-label': user.is_active ? t.disableOf(user.username) : t.enableOf(user.username),
          onclick: () => actions.active(user, !user.is_active),
        },
        user.is_active ? t.disable : t.enable,
      ),
      !user.is_guest &&
        h(
          'button.small',
          {
            type: 'button',
            'data-focus': focus('password'),
            'aria-label': t.passwordOf(user.username),
            onclick: () => actions.password(user),
          },
          t.password,
        ),
    ),
  );
}

/**
 * Ask for a new password; null when there shall be none. The browser's own random numbers make one up.
 * @param {string} name @returns {Promise<string | null>}
 */
export async function askPassword(name) {
  const t = text.accounts;
  const input = h('input', {
    type: 'text',
    value: madeUp(),
    required: true,
    minlength: 8,
    maxlength: 72,
    autocomplete: 'off',
    spellcheck: 'false',
    autocapitalize: 'none',
  });
  const again = h(
    'button.quiet',
    {
      type: 'button',
      onclick: () => {
        input.value = madeUp();
      },
    },
    t.generate,
  );
  const body = h('div.field', {}, h('label', {}, h('span', {}, t.newPassword), input), again);
  return (await ask({ title: t.passwordOf(name), lead: t.passwordLead, body, confirm: t.set })) ? input.value : null;
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'; // 32 of them; none is like another

/** Sixteen letters in groups of four: 80 bits. */
function madeUp() {
  const drawn = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  return /** @type {RegExpMatchArray} */ (drawn.match(/.{4}/g)).join('-');
}
