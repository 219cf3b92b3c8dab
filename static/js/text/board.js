// @ts-check
/** The English of a board's table. */

export const text = {
  title: 'Leaderboard',
  metrics: { score: 'Score', wpm: 'Words/min' },
  columns: { rank: 'Rank', player: 'Player', value: 'Best', when: 'When' },
  you: 'you',
  empty: 'Nobody is on this board yet. A ranked game is 15 seconds and 20 words long.',
  fresh: 'new best',
};
