// @ts-check
/** The English of the page of topics. */

export const text = {
  lead: 'What you have typed of each topic, in all kinds of games.',
  signIn: 'Log in or play a game as a guest to see your topics.',
  language: 'Language',
  groups: { STARTED: 'Started', MASTERED: 'Mastered', UNMET: 'Never played' },
  none: 'None yet.',
  waves: (/** @type {string} */ waves, /** @type {string} */ cleared) => `${waves}, ${cleared} cleared`,
  wpm: (/** @type {string} */ mean, /** @type {string | null} */ best) => `${mean} WPM${best ? `, best ${best}` : ''}`,
  accuracy: (/** @type {string} */ percent) => `${percent} accuracy`,
  last: (/** @type {string} */ date) => `last played ${date}`,
  upTo: (/** @type {string} */ difficulty) => `up to ${difficulty}`,
  practise: 'Practise',
  learn: '← Learn',
  gone: 'no longer in the library',
};
