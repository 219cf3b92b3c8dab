// @ts-check
/** The English of a race with other players. */

import { text as playText } from '../../stage/text.js';
import { MATCH } from '../../terms.js';
import { count, ordinal, percent, tenths, whole } from '../../text/common.js';

/** What the window of a game says otherwise, in a race. */
export const words = {
  ...playText,
  title: 'Race',
  field: 'Type the code. Escape asks whether you want to leave the race.',
  keys: [
    ['Enter', 'at the end of each line'],
    ['Esc', 'leave the race'],
    ['F2', 'sound on or off'],
  ],
  intro: [
    'Everybody types the same code; first through all waves wins.',
    'Type a line and press Enter; indents are typed for you.',
    'A wrong key stops the caret until the right one.',
    'What reaches your wall hurts only you. The clock cannot be stopped.',
  ],
  startNow: '',
  quitTitle: 'Leave this race?',
  quitLead: 'Your race ends here, and your place is decided by what you have typed. The clock keeps running.',
  quitYes: 'Leave the race',
  quitNo: 'Keep racing',
  lostLead: 'The race goes on and so does your clock. What you typed is kept. Reconnecting…',
  neverLead: 'The race goes on without you until it opens. Trying again…',
  leaveNote: 'Your seat stays yours: open this page again to continue.',
  savingLead: 'Your race is over and its result is being saved.',
};

export const text = {
  title: (/** @type {string} */ code) => `Race ${code}`,
  about: (/** @type {number} */ waves, /** @type {number} */ keys) =>
    `${count(waves, 'wave')}, ${count(keys, 'key')} in all`,
  players: 'Players',
  free: (/** @type {number} */ n) => (n ? `${count(n, 'free seat')}` : 'All seats are taken'),
  host: 'host',
  ready: 'ready',
  notReady: 'not ready',
  away: 'away',
  invite: 'Invite others',
  code: 'Code',
  link: 'Link',
  copy: 'Copy the link',
  inviteFriends: 'Your friends',
  inviteOne: 'Invite',
  invited: 'Invited.',
  plays: 'is playing',
  copied: 'Link copied.',
  notCopied: 'Your browser blocked copying. Select the link and copy it yourself.',

  take: 'Take a seat',
  taking: 'Taking a seat…',
  iAmReady: 'I am ready',
  youAreReady: 'You are ready',
  start: 'Start the race',
  leave: 'Leave the race',
  all: 'All races',
  states: {
    alone: 'Waiting for a second player.',
    nobody: 'Nobody is here yet.',
    aloneHint: 'A race needs two players: send somebody the link.',
    open: 'Waiting for players to be ready.',
    openHint:
      `The countdown of ${MATCH.countdown_s} seconds begins when two players are ready, ` +
      `or ${MATCH.second_waits_s} seconds after the second one joined.`,
    hostStarts: (/** @type {string} */ name) => `${name} starts the race when everybody is here.`,
    youStart: 'You are the host: start the race when everybody is here.',
    starts: (/** @type {number} */ seconds) => `Starts in ${seconds} s`,
    full: 'All seats are taken. You can watch.',
    connecting: 'Connecting…',
    lost: 'Connection lost. Reconnecting…',
  },
  startsSoon: (/** @type {number} */ seconds) => `The race starts in ${count(seconds, 'second')}`,
  stopped: 'The countdown was stopped: too few players are left.',
  takeBack: 'Play it here instead',
  gaveUp: (/** @type {string} */ code) => `You gave up your seat in race ${code}.`,
  seatGone: 'You no longer have a seat in this race.',

  running: 'The race is on',
  late: 'It has begun, so there are no seats any more. You can watch.',
  watching: 'You are watching.',
  done:
    'You are done. The others are still typing: ' +
    `${MATCH.overtime_s} seconds after two thirds have finished, the race is closed.`,
  lanes: 'Everyone’s progress',
  lane: (/** @type {number} */ part) => percent(part * 100),
  speed: (/** @type {number} */ net_wpm) => `${whole(net_wpm)} WPM`,
  fell: 'out',
  lostPlayer: 'connection lost',
  position: (/** @type {number} */ n, /** @type {number} */ all) => `You are ${ordinal(n)} of ${all}`,
  arrived: (/** @type {string} */ name, /** @type {number} */ place) => `${name} takes the ${ordinal(place)} place`,
  youArrived: (/** @type {number} */ place) => `You take the ${ordinal(place)} place`,
  ordinal,

  over: 'The race is over',
  yourPlace: (/** @type {number} */ place, /** @type {number} */ of) => `You came ${ordinal(place)} of ${whole(of)}`,
  winner: (/** @type {string} */ name) => `${name} won`,
  draw: (/** @type {string} */ names) => `${names} came in together`,
  yourRating: 'Your rating',
  change: (/** @type {number} */ by) => (by < 0 ? `−${whole(-by)}` : `+${whole(by)}`),
  unrated: {
    LINK: 'Races by link do not affect ratings.',
    PUBLIC:
      'Nobody’s rating has moved: that takes two registered players whose games count. ' +
      'Guests and robots have no rating.',
    group: 'Races of a group do not affect ratings.',
  },
  places: 'Places',
  columns: { place: 'Place', player: 'Player', wpm: 'WPM', accuracy: 'Accuracy', rating: 'Rating', game: 'Game' },
  result: 'Result',
  resultOf: (/** @type {string} */ name) => `Result of ${name}`,
  noKeys: 'no key',
  none: '–',
  wpm: tenths,
  accuracy: percent,
  ownResult: 'Your result, key by key',
  rematch: 'Rematch',
  joinRematch: 'Join the rematch',
  watchRematch: 'To the rematch',
  rematchOpen: 'A rematch is open.',
  new: 'Another race',
  board: 'Ratings',
  givenUp: 'This race was given up before it started.',

  noMatchTitle: 'No such race',
  noMatch: (/** @type {string} */ code) =>
    `There is no race with the code ${code}. A code has ${MATCH.code_length} letters and digits; check each of them.`,
};
