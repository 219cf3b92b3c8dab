// @ts-check
/**
 * What the pages of a group share before they draw: who may open them, and what to say about a refusal.
 */

import { Problem } from '../../net/api.js';
import { getGroupsBySlug, postGroupsJoin } from '../../later-routes.js';
import { whyNot } from '../../text/common.js';
import { notMemberView } from './frame.js';

/** @import { App } from '../../app.js' */
/** @import { Group } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

/** @param {Group} group */
export const teaches = (group) => group.role !== 'MEMBER';

/**
 * A page for the members of a group. Whoever is not signed in is led there and back; whoever does not belong to it may
 * try to join, which an open group lets them.
 * @param {(app: App, group: Group, place: Place) => Promise<Opened>} open
 * @returns {(app: App, place: Place) => Promise<Opened>}
 */
export const forMembers = (open) => async (app, place) => {
  const { user } = app.account;
  const { slug } = place.params;
  const found = user && !user.is_guest ? await app.api.call(getGroupsBySlug(slug)).catch(missing) : null;
  if (found) return open(app, found, place);
  const { element, title } = notMemberView({
    who: user ? (user.is_guest ? 'guest' : 'player') : 'nobody',
    then: encodeURIComponent(location.pathname + location.search),
    join: async () => {
      await told(app, app.api.call(postGroupsJoin, { body: { code: slug } }));
      await app.router.open();
    },
  });
  return { element, title };
};

/** @param {unknown} error @returns {null} when there is no such group, or none for this player */
function missing(error) {
  if (error instanceof Problem && error.status === 404) return null;
  throw error;
}

/**
 * Do it, or say why not. True when it was done.
 * @param {App} app @param {Promise<unknown>} work
 */
export async function told(app, work) {
  try {
    await work;
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    app.notice(whyNot(error));
    return false;
  }
}
