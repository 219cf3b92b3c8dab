// @ts-check
/** The English of the page from which races begin. */

import { MATCH } from '../../terms.js';
import { count, whole } from '../../text/common.js';

export const text = {
  title: 'Races',
  lead: 'Everybody types the same code at the same time. First through all waves wins.',
  quickTitle: 'Race now',
  quickLead:
    'You join an open race or begin one. ' +
    `If you wait alone for ${MATCH.robots_after_s} seconds, two robots race with you.`,
  quick: 'Race now',
  seeking: 'Looking for a race…',
  language: 'Language',
  difficulty: 'Difficulty',
  any: 'Any',
  createTitle: 'Open a race',
  create: 'Open the race',
  waves: 'Waves',
  capacity: 'Seats',
  visibility: 'Who can join',
  visibilities: { PUBLIC: 'Everybody', LINK: 'Whoever has the link' },
  visibilityHint: 'A race by link is in no list, starts when you say so, and moves no rating.',
  codeTitle: 'Join by code',
  code: 'Code',
  codeHint: `${MATCH.code_length} letters and digits`,
  join: 'Join',
  open: 'Go to the race',
  listTitle: 'Open races',
  none: 'No race is open right now. Begin one: others see it here.',
  runningTitle: 'Under way',
  seats: (/** @type {number} */ taken, /** @type {number} */ of) => `${whole(taken)} of ${count(of, 'seat')}`,
  waiting: 'waiting',
  starting: 'starts soon',
  running: 'under way',
  joinOf: (/** @type {string} */ code) => `Join race ${code}`,
  watch: 'Watch',
  watchOf: (/** @type {string} */ code) => `Watch race ${code}`,
  look: (/** @type {string} */ code) => `Race ${code}`,
  board: 'Ratings of races',
};
