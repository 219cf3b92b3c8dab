// @ts-check
/** The English of the leaderboards. */

import { whole } from './common.js';

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
  previous: 'Previous',
  next: 'Next',
  range: (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ all) => `${whole(from)}–${whole(to)} of ${whole(all)}`,
  slow: 'The fast copy of the boards is away; this page comes from the database.',
};
