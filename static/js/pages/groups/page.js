// @ts-check
/** One's groups, and the ways into one: by a code, by its link (`?join=CODE`), by making it. */

import { groupAddress } from '../../parts/group-links.js';
import { joinAs, groupsView } from './view.js';
import { text } from './text.js';
import { getGroups, postGroups, postGroupsJoin } from '../../later-routes.js';

/** @import { App } from '../../app.js' */
/** @import { Group } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

const LIMIT = 50; // nobody belongs to more

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openGroups(app, { query }) {
  const code = (query.get('join') ?? '').trim().slice(0, 80);
  const { user } = app.account;
  if (!user || user.is_guest) {
    const then = encodeURIComponent(code ? `/groups?join=${encodeURIComponent(code)}` : '/groups');
    return { element: joinAs({ code, isGuest: user !== null, then }), title: text.title };
  }
  const page = await app.api.call(getGroups, { query: { per_page: LIMIT } });
  /** @param {Group} group */
  const enter = async (group) => {
    await app.router.go(groupAddress(group.slug), { replace: Boolean(code) });
  };
  const element = groupsView(
    { groups: page.items, code },
    {
      create: async ({ name }) => enter(await app.api.call(postGroups, { body: { name } })),
      join: async (given) => enter(await app.api.call(postGroupsJoin, { body: { code: given.code } })),
    },
  );
  return { element, title: text.title };
}
