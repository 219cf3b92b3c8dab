// @ts-check
/** The accounts, for admins. Law: what is shown follows from the address alone. */

import { roles, text } from '../text.js';
import { ask } from '../frame.js';
import { askPassword, usersView } from './view.js';
import { forAdmins, pageIn, words } from '../snippets/page.js';

/** @typedef {import('../../../app.js').App} App */

const PER_PAGE = 25;
let used = '';

export const openUsers = forAdmins(async (app, { query }) => {
  const t = text.accounts;
  const chosen = chosenIn(query);
  const page = await app.api.get('/api/admin/users', { ...chosen, page: pageIn(query), per_page: PER_PAGE });
  const me = app.account.user?.id ?? '';

  /** @param {any} user @param {string} what @param {Record<string, any>} change @param {string} done */
  const put = async (user, what, change, done) => {
    used = `${what} ${user.id}`;
    const said = await app.api.put(`/api/admin/users/${user.id}`, change).then(() => done, words);
    await app.router.open(); // as the server has it, whatever became of it
    app.notice(said);
  };
  const element = usersView(
    { page, chosen, me, used },
    {
      choose: (more, name) => {
        used = name;
        app.router.go(address({ ...chosenIn(new URLSearchParams(location.search)), ...more }));
      },
      at: (to) => address(chosen, to),
      role: async (user, role) => {
        const own = user.id === me && role !== 'ADMIN';
        if (
          own &&
          !(await ask({ title: t.sureRole(roles[role]), lead: t.sureRoleLead, confirm: roles[role], danger: true }))
        )
          return app.router.open();
        await put(user, 'role', { role }, t.nowRole(user.username, role));
        return own ? app.api.refresh().then(() => app.router.open()) : undefined;
      },
      active: async (user, is) => {
        if (
          !is &&
          !(await ask({
            title: t.sureDisable(user.username),
            lead: t.sureDisableLead,
            confirm: t.disable,
            danger: true,
          }))
        )
          return;
        await put(user, 'active', { is_active: is }, t.nowActive(user.username, is));
      },
      password: async (user) => {
        const password = await askPassword(user.username);
        if (password !== null) await put(user, 'password', { password }, t.wasSet(user.username));
      },
    },
  );
  used = '';
  return { element, title: t.title };
});

/** @param {URLSearchParams} query @returns {import('./view.js').Chosen} */
function chosenIn(query) {
  const one = (/** @type {string} */ name, /** @type {Record<string, string>} */ of) => {
    const value = query.get(name) ?? '';
    return Object.hasOwn(of, value) ? value : '';
  };
  const { statuses, kinds } = text.accounts;
  const search = (query.get('search') ?? '').slice(0, 100);
  return { search, role: one('role', roles), is_active: one('is_active', statuses), is_guest: one('is_guest', kinds) };
}

/** @param {Record<string, string>} chosen @param {number} [page] */
function address(chosen, page = 1) {
  const all = Object.entries({ ...chosen, page: page > 1 ? String(page) : '' }).filter(([, value]) => value);
  const search = new URLSearchParams(all).toString();
  return search ? `/admin/users?${search}` : '/admin/users';
}
