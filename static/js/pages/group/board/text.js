// @ts-check
/** The English of a group's board. */

import { count, everyOne } from '../../../text/common.js';

/** @import { MatchState } from '../../../net/types.js' */

export const text = {
  projector: 'Projector view',
  results: 'Results as CSV',
  file: (/** @type {string} */ slug) => `${slug}.csv`,
  playing: 'Playing now',
  nobody: 'Nobody in the group is playing right now.',
  assignments: 'Assignments',
  none: 'No assignments right now.',
  all: 'All assignments',
  contests: {
    title: 'Contests',
    none: 'No contest of the group is announced.',
    fresh: 'New contest',
  },
  matches: {
    title: 'Races',
    none: 'No races are open in this group. Open one, and the others will find it here.',
    language: 'Race language',
    difficulty: 'Race difficulty',
    open: 'Open a race',
    /** @satisfies {Record<MatchState, string>} */
    states: { OPEN: 'waiting', COUNTDOWN: 'starting', RUNNING: 'running', OVER: 'over' },
    called: (/** @type {string} */ kind, /** @type {string} */ state) => `${kind}, ${state}`,
    who: (/** @type {string[]} */ names, /** @type {number} */ of) =>
      `${everyOne(names)} · ${count(names.length, 'player')} of ${of}`,
  },
};
