// @ts-check
/** Friends who can be told of a match, as it was when the lobby was drawn. */

import { getFriends, postMatchesByCodeInvite } from '../../later-routes.js';
import { Problem } from '../../net/api.js';
import { whyNot } from '../../text/common.js';

/** @import { App } from '../../app.js' */
/** @import { Friend, Match } from '../../net/types.js' */
/** @import { Ways } from './view.js' */

/** @param {App} app @param {Match} match @returns {Pick<Ways, 'friends' | 'invite'>} */
export function inviting(app, { code, seats }) {
  return {
    async friends() {
      const { user } = app.account;
      if (!user || user.is_guest) return [];
      const all = await app.api.call(getFriends).catch(() => null); // the link invites, too
      return (all?.friends ?? []).filter(
        (/** @type {Friend} */ { id }) => !seats.some(({ user_id }) => user_id === id),
      );
    },
    async invite(username) {
      try {
        await app.api.call(postMatchesByCodeInvite(code), { body: { username } });
        return true;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        app.notice(whyNot(error));
        return false;
      }
    },
  };
}
