// @ts-check
/** Who follows a player, or whom they follow, a page at a time. What is shown follows from the address alone. */

import { h } from '../../dom.js';
import { personView, playerAddress, sinceWhen } from '../../parts/people.js';
import { addressOf, pages, placeIn } from '../../parts/pages.js';
import { pageFrame } from '../../parts/pieces.js';
import { text as followsText } from './text.js';
import { getUsersByUsernameFollowers, getUsersByUsernameFollowing } from '../../later-routes.js';

/** @import { App } from '../../app.js' */
/** @import { ListedPlayerPage } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

const PER_PAGE = 50;

const LISTS = {
  followers: { route: getUsersByUsernameFollowers, none: followsText.nobodyFollows },
  following: { route: getUsersByUsernameFollowing, none: followsText.followsNobody },
};

/** @param {keyof typeof LISTS} which */
const open =
  (which) =>
  async (/** @type {App} */ app, /** @type {Place} */ { params, query }) => {
    const { route, none } = LISTS[which];
    const place = placeIn(query);
    /** @type {ListedPlayerPage} */
    const list = await app.api.call(route(params.username), { query: { ...place, per_page: PER_PAGE } });
    const title = followsText[which](params.username);
    const address = playerAddress(params.username, `/${which}`);
    const element = pageFrame(
      'friends',
      title,
      h('p', {}, h('a', { href: playerAddress(params.username) }, followsText.back)),
      list.items.length
        ? h(
            'ul.people.card',
            {},
            list.items.map((one) => personView(one, sinceWhen(followsText.since, one))),
          )
        : h('p.empty', {}, none),
      pages(list, (to, after) => addressOf(address, {}, to, after)),
    );
    /** @type {Opened} */
    const opened = { element, title };
    return opened;
  };

export const openFollowers = open('followers');
export const openFollowing = open('following');
