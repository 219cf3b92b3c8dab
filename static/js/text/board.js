// @ts-check
/** The English of the leaderboards. */

import { count, whole } from './common.js';

export const text = {
  title: 'Leaderboard',
  metric: 'Measure',
  metrics: { score: 'Score', wpm: 'Words/min' },
  period: 'Period',
  periods: { all: 'All time', week: 'This week', day: 'Today' },
  language: 'Language',
  difficulty: 'Difficulty',
  any: 'Any',
  around: 'Around me',
  top: 'From the top',
  columns: { rank: 'Rank', player: 'Player', value: 'Best', when: 'When' },
  you: 'you',
  empty: 'Nobody is on this board yet. A ranked game is 15 seconds and 20 words long.',
  notRanked: 'You are not on this board yet.',
  own: 'Your place',
  fresh: 'new best',
  newBest: (/** @type {string} */ name, /** @type {number} */ rank) => `New best: ${name}, rank ${whole(rank)}`,
  newBests: (/** @type {number} */ n) => `${count(n, 'new best', 'new bests')} on this board`,
  states: { connecting: 'Connecting…', live: 'Live', waiting: 'Reconnecting…' },
  playing: 'Playing now',
  playingNobody: 'Nobody is playing at the moment.',
  playingTotal: (/** @type {number} */ total, /** @type {number} */ guests) =>
    `${count(total, 'player')}${guests ? `, ${count(guests, 'guest')} among them` : ''}`,
  playingMore: (/** @type {number} */ n) => `and ${whole(n)} more`,
  wave: (/** @type {number} */ n) => `wave ${whole(n)}`,
  previous: 'Previous',
  next: 'Next',
  range: (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ all) =>
    `${whole(from)}–${whole(to)} of ${whole(all)}`,
  slow: 'The fast copy of the boards is away; this page comes from the database.',
};
