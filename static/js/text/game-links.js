// @ts-check
/** The English of the ways from a game to its replay and to a race against it. */

import { whole } from './common.js';

export const text = {
  title: 'Replay',
  watch: 'Watch',
  watchOf: (/** @type {string} */ name) => `Watch ${name}’s game`,
  watchThis: 'Watch this game',
  race: 'Race',
  raceOf: (/** @type {string} */ name) => `Race ${name}’s game`,
  raceThis: 'Race this game',
  raceBest: (/** @type {number} */ score) => `Race my best (${whole(score)})`,
};
