// @ts-check
/** The English of the list of shared replays. */

export const text = {
  lead: 'Games that players show.',
  language: 'Language',
  any: 'All',
  by: (/** @type {string} */ name) => `by ${name}`,
  empty: 'No replays here yet. Share a ranked game from its result.',
};
