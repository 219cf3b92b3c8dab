// @ts-check
/** The English of the figures above the arena. */

export const text = {
  wave: 'Wave',
  hp: 'Wall',
  wpmAlone: 'WPM',
  timeLeft: 'Time left',
  combo: 'Combo',
  wpm: 'WPM / needed',
  asks: (/** @type {string} */ wpm) => `This wave needs ${wpm} WPM`,
  asked: (/** @type {string} */ wpm) => `/ ${wpm}`,
  accuracy: 'Accuracy',
  score: 'Score',
  time: 'Time',
  comboIs: (/** @type {number} */ combo, /** @type {number} */ clean) =>
    `times ${combo}, ${clean} of 5 clean words towards the next`,
  muteKey: 'F2',
  soundOn: 'Sound on',
  soundOff: 'Sound off',
  pause: 'Pause',
  quit: 'Quit',
};
