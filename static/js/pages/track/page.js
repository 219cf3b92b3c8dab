// @ts-check
/** One track: its modules, lessons and challenges, and how far the reader has come. */

import { Problem } from '../../net/api.js';
import { ask } from '../../parts/ask.js';
import { deleteTracksBySlugEnroll, getTracksBySlug, postTracksBySlugEnroll } from '../../later-routes.js';
import { whyNot } from '../../text/common.js';
import { text as trackText } from './text.js';
import { missingView, trackView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { TrackView } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openTrack(app, { params }) {
  /** @type {TrackView} */
  let shown;
  try {
    shown = await app.api.call(getTracksBySlug(params.slug));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return { element: missingView(), title: trackText.missing.title };
  }
  const { slug, title } = shown.track;
  /** @param {() => Promise<unknown>} work @param {string} done */
  const change = async (work, done) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      app.notice(whyNot(error));
      return;
    }
    await app.router.open();
    app.notice(done);
  };
  const element = trackView(shown, {
    enrol: () =>
      change(async () => {
        await app.account.ensure(); // guests learn as players do
        await app.api.call(postTracksBySlugEnroll(slug));
      }, trackText.enrolled),
    leave: async () => {
      const t = trackText;
      if (!(await ask({ title: t.sureLeave(title), lead: t.leaveLead, confirm: t.leave, danger: true }))) return;
      await change(() => app.api.call(deleteTracksBySlugEnroll(slug)), t.left);
    },
  });
  return { element, title };
}
