// @ts-check
/** The tracks, for admins: their order, and new ones. */

import { forAdmins, refusal } from '../access.js';
import { trackPage } from '../courses-links.js';
import { getAdminTracks, postAdminTracks, putAdminTracksOrder } from '../routes.js';
import { text } from './text.js';
import { coursesView } from './view.js';

/** @import { NewTrack } from '../../../net/types.js' */

let used = ''; // the button that was used last: its page is drawn anew, and keeps the focus there

export const openCourses = forAdmins(async (app) => {
  const { tracks } = await app.api.call(getAdminTracks);
  const element = coursesView(tracks, used, {
    move: async (ids, key) => {
      used = key;
      const said = await app.api.call(putAdminTracksOrder, { body: { ids } }).then(() => '', refusal);
      await app.router.open();
      if (said) app.notice(said);
    },
    create: async (values) => {
      const { track } = await app.api.call(postAdminTracks, {
        body: /** @type {NewTrack} */ (/** @type {unknown} */ (values)),
      });
      await app.router.go(trackPage(track.id));
      app.notice(text.created);
    },
  });
  used = '';
  return { element, title: text.title };
});
