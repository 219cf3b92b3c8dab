// @ts-check
/** Logging in and registering. A guest who registers keeps their games: the server knows them by their token. */

import { text } from '../../text/common.js';
import { text as authText } from './text.js';
import { formView } from './view.js';
import { postAuthLogin, postAuthRegister } from '../../routes.js';

/** @typedef {import('../../app.js').App} App */
/** @typedef {import('../../router.js').Place} Place */
/** @typedef {import('../../router.js').Opened} Opened */

/** Where to go afterwards: a page of ours that the link named, or the start. @param {Place} place */
function wayBack({ query }) {
  const then = query.get('then') ?? '/';
  return /^\/(?!\/)/.test(then) ? then : '/';
}

/** @param {string} href @param {Place} place */
const passOn = (href, place) => (place.query.has('then') ? `${href}?then=${encodeURIComponent(wayBack(place))}` : href);

/** @param {App} app @param {Place} place @returns {Opened} */
export function openLogin(app, place) {
  const t = authText;
  const element = formView(
    {
      title: t.loginTitle,
      fields: [
        { name: 'login', label: t.login, type: 'text', autocomplete: 'username' },
        { name: 'password', label: t.password, type: 'password', autocomplete: 'current-password' },
      ],
      submit: text.nav.login,
      ways: [[passOn('/register', place), t.toRegister]],
    },
    async (values) => {
      await app.api.signIn(postAuthLogin, { login: values.login, password: values.password });
      await app.router.go(wayBack(place));
    },
  );
  return { element, title: t.loginTitle };
}

/** @param {App} app @param {Place} place @returns {Opened} */
export function openRegister(app, place) {
  const t = authText;
  const guest = app.account.user?.is_guest === true;
  const title = guest ? t.keepTitle : t.registerTitle;
  const element = formView(
    {
      title,
      lead: guest ? t.keepLead : undefined,
      fields: [
        { name: 'username', label: t.username, type: 'text', autocomplete: 'username', hint: t.usernameHint },
        { name: 'email', label: t.email, type: 'email', autocomplete: 'email', hint: t.emailHint },
        { name: 'password', label: t.password, type: 'password', autocomplete: 'new-password', hint: t.passwordHint },
        {
          name: 'display_name',
          label: t.displayName,
          type: 'text',
          autocomplete: 'nickname',
          hint: t.displayNameHint,
          required: false,
        },
        {
          name: 'invite_code',
          label: t.invite,
          type: 'text',
          autocomplete: 'off',
          hint: t.inviteHint,
          required: false,
          onlyFor: 'account/invite-required',
        },
      ],
      submit: text.nav.register,
      ways: [[passOn('/login', place), t.toLogin]],
    },
    async (values) => {
      const given = Object.entries(values).filter(([, value]) => value.trim());
      await app.api.signIn(postAuthRegister, {
        username: '',
        email: '',
        password: '',
        ...Object.fromEntries(given),
      });
      await app.router.go(wayBack(place));
    },
  );
  return { element, title };
}
