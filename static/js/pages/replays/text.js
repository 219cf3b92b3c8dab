// @ts-check
/** The English of the list of shared replays. */

export const text = {
  lead: 'Games that players show.',
  leadBy: 'Games that this player shows: ',
  all: 'All replays',
  language: 'Language',
  any: 'All',
  by: (/** @type {string} */ name) => `by ${name}`,
  empty: 'No replays here yet. Share a ranked game from its result.',
  emptyBy: 'This player shows no replays here.',
};
