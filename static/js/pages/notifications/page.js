// @ts-check
/** What the player was told, page by page; the first page follows what is new. */

import { Problem } from '../../net/api.js';
import { getNotifications, postNotificationsRead } from '../../later-routes.js';
import { addressOf, placeIn } from '../../parts/pages.js';
import { whyNot } from '../../text/common.js';
import { text as t } from './text.js';
import { NotificationsView, nobodyView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { Opened, Place } from '../../router.js' */

const PER_PAGE = 20;

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openNotifications(app, { query }) {
  if (!app.account.user) return { element: nobodyView(), title: t.title };
  const place = placeIn(query);
  const ask = () => app.api.call(getNotifications, { query: { ...place, per_page: PER_PAGE } });
  /** @type {NotificationsView | null} */
  let view = null;
  const again = async () => {
    const now = await ask().catch(() => null); // the page stays as it is, and the next news comes
    if (now) view?.update(now);
  };
  /** @param {{ids: number[]} | {all: true}} which */
  const read = async (which) => {
    try {
      const { unread } = await app.api.call(postNotificationsRead, { body: which });
      app.bell?.show(unread);
      await again();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      app.notice(whyNot(error));
    }
  };
  view = new NotificationsView(await ask(), {
    read: (one) => read({ ids: [one.id] }),
    readAll: async () => {
      await read({ all: true });
      app.say(t.done);
    },
    at: (to, after) => addressOf('/notifications', {}, to, after),
  });
  app.told.addEventListener('change', again);
  return { element: view.element, title: t.title, leave: () => app.told.removeEventListener('change', again) };
}
