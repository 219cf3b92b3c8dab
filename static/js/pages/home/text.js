// @ts-check
/** The English of the start page. */

export const text = {
  title: 'Type real code. Hold the wall.',
  lead: 'Every line is an enemy on its way to your wall, and it dies by being typed. Real Python, JavaScript, TypeScript and React; the server judges every key.',
  language: 'Language',
  difficulty: 'Difficulty',
  hints: {
    EASY: 'Short lines, much time.',
    NORMAL: 'What an average typist holds for about ten waves.',
    HARD: 'Longer lines, less mercy.',
    EXPERT: 'Dense code at full pace.',
  },
  play: 'Play',
  asGuest: 'No account needed: you start as a guest and can keep your games later.',
  starting: 'Starting…',
  board: 'Best scores',
  wholeBoard: 'Whole leaderboard',
  demo: 'A wave being typed by itself, as a preview',
  how: [
    [
      'Type what you see',
      'Indentation and blank lines are typed for you; spaces and Enter are yours. A wrong key stops the caret until the right one comes.',
    ],
    [
      'Keep it clean',
      'Five words without a wrong key raise the combo by one, up to ×10. Any wrong key drops it to ×1.',
    ],
    [
      'Hold the wall',
      'A line that gets through hits you again and again until you finish it. A cleared wave heals a little.',
    ],
  ],
};
