// @ts-check
/** The English of a board's table. */

export const text = {
  title: 'Leaderboard',
  metrics: { score: 'Score', net_wpm: 'WPM', wpm: 'Tokens/min' },
  columns: { rank: 'Rank', player: 'Player', value: 'Best', accuracy: 'Accuracy', waves: 'Waves', when: 'When' },
  you: 'you',
  empty: 'Nobody is on this board yet. A ranked game lasts at least 15 seconds and has at least 20 words.',
  fresh: 'new best',
};
