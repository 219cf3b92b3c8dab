// @ts-check
/** The accounts, for admins. Law: what is shown follows from the address alone. */

import { chosenIn, forAdmins, refusal } from '../access.js';
import { addressOf, placeIn } from '../../../parts/pages.js';
import { ask } from '../../../parts/ask.js';
import { roles, text } from './text.js';
import { askPassword, usersView } from './view.js';
import { getAdminUsers, putAdminUsersById } from '../routes.js';

/** @import { App } from '../../../app.js' */
/** @import { User } from '../../../net/types.js' */
/** @import { Chosen } from './view.js' */

const PER_PAGE = 25;
let used = ''; // the control that was used last: its page is drawn anew, and keeps the focus there

export const openUsers = forAdmins(async (app, { query }) => {
  const chosen = chosenOf(query);
  const page = await app.api.call(getAdminUsers, { query: { ...chosen, ...placeIn(query), per_page: PER_PAGE } });
  const me = app.account.user?.id ?? '';
  const element = usersView(
    { page, chosen, me, used },
    {
      choose: (more, name) => {
        used = name;
        app.router.go(address({ ...chosenOf(new URLSearchParams(location.search)), ...more }));
      },
      at: (to, after = '') => address({ ...chosen, after }, to),
      role: (user, role) => changeRole(app, user, role, user.id === me && role !== 'ADMIN'),
      active: (user, is) => setActive(app, user, is),
      robot: (user, is) => put(app, user, 'robot', { is_bot: is }, text.nowRobot(user.username, is)),
      password: (user) => setPassword(app, user),
    },
  );
  used = '';
  return { element, title: text.title };
});

/**
 * @param {App} app @param {User} user @param {string} what @param {Record<string, unknown>} change @param {string} done
 */
async function put(app, user, what, change, done) {
  used = `${what} ${user.id}`;
  const said = await app.api.call(putAdminUsersById(user.id), { body: change }).then(() => done, refusal);
  await app.router.open(); // show what the server has, also after a refusal
  app.notice(said);
}

/** @param {App} app @param {User} user @param {string} role @param {boolean} stepsDown from one's own admin's role */
async function changeRole(app, user, role, stepsDown) {
  const t = text;
  const question = { title: t.sureRole(roles[role]), lead: t.sureRoleLead, confirm: roles[role], danger: true };
  if (stepsDown && !(await ask(question))) {
    await app.router.open();
    return;
  }
  await put(app, user, 'role', { role }, t.nowRole(user.username, role));
  if (!stepsDown) return;
  await app.api.refresh();
  await app.router.open();
}

/** @param {App} app @param {User} user @param {boolean} is */
async function setActive(app, user, is) {
  const t = text;
  const name = user.username;
  const question = { title: t.sureDisable(name), lead: t.sureDisableLead, confirm: t.disable, danger: true };
  if (!is && !(await ask(question))) return;
  await put(app, user, 'active', { is_active: is }, t.nowActive(name, is));
}

/** @param {App} app @param {User} user */
async function setPassword(app, user) {
  const password = await askPassword(user.username);
  if (password !== null) await put(app, user, 'password', { password }, text.wasSet(user.username));
}

/** @param {URLSearchParams} query @returns {Chosen} */
const chosenOf = (query) => ({
  search: (query.get('search') ?? '').slice(0, 100),
  role: chosenIn(query, 'role', roles),
  is_active: chosenIn(query, 'is_active', text.statuses),
  is_guest: chosenIn(query, 'is_guest', text.kinds),
  is_bot: chosenIn(query, 'is_bot', text.players),
});

/** @param {Record<string, string>} chosen @param {number} [page] */
const address = (chosen, page) => addressOf('/admin/users', chosen, page);
