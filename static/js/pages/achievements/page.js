// @ts-check
/** All that can be earned: one's own, and what is missing. */

import { getAchievements, getUserJourney } from '../../later-routes.js';
import { text } from '../../text/journey.js';
import { achievementsView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { Opened } from '../../router.js' */

/** @param {App} app @returns {Promise<Opened>} */
export async function openAchievements(app) {
  const [found, journey] = await Promise.all([
    app.api.call(getAchievements),
    app.account.user ? app.api.call(getUserJourney) : null,
  ]);
  return { element: achievementsView(found, journey), title: text.title };
}
