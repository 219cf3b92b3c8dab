// @ts-check
/** The English of the page from which races begin. */

import { MATCH } from '../../terms.js';
import { count, whole } from '../../text/common.js';

export const text = {
  title: 'Races',
  lead: 'Everybody types the same code at the same time. First through all waves wins.',
  quickTitle: 'Race now',
  quickLead:
    'Join an open race or start one. ' +
    `If you wait alone for ${MATCH.robots_after_s} seconds, two robots will race you.`,
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
  visibilities: { PUBLIC: 'Everybody', LINK: 'Anyone with the link' },
  visibilityHint: 'A race by link is not listed, starts when you say so and does not affect ratings.',
  codeTitle: 'Join by code',
  code: 'Code',
  codeHint: `${MATCH.code_length} letters and digits`,
  join: 'Join',
  open: 'Go to the race',
  listTitle: 'Open races',
  none: 'No races are open right now. Start one, and others will see it here.',
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
