// @ts-check
/**
 * One track, for admins: what it says of itself, and its modules, lessons and challenges.
 *
 * Law: every change is sent at once, and the page then shows the tree that the server answered with.
 */

import { ask } from '../../../parts/ask.js';
import { forAdmins, refusal } from '../access.js';
import {
  deleteAdminLessonsById,
  deleteAdminModulesById,
  deleteAdminTracksById,
  getAdminTracksById,
  postAdminLessonsPreview,
  postAdminModulesByIdLessons,
  postAdminTracksByIdModules,
  putAdminLessonsById,
  putAdminLessonsByIdChallengesOrder,
  putAdminModulesById,
  putAdminModulesByIdLessonsOrder,
  putAdminTracksById,
  putAdminTracksByIdModulesOrder,
} from '../routes.js';
import { text } from './text.js';
import { TrackView } from './view.js';

/** @import { App } from '../../../app.js' */
/** @import { AdminTrack, NewLesson, NewModule } from '../../../net/types.js' */
/** @import { Ways } from './view.js' */

export const openTrack = forAdmins(async (app, { params }) => {
  /** @type {AdminTrack} */
  const tree = await app.api.call(getAdminTracksById(params.id));
  /** @type {TrackView} */
  const view = new TrackView(waysOf(app, params.id, () => view));
  view.draw(tree);
  return { element: view.element, title: tree.track.title };
});

/** @param {App} app @param {string} id @param {() => TrackView} viewOf @returns {Ways} */
function waysOf(app, id, viewOf) {
  const { api } = app;
  /** Throws a Problem, for a form to show. @param {Promise<AdminTrack>} work @param {string} key as below */
  const send = async (work, key) => {
    viewOf().draw(await work);
    viewOf().focus(key);
    app.notice(text.saved);
  };
  /** @param {Promise<AdminTrack>} work @param {string} [key] of the button that was pressed */
  const change = async (work, key) => {
    try {
      viewOf().draw(await work);
      if (key) viewOf().focus(key);
    } catch (error) {
      app.notice(refusal(error));
    }
  };
  /** @param {string} title @param {() => Promise<AdminTrack>} work */
  const remove = async (title, work) => {
    const question = { title: text.surePart(title), lead: text.partLead, confirm: text.remove, danger: true };
    if (await ask(question)) await change(work());
  };
  return {
    edit: (values) => send(api.call(putAdminTracksById(id), { body: values }), 'save'),
    publish: async (is) => {
      await change(api.call(putAdminTracksById(id), { body: { is_published: is } }), 'publish');
      app.notice(is ? text.nowPublished : text.nowHidden);
    },
    remove: (tree) => removeTrack(app, tree),
    addModule: (values) =>
      send(
        api.call(postAdminTracksByIdModules(id), { body: /** @type {NewModule} */ (/** @type {unknown} */ (values)) }),
        'new module',
      ),
    editModule: (one, values) => send(api.call(putAdminModulesById(one), { body: values }), `edit ${one}`),
    removeModule: (one, title) => remove(title, () => api.call(deleteAdminModulesById(one))),
    moveModule: (ids, key) => change(api.call(putAdminTracksByIdModulesOrder(id), { body: { ids } }), key),
    addLesson: (one, values) =>
      send(
        api.call(postAdminModulesByIdLessons(one), {
          body: /** @type {NewLesson} */ (/** @type {unknown} */ (values)),
        }),
        `new lesson ${one}`,
      ),
    editLesson: (one, values) => send(api.call(putAdminLessonsById(one), { body: values }), `edit ${one}`),
    removeLesson: (one, title) => remove(title, () => api.call(deleteAdminLessonsById(one))),
    moveLesson: (one, ids, key) => change(api.call(putAdminModulesByIdLessonsOrder(one), { body: { ids } }), key),
    moveChallenge: (one, ids, key) => change(api.call(putAdminLessonsByIdChallengesOrder(one), { body: { ids } }), key),
    preview: async (words) => (await api.call(postAdminLessonsPreview, { body: { text: words } })).blocks,
  };
}

/** Asked twice: everybody's progress goes with it. @param {App} app @param {AdminTrack} tree */
async function removeTrack(app, { track }) {
  const t = text;
  const first = { title: t.sureTrack(track.title), lead: t.trackLead, confirm: t.removeTrack, danger: true };
  if (!(await ask(first))) return;
  const second = { title: t.sureAgain, lead: t.againLead(track.challenges, track.enrolled), confirm: t.removeTrack };
  if (!(await ask({ ...second, danger: true }))) return;
  try {
    await app.api.call(deleteAdminTracksById(track.id));
  } catch (error) {
    app.notice(refusal(error));
    return;
  }
  await app.router.go('/admin/courses');
  app.notice(t.removed);
}
