// @ts-check
/** The English of the leaderboards. */

import { count, whole } from '../../text/common.js';

export const text = {
  title: 'Leaderboard',
  around: 'Around me',
  top: 'From the top',
  notRanked: 'You are not on this board yet.',
  playing: 'Playing now',
  playingNobody: 'Nobody is playing right now.',
  playingTotal: (/** @type {number} */ total, /** @type {number} */ guests) =>
    `${count(total, 'player')}${guests ? `, including ${count(guests, 'guest')}` : ''}`,
  playingMore: (/** @type {number} */ n) => `and ${whole(n)} more`,
  wave: (/** @type {number} */ n) => `wave ${whole(n)}`,
  slow: 'The fast copy of the boards is unavailable; this page comes from the database.',
};
