// @ts-check
/** The English of the page that invites to a race. */

export const text = {
  title: (/** @type {string} */ name) => `Race ${name}`,
  own: 'Race your own game',
  lead: 'You get exactly the same waves, and see how far along that game was at every moment.',
  note: 'It counts towards your statistics but is not ranked.',
  start: 'Start the race',
  ghost: 'Ghost',
  score: 'Score',
  wpm: 'WPM',
  accuracy: 'Accuracy',
  waves: 'Waves cleared',
  time: 'Time',
};
