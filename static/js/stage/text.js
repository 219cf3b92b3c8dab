// @ts-check
/** The English of the game page. */

import { count, gained, tenths } from '../text/common.js';
import { CLOSE, MOST_PAUSED_MINUTES, RESUMABLE_MINUTES } from '../terms.js';

const pausedLimit = count(MOST_PAUSED_MINUTES, 'minute');

/** @param {number} n */
const keys = (n) => count(n, 'key');

export const text = {
  title: 'Game',
  field: 'Type the code. Escape pauses. Tab, then Enter, restarts.',
  keys: [
    ['Esc', 'pause'],
    ['Enter', 'at the end of each line'],
    ['Tab, then Enter', 'restart'],
    ['F2', 'sound on or off'],
  ],
  touch: 'Tap the arena to open the keyboard.',
  /** Above the first line, a row each: how it goes. */
  intro: [
    'Every line is an enemy marching on your wall.',
    'Type it and press Enter; indents are typed for you.',
    'A wrong key stops the caret until the right one.',
    'A line without a wrong key pushes the others back.',
  ],
  introSprint: [
    'No wall: type until time runs out.',
    'Enter ends a line; indents are typed for you.',
    'A wrong key stops the caret until the right one.',
  ],
  introPractice: [
    'No wall and no end: Esc, then Quit, shows the result.',
    'Enter ends a line; indents are typed for you.',
    'A wrong key stops the caret until the right one.',
  ],
  introChallenge: [
    'Nothing attacks you: care comes first.',
    'Enter ends a line; indents are typed for you.',
    'A wrong key stops the caret until the right one.',
  ],
  tab: 'Tab moves between these buttons while the game is paused. During play it only prepares a restart.',
  lineDue: (/** @type {number} */ n, /** @type {number} */ all, /** @type {string} */ line) =>
    `Line ${n} of ${all}: ${line}`,
  waveBegins: (/** @type {number} */ n, /** @type {number} */ lines) => `Wave ${n}: ${count(lines, 'line')}`,
  waveBanner: (/** @type {number} */ n) => `Wave ${n}`,
  nextWave: (/** @type {number} */ n) => `Next: wave ${n}`,
  hit: (/** @type {number} */ damage, /** @type {number} */ hp) => `Hit: minus ${damage}, ${hp} left`,
  healed: (/** @type {number} */ n, /** @type {number} */ healed) =>
    `Wave ${n} cleared${healed > 0 ? ` · wall +${healed}` : ''}`,
  lines: (/** @type {number} */ lines) => count(lines, 'line'),
  pushed: (/** @type {number} */ lines, /** @type {number} */ ms) =>
    `${count(lines, 'clean line')}: enemies pushed back, ${gained(ms)}`,
  wallLow: 'The wall is low',
  cleared: (/** @type {number} */ n, /** @type {number} */ hp) => `Wave ${n} cleared, wall at ${hp}`,
  connecting: 'Connecting…',
  ready: 'Get ready',
  enter: 'Enter',
  startNow: 'starts right away',
  touchNow: 'Tap to open the keyboard',
  pausedTitle: 'Paused',
  pausedWhy: {
    player: 'The clock is stopped.',
    hidden: 'You could not see this page, so the clock was stopped.',
    elsewhere: 'Your keys went to another window, so the clock was stopped.',
    asleep: 'Your computer was asleep, so the clock was stopped.',
    back: 'You are back where you were. The clock is stopped.',
    idle: 'You were away for a while, so the game was paused. This counts as a pause.',
    server: 'The server heard nothing from your browser, so the clock was stopped.',
  },
  pauses: (/** @type {number} */ n, /** @type {number} */ most) =>
    n > most
      ? `${count(n, 'pause')} used: with more than ${most}, a game is not ranked.`
      : `${n} of ${most} pauses used. More than ${most}, or ${pausedLimit} in total, leave a game unranked.`,
  resume: 'Resume',
  restart: 'Restart',
  restarting: 'Restarting…',
  /** @type {Record<import('../game/restart.js').Armed, string>} */
  armed: {
    '': '',
    again: 'Press Tab again, then Enter, to restart. Any other key continues.',
    armed: 'Press Enter to restart. Any other key continues.',
  },
  /** @type {Record<import('../typing/hindrance.js').Hindrance, string>} */
  hindered: {
    '': '',
    caps: 'Caps Lock is on.',
    method: 'An input method is waiting for more keys. Switch it off to type code.',
    layout: 'Your keyboard types letters of another script. Switch to a layout with Latin letters.',
  },
  ended: (/** @type {number} */ score) => `Your last game was saved: ${count(score, 'point')}.`,
  quitTitle: 'Quit this game?',
  quitLead: 'It ends here and is scored as it stands.',
  quitYes: 'Quit and see the result',
  quitNo: 'Keep playing',
  late: 'No answer from the server… What you type is kept.',
  lostTitle: 'Connection lost',
  lostLead:
    'The clock is stopped and nothing you typed is lost. ' +
    'This counts as a pause, unless the server caused it. Reconnecting…',
  neverTitle: 'No connection to the game yet',
  neverLead: 'The clock has not started. Trying again…',
  blocked:
    'The page loads, but the game’s own connection does not open. A proxy, a firewall or an extension may block ' +
    'WebSockets: switch it off for this site, try another network, or ask whoever runs this server.',
  attempt: (/** @type {number} */ n) => `Attempt ${n}`,
  leaveForNow: 'Leave for now',
  leaveNote: `You can resume the game for ${count(RESUMABLE_MINUTES, 'minute')}.`,
  savingTitle: 'Saving…',
  savingLead: 'The game is over and its result is being saved.',
  defeated: 'The wall is down',
  over: 'Game over',
  time: 'Time!',
  allCleared: 'All waves cleared',
  speed: (/** @type {number} */ net_wpm) => `${tenths(net_wpm)} WPM`,
  scored: (/** @type {number} */ score) => count(score, 'point'),
  nothing: 'No key was pressed, so nothing was recorded.',
  focus: 'Click or tap here to keep typing',
  closedTitle: 'This game is closed here',
  closed: {
    [CLOSE.BAD_TOKEN]: 'This game cannot continue here: it has ended, or you were logged out.',
    [CLOSE.MALFORMED]: 'The server did not understand this page. Reload it to continue.',
    [CLOSE.NO_HELLO]: 'The connection was too slow to start. Try again.',
    [CLOSE.REPLACED]: 'The game was opened in another window and continues there.',
    [CLOSE.UNKNOWN_VERSION]: 'This page is older than the server. Reload it.',
  },
  closedOther: 'The server closed the game.',
  takeBack: 'Play it here instead',
  tryAgain: 'Try again',
  resumeTitle: 'Unfinished games',
  resumeLead: 'Pick up where you left off, or end a game and see its result.',
  none: 'No game is running.',
  newGame: 'Start a new game',

  ghost: 'Ghost',
  ahead: (/** @type {number} */ n) => `${keys(n)} ahead`,
  behind: (/** @type {number} */ n) => `${keys(n)} behind`,
  level: 'level with you',
  gone: 'its game ended here',
  inWave: (/** @type {number} */ n) => `in wave ${n}`,
  spoken: (/** @type {string} */ where) => `Ghost: ${where}`,
  ghostGone: 'The ghost’s game is no longer available; you are playing its waves without it.',
};

/** What is said when a game is over. @param {string} reason */
export function ending(reason) {
  const words = /** @type {Record<string, string>} */ ({
    defeated: text.defeated,
    time: text.time,
    cleared: text.allCleared,
  });
  return words[reason] ?? text.over;
}
