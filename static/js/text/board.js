// @ts-check
/** The English of boards: their table, their filters, and what changes on them. */

import { RANKED_LEAST, SPRINT_SECONDS } from '../terms.js';
import { count, whole } from './common.js';

const least = RANKED_LEAST.SOLO;

export const text = {
  title: 'Leaderboard',
  metrics: { score: 'Score', net_wpm: 'WPM', wpm: 'Tokens/min' },
  columns: { rank: 'Rank', player: 'Player', accuracy: 'Accuracy', waves: 'Waves', when: 'When' },
  you: 'you',
  empty:
    'Nobody is on this board yet: first place is up for grabs. ' +
    `A ranked game lasts at least ${least.seconds} seconds and has ${least.words} words.`,
  play: 'Play',
  notRanked: 'You are not on this board yet.',
  slow: 'Live rankings are temporarily unavailable.',
  fresh: 'new best',
  wavesCleared: (/** @type {number} */ waves) => count(waves, 'wave'),
  newBest: (/** @type {string} */ name, /** @type {number} */ rank) => `New best: ${name}, rank ${whole(rank)}`,
  newBests: (/** @type {number} */ n) => `${count(n, 'new best', 'new bests')} on this board`,
  states: { connecting: 'Connecting…', live: 'Live', waiting: 'Reconnecting…' },
  game: 'Game',
  games: {
    solo: 'Solo',
    ...Object.fromEntries(SPRINT_SECONDS.map((seconds) => [`sprint${seconds}`, `Sprint, ${seconds} s`])),
    daily: 'Daily',
  },
  /** What else a choice of that game changes. @param {string} game of `games` */
  gameOf: (game) => {
    const seconds = game.startsWith('sprint') ? game.slice('sprint'.length) : '';
    return { mode: seconds ? 'sprint' : game, seconds, day: '', metric: '', period: '' };
  },
  metric: 'Rank by',
  period: 'Period',
  periods: { all: 'All time', week: 'This week', day: 'Today' },
  language: 'Language',
  difficulty: 'Difficulty',
  any: 'Any',
};
