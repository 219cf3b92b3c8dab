// @ts-check
/** The English of the leaderboards. */

import { count, whole } from '../../text/common.js';
import { SPRINT_SECONDS } from '../../terms.js';

/** @import { Board } from './view.js' */

export const text = {
  title: 'Leaderboard',
  game: 'Game',
  games: {
    solo: 'Solo',
    ...Object.fromEntries(SPRINT_SECONDS.map((seconds) => [`sprint${seconds}`, `Sprint, ${seconds} s`])),
    daily: 'Daily',
  },
  /** What else a choice of that game changes. @param {string} game of `games` @returns {Partial<Board>} */
  gameOf: (game) => {
    const seconds = game.startsWith('sprint') ? game.slice('sprint'.length) : '';
    return { mode: seconds ? 'sprint' : game, seconds, day: '', metric: '', period: '' };
  },
  metric: 'Measure',
  period: 'Period',
  periods: { all: 'All time', week: 'This week', day: 'Today' },
  language: 'Language',
  difficulty: 'Difficulty',
  any: 'Any',
  around: 'Around me',
  top: 'From the top',
  notRanked: 'You are not on this board yet.',
  newBest: (/** @type {string} */ name, /** @type {number} */ rank) => `New best: ${name}, rank ${whole(rank)}`,
  newBests: (/** @type {number} */ n) => `${count(n, 'new best', 'new bests')} on this board`,
  states: { connecting: 'Connecting…', live: 'Live', waiting: 'Reconnecting…' },
  playing: 'Playing now',
  playingNobody: 'Nobody is playing right now.',
  playingTotal: (/** @type {number} */ total, /** @type {number} */ guests) =>
    `${count(total, 'player')}${guests ? `, including ${count(guests, 'guest')}` : ''}`,
  playingMore: (/** @type {number} */ n) => `and ${whole(n)} more`,
  wave: (/** @type {number} */ n) => `wave ${whole(n)}`,
  slow: 'The fast copy of the boards is unavailable; this page comes from the database.',
};
