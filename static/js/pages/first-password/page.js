// @ts-check
/**
 * The first sign-in with a password that somebody else made, such as a teacher: nothing else is open before the player
 * has one of their own. The page that was asked for stays in the address, and opens afterwards.
 */

import { formElement } from '../../parts/form.js';
import { h } from '../../dom.js';
import { pageFrame } from '../../parts/pieces.js';
import { text } from './text.js';
import { putUserPassword } from '../../later-routes.js';

/** @import { App } from '../../app.js' */
/** @import { Opened } from '../../router.js' */

/** @param {App} app @returns {Opened} */
export function openFirstPassword(app) {
  const t = text;
  const fields = [
    { name: 'current_password', label: t.current, type: 'password', autocomplete: 'current-password', hint: t.hint },
    { name: 'new_password', label: t.fresh, type: 'password', autocomplete: 'new-password', hint: t.freshHint },
  ];
  const username = app.account.user?.username;
  const form = formElement(
    { name: 'first', fields, submit: t.submit, first: true, username },
    async ({ current_password, new_password }) => {
      await app.api.signIn(putUserPassword, { body: { current_password, new_password } });
      app.notice(t.done);
      await (/^\/(login|register)\/?$/.test(location.pathname) ? app.router.go('/') : app.router.open());
    },
  );
  form.classList.add('card');
  return { element: pageFrame('auth', t.title, h('p.lead', {}, t.lead), form), title: t.title };
}
