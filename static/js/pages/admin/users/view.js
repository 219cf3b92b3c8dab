// @ts-check
/** The accounts: who they are, their role, whether they may sign in, and a new password. */

import { h } from '../../../dom.js';
import { ask } from '../../../parts/ask.js';
import { pages } from '../../../parts/pages.js';
import { optionsOf, select } from '../../../parts/pieces.js';
import { PASSWORD_LENGTH } from '../../../terms.js';
import { dateTime } from '../../../text/common.js';
import { adminFrame, adminTable, cell } from '../frame.js';
import { text as adminText } from '../text.js';
import { roles, text } from './text.js';

/** @import { User, UserPage } from '../../../net/types.js' */

/** @typedef {{search: string, role: string, is_active: string, is_guest: string, is_bot: string}} Chosen */

/**
 * @typedef {object} Actions
 * @property {(more: Partial<Chosen>, used: string) => void} choose
 * @property {(page: number, after?: string) => string} at
 * @property {(user: User, role: string) => void} role
 * @property {(user: User, is: boolean) => void} active
 * @property {(user: User, is: boolean) => void} robot
 * @property {(user: User) => void} password
 */

/**
 * @param {{page: UserPage, chosen: Chosen, me: string, used: string}} state `used` is the control that was used last:
 *   the focus stays there
 * @param {Actions} actions
 */
export function usersView({ page, chosen, me, used }, actions) {
  const t = text;
  const c = t.columns;
  const columns = [c.user, c.role, c.status, c.seen, h('td', { role: 'cell' })];
  const rows = page.items.map((user) => row(user, user.id === me, used, actions));
  return adminFrame(
    '/admin/users',
    t.title,
    filters(chosen, used, actions),
    h('p.muted', { role: 'status' }, t.total(page.total)),
    rows.length ? adminTable('accounts', t.caption, columns, rows) : h('p.muted.empty', {}, t.empty),
    pages(page, actions.at),
  );
}

/** @param {Chosen} chosen @param {string} used @param {Actions} actions */
function filters(chosen, used, actions) {
  const t = text;
  const focus = (/** @type {string} */ name) => ({ name, 'data-focus': used === name });
  const search = h('input', { type: 'search', value: chosen.search, maxlength: 100, ...focus('search') });
  const pick = (
    /** @type {keyof Chosen} */ name,
    /** @type {string} */ label,
    /** @type {Record<string, string>} */ options,
  ) => select(label, options, chosen[name], (value) => actions.choose({ [name]: value }, name), focus(name));
  const element = h(
    'form.filters',
    { role: 'search' },
    h('label.wide', {}, h('span', {}, t.search), search),
    pick('role', t.role, { '': adminText.any, ...roles }),
    pick('is_active', t.status, t.statuses),
    pick('is_guest', t.kind, t.kinds),
    pick('is_bot', t.player, t.players),
    h('div.choices', {}, h('button', { type: 'submit' }, t.find)),
  );
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    actions.choose({ search: search.value.trim() }, 'search');
  });
  return element;
}

/** @param {User} user @param {boolean} own @param {string} used @param {Actions} actions */
function row(user, own, used, actions) {
  const t = text;
  const c = t.columns;
  const focus = (/** @type {string} */ what) => used === `${what} ${user.id}`;
  return h(
    'tr',
    { role: 'row', class: own ? 'own' : '' },
    who(user, own),
    cell(c.role, '', user.is_guest ? h('span.muted', {}, t.guest) : roleOf(user, focus('role'), actions)),
    cell(c.status, '', status(user)),
    cell(c.seen, '', user.last_login_at ? dateTime(user.last_login_at) : t.never),
    h(
      'td.do',
      { role: 'cell' },
      ableButton(user, focus('active'), actions),
      !user.is_guest && passwordButton(user, focus('password'), actions),
      !user.is_guest && robotButton(user, focus('robot'), actions),
    ),
  );
}

/** @param {User} user @param {boolean} own */
function who({ username, display_name, email, is_guest, is_bot }, own) {
  const link = h('a', { href: `/players/${encodeURIComponent(username)}` }, display_name);
  const hint = h('span.hint', {}, [username, email].filter(Boolean).join(' · '));
  const tags = [own && text.you, is_bot && text.robot].map((words) => words && h('span.tag', {}, words));
  return h('td.what', { role: 'cell' }, is_guest ? display_name : link, tags, hint);
}

/** @param {User} user @param {boolean} focus @param {Actions} actions */
function roleOf(user, focus, actions) {
  const properties = { 'aria-label': text.roleOf(user.username), 'data-focus': focus };
  const list = h('select', properties, optionsOf(roles, user.role));
  list.addEventListener('change', () => actions.role(user, list.value));
  return list;
}

/** @param {User} user */
function status({ is_active }) {
  const mark = h('span', { 'aria-hidden': 'true' }, is_active ? '●' : '◌');
  const state = is_active ? 'published' : 'retired'; // the same colours as a snippet's
  return h('span', { class: `state state-${state}` }, mark, ` ${is_active ? text.active : text.disabled}`);
}

/** @param {User} user @param {boolean} focus @param {Actions} actions */
function ableButton(user, focus, actions) {
  const t = text;
  const properties = {
    type: 'button',
    'data-focus': focus,
    'aria-label': user.is_active ? t.disableOf(user.username) : t.enableOf(user.username),
    onclick: () => actions.active(user, !user.is_active),
  };
  return h('button.small', properties, user.is_active ? t.disable : t.enable);
}

/** Robots stand on no board. @param {User} user @param {boolean} focus @param {Actions} actions */
function robotButton(user, focus, actions) {
  const t = text;
  const properties = {
    type: 'button',
    'data-focus': focus,
    'aria-label': user.is_bot ? t.markPersonOf(user.username) : t.markRobotOf(user.username),
    onclick: () => actions.robot(user, !user.is_bot),
  };
  return h('button.small', properties, user.is_bot ? t.markPerson : t.markRobot);
}

/** @param {User} user @param {boolean} focus @param {Actions} actions */
function passwordButton(user, focus, actions) {
  const properties = {
    type: 'button',
    'data-focus': focus,
    'aria-label': text.passwordOf(user.username),
    onclick: () => actions.password(user),
  };
  return h('button.small', properties, text.password);
}

/**
 * Ask for a new password; null when the admin cancels. One is suggested, from the browser's random numbers.
 * @param {string} name @returns {Promise<string | null>}
 */
export async function askPassword(name) {
  const t = text;
  const input = h('input', {
    type: 'text',
    value: madeUp(),
    required: true,
    minlength: PASSWORD_LENGTH.least,
    maxlength: PASSWORD_LENGTH.most,
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
