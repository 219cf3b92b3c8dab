// @ts-check
/** The English of a group's board. */

export const text = {
  projector: 'Projector view',
  results: 'Results as CSV',
  file: (/** @type {string} */ slug) => `${slug}.csv`,
  playing: 'Playing now',
  nobody: 'Nobody of the group is playing right now.',
  assignments: 'Assignments',
  none: 'Nothing is asked of the group at the moment.',
  all: 'All assignments',
};
