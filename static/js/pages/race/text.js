// @ts-check
/** The English of the page that invites to a race. */

export const text = {
  title: (/** @type {string} */ name) => `Race ${name}`,
  own: 'Race your own game',
  lead: 'You get exactly the same waves, and see how far this game had got at each moment.',
  note: 'It counts in your statistics but is not ranked.',
  start: 'Start the race',
  ghost: 'Ghost',
  score: 'Score',
  wpm: 'WPM',
  accuracy: 'Accuracy',
  waves: 'Waves cleared',
  time: 'Time',
};
