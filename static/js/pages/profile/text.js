// @ts-check
/** The English of profiles. */

import { count, duration, keyName, lastGames, ordinal, percent, tenths, utcDay, whole } from '../../text/common.js';
import { platforms } from '../../text/platforms.js';

/** @import { Platform } from '../../net/types.js' */

/** @param {string} words @param {string[]} keys */
const listed = (words, keys) => (keys.length ? `; ${words}: ${keys.map(keyName).join(' ')}` : '');

export const text = {
  title: 'Profile',
  since: (/** @type {string} */ at) => `Joined ${at}`,
  robot: 'robot',
  robotNote: 'Robots do not appear on leaderboards.',
  settings: 'Settings',
  guest: 'You are playing as a guest.',
  asOthers: 'View public profile',
  ownProfile: 'View your own profile',
  friends: 'Friends',
  replays: 'Shared replays',
  followers: (/** @type {number} */ n) => count(n, 'follower'),
  following: (/** @type {number} */ n) => `follows ${whole(n)}`,
  relation: {
    befriend: 'Add friend',
    friends: '✓ friends',
    unfriend: 'Remove friend',
    unfriendTitle: (/** @type {string} */ name) => `Remove ${name} from your friends?`,
    unfriendLead: 'You can become friends again if you both want to.',
    asked: 'Request sent.',
    withdraw: 'Withdraw request',
    asksYou: 'Wants to be your friend.',
    accept: 'Accept',
    decline: 'Decline',
    follow: 'Follow',
    unfollow: 'Unfollow',
    followsYou: 'Follows you.',
    block: 'Block',
    blockTitle: (/** @type {string} */ name) => `Block ${name}?`,
    blockLead:
      'You will not see each other any more: no profiles, replays, races or discussions. ' +
      'You stop being friends and following each other. They are not told. Your page of friends has a way back.',
    blocked: 'You block this player.',
    unblock: 'Unblock',
  },
  statistics: 'Statistics',
  history: 'Games',
  best: 'Best ranked games',
  games: 'Games',
  playtime: 'Time played',
  bestScore: 'Best score',
  bestWpm: 'Best WPM',
  avgWpm: 'Average WPM',
  avgAccuracy: 'Average accuracy',
  words: 'Words typed',
  enemies: 'Enemies killed',
  highestWave: 'Most waves',
  favourite: 'Favourite language',
  newcomer:
    'Nothing here yet. Your first game fills this page: speed, accuracy, a calendar, and which keys slow you down.',
  uncounted: 'No games that count yet. Your first one fills the figures: speed, accuracy, the calendar.',
  stranger: 'No games yet.',
  play: 'Play a game',
  noGames: 'No games yet.',
  noSuchGames: 'No games of this kind.',
  noRanked: 'No ranked games yet.',
  columns: {
    game: 'Game',
    score: 'Score',
    wpm: 'WPM',
    accuracy: 'Accuracy',
    waves: 'Waves',
    when: 'When',
    ranked: 'Ranked',
  },
  ranked: 'ranked',
  unranked: 'not ranked',
  signIn: 'Log in or play a game as a guest to get a profile.',
  unloaded: 'This section could not be loaded.',
  filters: { language: 'Language', difficulty: 'Difficulty', ranked: 'Ranked', any: 'Any' },
  rankedChoices: { true: 'Ranked', false: 'Not ranked' },

  progress: 'Progress',
  progressLanguage: 'Language of the chart',
  net: 'WPM',
  keyAccuracy: 'Accuracy',
  speedAxis: 'WPM',
  accuracyAxis: 'accuracy',
  gameAxis: 'games, oldest first',
  fewGames: (/** @type {number} */ games) =>
    games === 0
      ? 'No games yet.'
      : games === 1
        ? 'One game so far; the next one makes it a line.'
        : `The last ${count(games, 'game')}.`,
  progressSummary: (/** @type {number} */ games, /** @type {number} */ before, /** @type {number} */ now) =>
    games < 4
      ? text.fewGames(games)
      : `The last ${count(games, 'game')}: on average ` +
        `${tenths(before)} WPM in the first half, ${tenths(now)} in the second.`,

  rating: 'Rating',
  ratingOf: (/** @type {string} */ kind) => `Rating in ${kind.toLowerCase()}`,
  ratingSummary: (/** @type {number} */ now, /** @type {number} */ peak, /** @type {number} */ games) =>
    `${whole(now)} after ${count(games, 'rated game')}; peak ${whole(peak)}.`,
  ratingGame: { RACE: 'races, oldest first', CONTEST: 'contests, oldest first' },
  ratingMove: (/** @type {number} */ place, /** @type {number} */ by, /** @type {string} */ when) =>
    `${ordinal(place)} place, ${by < 0 ? '−' : '+'}${whole(Math.abs(by))}, ${when}`,
  ratingBoard: 'All ratings',

  imported: 'Imported',
  importedAxis: 'games and imported days, oldest first',
  importedSummary: 'Crosses are days that you imported.',
  importedTests: (/** @type {Platform} */ platform, /** @type {number} */ tests) =>
    `imported from ${platforms[platform]}: ${count(tests, 'test')}`,
  importedDay: (/** @type {Platform} */ platform, /** @type {number} */ tests, /** @type {string} */ day) =>
    `${text.importedTests(platform, tests)}, ${day}`,

  activity: 'A year of games',
  activitySummary: (
    /** @type {number} */ games,
    /** @type {number} */ days,
    /** @type {number} */ streak,
    /** @type {number} */ dailies,
  ) =>
    games === 0
      ? 'No games in the last year.'
      : `${count(games, 'game')} on ${count(days, 'day')} in the last year; longest streak ${count(streak, 'day')}` +
        `${dailies ? `; the daily played on ${count(dailies, 'day')}` : ''}.`,
  dayReading: (/** @type {string} */ day, /** @type {number} */ games, /** @type {boolean} */ daily) =>
    `${utcDay(day)}: ${games ? count(games, 'game') : 'no games'}${daily ? ' · daily played' : ''}`,
  dayColumns: /** @type {[string, string, string]} */ (['Day (UTC)', 'Games', 'Daily']),
  dayLegend: /** @type {[string, string, string]} */ (['fewer', 'more', 'daily played']),

  languages: 'Languages',
  languageColumns: ['Language', 'Games', 'Share', 'Time', 'Best WPM', 'Average WPM', 'Accuracy'],
  favouriteTag: 'favourite',

  keys: 'Keys',
  hidden: 'This player keeps their games private.',
  noKeys: 'No keys pressed yet.',
  measure: 'What the keyboard shows',
  speed: 'Speed',
  errors: 'Errors',
  speedSummary: (/** @type {number} */ games, /** @type {number} */ usual, /** @type {string[]} */ slowest) =>
    `From the ${lastGames(games)}. A key takes ${whole(usual)} ms on average${listed('slowest', slowest)}.`,
  errorsSummary: (/** @type {number} */ games, /** @type {number} */ share, /** @type {string[]} */ worst) =>
    `From the ${lastGames(games)}. ` +
    `${percent(share * 100)} of the keys were wrong${listed('most often in place of', worst)}.`,
  speedLegend: /** @type {[string, string]} */ (['fast', 'slow']),
  errorsLegend: /** @type {[string, string]} */ (['accurate', 'often wrong']),
  ms: (/** @type {number | null} */ ms) => (ms === null ? '–' : `${whole(ms)} ms`),
  keyReading: (
    /** @type {string} */ names,
    /** @type {number} */ presses,
    /** @type {number} */ errors,
    /** @type {string} */ ms,
  ) => `${names}: expected ${count(presses, 'time')}, ${count(errors, 'wrong key')} in its place, ${ms}`,
  time: duration,
  keyColumns: ['Key', 'Expected', 'Wrong keys instead', 'Accuracy', 'Mean time'],
};
