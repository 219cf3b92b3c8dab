// @ts-check
/** The English of the leaderboards. */

import { count, whole } from '../../text/common.js';

export const text = {
  replays: 'Replays that players show',
  title: 'Leaderboard',
  around: 'Around me',
  top: 'From the top',
  who: 'Players',
  whom: { '': 'Everybody', true: 'Friends' },
  friends: 'Compared with your friends alone.',
  yourFriends: 'Friends',
  playing: 'Playing now',
  playingNobody: 'Nobody is playing right now.',
  playingTotal: (/** @type {number} */ total, /** @type {number} */ guests) =>
    `${count(total, 'player')}${guests ? `, including ${count(guests, 'guest')}` : ''}`,
  playingMore: (/** @type {number} */ n) => `and ${whole(n)} more`,
  wave: (/** @type {number} */ n) => `wave ${whole(n)}`,
};
