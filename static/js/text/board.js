// @ts-check
/** The English of a board's table. */

import { RANKED_LEAST } from '../terms.js';
import { count } from './common.js';

const { seconds, words } = RANKED_LEAST.SOLO;

export const text = {
  title: 'Leaderboard',
  metrics: { score: 'Score', net_wpm: 'WPM', wpm: 'Tokens/min' },
  columns: { rank: 'Rank', player: 'Player', accuracy: 'Accuracy', waves: 'Waves', when: 'When' },
  you: 'you',
  empty:
    'Nobody is on this board yet: the first place is free. ' +
    `A ranked game lasts at least ${seconds} seconds and has ${words} words.`,
  play: 'Play',
  fresh: 'new best',
  wavesCleared: (/** @type {number} */ waves) => count(waves, 'wave'),
};
