// @ts-check
/** One's friends: asked for again after each deed, and every now and then for what they play. */

import { Problem } from '../../net/api.js';
import { whyNot } from '../../text/common.js';
import { text as friendsText } from './text.js';
import { friendsView, nobodyView } from './view.js';
import { deleteFriendsByUsername, getFriends, putFriendsByUsername } from '../../later-routes.js';

/** @import { App } from '../../app.js' */
/** @import { Opened } from '../../router.js' */

const LOOK_EVERY_MS = 15_000;

/** @param {App} app @returns {Promise<Opened>} */
export async function openFriends(app) {
  const title = friendsText.title;
  const { user } = app.account;
  if (!user || user.is_guest) return { element: nobodyView(user !== null), title };
  const read = () => app.api.call(getFriends);
  const look = async () => view.update(await read());
  /** @param {Promise<unknown>} deed */
  const told = async (deed) => {
    try {
      await deed;
      await look();
      if (document.activeElement === document.body) view.focus();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      app.notice(whyNot(error));
    }
  };
  const view = friendsView(await read(), user.username, {
    request: async ({ username }) => {
      await app.api.call(putFriendsByUsername(username.replace(/^@/, '')), { body: { action: 'REQUEST' } });
      await look();
    },
    answer: (username, action) => told(app.api.call(putFriendsByUsername(username), { body: { action } })),
    part: (username) => told(app.api.call(deleteFriendsByUsername(username))),
  });
  const again = setInterval(() => {
    const isBusy = document.hidden || view.element.contains(document.activeElement); // under nobody's hands
    if (!isBusy) look().catch(() => undefined); // what is shown stays
  }, LOOK_EVERY_MS);
  return { element: view.element, title, leave: () => clearInterval(again) };
}
