// @ts-check
/** The English of the page of achievements, and which of them stand together. */

import { count, whole } from '../../text/common.js';

/** @import { AchievementOut } from '../../net/types.js' */

export const text = {
  lead: 'Earned by playing, each once. The share is of all players here.',
  signIn: 'Play a game to earn the first.',
  next: 'Closest',
  earnedOf: (/** @type {number} */ n, /** @type {number} */ all) => `${whole(n)} of ${whole(all)}`,
  count: (/** @type {number} */ n) => count(n, 'achievement'),
  reached: (/** @type {number} */ reached, /** @type {number} */ value) => `${whole(reached)} of ${whole(value)}`,
};

/** In the order of the page. @type {Record<string, string>} */
export const families = { playing: 'Playing', typing: 'Typing', days: 'Days', modes: 'Modes' };

/** @satisfies {Record<AchievementOut['requirement_type'], string>} */
const FAMILY = {
  GAMES: 'playing',
  RIGHT_KEYS: 'playing',
  MINUTES: 'playing',
  WAVES: 'playing',
  ENEMIES: 'playing',
  LEVEL: 'playing',
  NET_WPM: 'typing',
  COMBO: 'typing',
  FLAWLESS_WORDS: 'typing',
  ACCURATE_GAMES: 'typing',
  WAVES_IN_A_GAME: 'typing',
  UNHURT_WAVES: 'typing',
  SCORE: 'typing',
  EXPERT_WAVES: 'typing',
  LANGUAGES: 'typing',
  STREAK: 'days',
  DAYS: 'days',
  RETURN: 'days',
  NIGHT_GAMES: 'days',
  MORNING_GAMES: 'days',
  SPRINTS: 'modes',
  DAILIES: 'modes',
  RACES: 'modes',
  RACES_WON: 'modes',
  CONTESTS: 'modes',
  CONTESTS_WON: 'modes',
  CHALLENGES: 'modes',
  PRACTICE_MINUTES: 'modes',
};
/** @type {Record<string, string>} */
export const FAMILIES = FAMILY;
