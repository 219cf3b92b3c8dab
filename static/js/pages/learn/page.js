// @ts-check
/** The tracks that can be learnt. Law: which are shown follows from the address alone. */

import { getTracks, getUserProgress } from '../../later-routes.js';
import { LANGUAGES } from '../../terms.js';
import { text as coursesText } from '../../text/courses.js';
import { learnView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { Opened, Place } from '../../router.js' */

const MOST = 100; // that a server can have

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openLearn(app, { query }) {
  const asked = (query.get('language') ?? '').toUpperCase();
  const language = LANGUAGES.find((one) => one === asked) ?? '';
  const [tracks, progress] = await Promise.all([
    app.api.call(getTracks, { query: { language, per_page: MOST } }),
    app.account.user ? app.api.call(getUserProgress).catch(() => null) : null,
  ]);
  const choose = (/** @type {string} */ one) => app.router.go(one ? `/learn?language=${one}` : '/learn');
  const latest = progress?.tracks[0] ?? null;
  return { element: learnView({ tracks: tracks.items, language, latest }, choose), title: coursesText.title };
}
