// @ts-check
/** The English of profiles. */

export const text = {
  title: 'Profile',
  since: (/** @type {string} */ at) => `Plays here since ${at}`,
  guest: 'You play as a guest.',
  statistics: 'Statistics',
  history: 'Games',
  best: 'Best ranked games',
  games: 'Games',
  playtime: 'Time played',
  bestScore: 'Best score',
  bestWpm: 'Best words/min',
  avgWpm: 'Average words/min',
  avgAccuracy: 'Average accuracy',
  words: 'Words typed',
  enemies: 'Enemies killed',
  highestWave: 'Most waves',
  favourite: 'Favourite language',
  noGames: 'No game yet.',
  columns: { game: 'Game', score: 'Score', wpm: 'Words/min', accuracy: 'Accuracy', waves: 'Waves', when: 'When', ranked: 'Counts' },
  ranked: 'ranked',
  unranked: 'not ranked',
  signIn: 'Log in, or play a game as a guest, to have a profile.',
};
