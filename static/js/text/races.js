// @ts-check
/** The English of races that several pages share. */

import { count, whole } from './common.js';

/** @import { ProblemCode, RatingKind, Visibility } from '../net/types.js' */

/** @type {Record<Visibility, string>} */
export const visibilities = { PUBLIC: 'Public', LINK: 'By link' };

/** @type {Record<RatingKind, string>} what a rating is of */
export const ratingKinds = { RACE: 'Races', CONTEST: 'Contests' };

/** Why one gets no seat, or no start. @type {Partial<Record<ProblemCode | 'network/away', string>>} */
export const refusals = {
  'play/no-match': 'There is no race with this code.',
  'play/match-full': 'All seats of this race are taken.',
  'play/match-started': 'This race has already started.',
  'play/match-over': 'This race is over.',
  'play/match-alone': 'A race needs two players.',
  'play/match-not-over': 'This race is not over yet.',
  'play/no-seat': 'You have no seat in this race.',
  'play/not-host': 'Only the host starts the race.',
  'play/no-snippets': 'There is no code for this language and difficulty. Choose another.',
};

export const text = {
  race: 'Race',
  races: 'Races',
  ratings: 'Ratings',
  robot: 'robot',
  ofGroup: 'for a group',
  you: 'you',
  gone: 'a deleted player',
  waves: (/** @type {number} */ n) => count(n, 'wave'),
  movedFrom: (/** @type {number} */ before) => `${whole(before)} → `,
};
