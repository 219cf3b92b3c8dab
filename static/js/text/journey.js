// @ts-check
/** English about experience, days in a row and achievements. */

import { count, percent, whole } from './common.js';

/** @import { Rarity } from '../net/types.js' */

/** @type {Record<Rarity, string>} */
export const rarities = {
  COMMON: 'Common',
  UNCOMMON: 'Uncommon',
  RARE: 'Rare',
  EPIC: 'Epic',
  LEGENDARY: 'Legendary',
};

const LEAST_SHARE = 0.001; // below this the digits say nothing
const WHOLE_FROM = 0.1; // above this a tenth of a percent does

export const text = {
  title: 'Achievements',
  journey: 'Level and achievements',
  level: (/** @type {number} */ level) => `Level ${whole(level)}`,
  xp: (/** @type {number} */ xp) => `${whole(xp)} XP`,
  toNext: (/** @type {number} */ xp, /** @type {number} */ next) => `${whole(xp)} XP to level ${whole(next)}`,
  streak: 'Days in a row',
  longest: 'Longest row',
  days: 'Days with a game',
  earned: (/** @type {number} */ n) => (n ? `${count(n, 'achievement')} earned` : 'No achievement yet.'),
  all: 'All achievements',
  own: 'Your profile',
  freeze: (/** @type {number} */ left) =>
    left ? 'One day without a game is forgiven this week.' : "This week's day without a game is used up.",
  today: 'Play today to go on.',
  share: (/** @type {number} */ share) =>
    share === 0
      ? 'nobody has it'
      : share < LEAST_SHARE
        ? `under ${percent(LEAST_SHARE * 100)} have it`
        : `${share < WHOLE_FROM ? percent(share * 100) : `${whole(share * 100)}%`} have it`,
  reward: (/** @type {number} */ points) => (points ? `+${whole(points)} XP` : ''),
};
