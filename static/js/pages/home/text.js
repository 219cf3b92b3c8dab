// @ts-check
/** The English of the start page. */

import { COMBO_LIMIT, COMBO_STREAK, DAILY_WAVES } from '../../terms.js';
import { count, everyOne, languages } from '../../text/common.js';

export const text = {
  title: 'Type real code. Hold the wall.',
  lead:
    'Every line is an enemy marching on your wall. Type it to kill it. ' +
    `Real ${everyOne(Object.values(languages))}, and a server that judges every key.`,
  language: 'Language',
  difficulty: 'Difficulty',
  hints: {
    EASY: 'Short lines, plenty of time. The first wave needs about 18 WPM, the fifth 32.',
    NORMAL: 'The first wave needs about 39 WPM, the fifth 61.',
    HARD: 'Longer lines. The first wave needs about 39 WPM, the fifth 82.',
    EXPERT: 'Dense code. The first wave needs about 49 WPM, the fifth 85.',
  },
  play: 'Play',
  /** The other games, by mode: `key` is the letter that starts one. */
  offers: {
    SPRINT: {
      title: 'Sprint',
      key: 'S',
      hint: 'No wall: type as much code as you can before time runs out. Ranked by WPM for each length.',
    },
    DAILY: {
      title: 'Daily',
      key: 'D',
      hint: `The same ${count(DAILY_WAVES, 'wave')} for everyone until midnight UTC. Only your first try counts.`,
    },
    PRACTICE: { title: 'Practice', key: 'P', hint: 'No wall and no end: type as long as you like. Counts nowhere.' },
  },
  race: { title: 'Race', hint: 'The same code against others, at the same time. First through all waves wins.' },
  length: 'Sprint length',
  seconds: (/** @type {number} */ seconds) => `${seconds} s`,
  notPlayed: 'not played yet',
  begun: 'your first try is under way',
  played: (/** @type {string} */ score) => `you scored ${score}`,
  place: (/** @type {string} */ rank, /** @type {string} */ total) => `place ${rank} of ${total}`,
  players: (/** @type {number} */ total) => `${count(total, 'player')} so far`,
  asGuest: 'No account needed: you start as a guest and can keep your games later.',
  starting: 'Starting…',
  board: 'Best scores',
  wholeBoard: 'Full leaderboard',
  demo: 'Preview: a wave that types itself',
  how: [
    [
      'Type what you see',
      'Indentation and blank lines are typed for you; spaces and Enter are yours. ' +
        'A wrong key stops the caret until you press the right one.',
    ],
    [
      'Keep it clean',
      `${COMBO_STREAK} words without a wrong key raise the combo by one, up to ×${COMBO_LIMIT}. ` +
        'Any wrong key drops it to ×1. ' +
        'A line without a wrong key pushes all the others back: the higher the combo, the further.',
    ],
    [
      'Hold the wall',
      'A line that gets through hits you again and again until you finish it. ' +
        'Clearing a wave repairs the wall, more so if nothing hit you.',
    ],
  ],
};
