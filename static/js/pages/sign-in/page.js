// @ts-check
/** Logging in and registering. A guest who registers keeps their games: the server knows them by their token. */

import { text } from '../../text/common.js';
import { text as authText } from './text.js';
import { isProblem } from '../../parts/form.js';
import { getAuthRegistration, postAuthLogin, postAuthRegister } from '../../routes.js';
import { closedView, formView } from './view.js';

/** @typedef {import('../../app.js').App} App */
/** @typedef {import('../../router.js').Place} Place */
/** @typedef {import('../../router.js').Opened} Opened */
/** @typedef {import('../../parts/form.js').Field} Field */
/** @typedef {import('../../net/types.js').Registration} Registration */

/** Where to go afterwards: a page of ours that the link named, or the start. @param {Place} place */
function wayBack({ query }) {
  const then = query.get('then') ?? '/';
  return /^\/(?!\/)/.test(then) ? then : '/';
}

/** With where to go afterwards, and an invite code. @param {string} href @param {Place} place */
function passOn(href, place) {
  const query = new URLSearchParams();
  if (place.query.has('then')) query.set('then', wayBack(place));
  const invite = place.query.get('invite');
  if (invite) query.set('invite', invite);
  return query.size ? `${href}?${query}` : href;
}

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
      help: [t.forgot, t.forgotLead],
    },
    async (values) => {
      await app.api.signIn(postAuthLogin, { body: { login: values.login, password: values.password } });
      await app.router.go(wayBack(place));
    },
  );
  return { element, title: t.loginTitle };
}

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openRegister(app, place) {
  const t = authText;
  const guest = app.account.user?.is_guest === true;
  const title = guest ? t.keepTitle : t.registerTitle;
  const ways = /** @type {[string, string][]} */ ([[passOn('/login', place), t.toLogin]]);
  const registration = await whoMayRegister(app);
  if (registration === 'closed') return { element: closedView({ title, lead: t.closed, ways }), title };
  const element = formView(
    {
      title,
      lead: guest ? t.keepLead : undefined,
      fields: fieldsOf(registration, place.query.get('invite') ?? ''),
      submit: text.nav.register,
      ways,
    },
    async (values) => {
      const given = Object.entries(values).filter(([, value]) => value.trim());
      const body = { username: '', password: '', ...Object.fromEntries(given) };
      await app.api.signIn(postAuthRegister, { body });
      await app.router.go(wayBack(place));
      if (guest && app.account.user) app.notice(t.kept(app.account.user.display_name));
    },
  );
  return { element, title };
}

/** If the server cannot say, its answer to the form will. @param {App} app @returns {Promise<Registration>} */
async function whoMayRegister({ api }) {
  try {
    return (await api.call(getAuthRegistration)).registration;
  } catch (error) {
    if (isProblem(error)) return 'open';
    throw error;
  }
}

/** @param {Registration} registration @param {string} invite the code that the link brought @returns {Field[]} */
function fieldsOf(registration, invite) {
  const t = authText;
  return [
    {
      ...{ name: 'invite_code', label: t.invite, type: 'text', autocomplete: 'off', hint: t.inviteHint, value: invite },
      onlyFor: registration === 'invite' ? undefined : 'account/invite-required',
    },
    { name: 'username', label: t.username, type: 'text', autocomplete: 'username', hint: t.usernameHint },
    { name: 'password', label: t.password, type: 'password', autocomplete: 'new-password', hint: t.passwordHint },
    { name: 'email', label: t.email, type: 'email', autocomplete: 'email', hint: t.emailHint, required: false },
    {
      ...{ name: 'display_name', label: t.displayName, type: 'text', autocomplete: 'nickname' },
      ...{ hint: t.displayNameHint, required: false },
    },
  ];
}
