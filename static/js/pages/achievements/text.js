// @ts-check
/** The English of the page of achievements. */

import { whole } from '../../text/common.js';

export const text = {
  lead: 'Earned by playing, each once. The share is of all players here.',
  signIn: 'Play a game to earn the first.',
  mine: (/** @type {number} */ n) => `Yours (${whole(n)})`,
  open: (/** @type {number} */ n) => `Still to earn (${whole(n)})`,
  all: (/** @type {number} */ n) => `All (${whole(n)})`,
  reached: (/** @type {number} */ reached, /** @type {number} */ value) => `${whole(reached)} of ${whole(value)}`,
};
