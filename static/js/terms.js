// @ts-check
// Written by `make fmt` (tools/client) from the server's code: change that, and never this file.

/** @typedef {(typeof LANGUAGES)[number]} Language */

/** What a snippet is written in. REACT is JavaScript with JSX. */
export const LANGUAGES = /** @type {const} */ (['PYTHON', 'REACT', 'JAVASCRIPT', 'TYPESCRIPT', 'JAVA', 'GO', 'RUST']);

/** @typedef {(typeof DIFFICULTIES)[number]} Difficulty */

/** From easy to hard, in the order of the scale on which snippets are measured. */
export const DIFFICULTIES = /** @type {const} */ (['EASY', 'NORMAL', 'HARD', 'EXPERT']);

/** @typedef {(typeof MODES)[number]} Mode */

/** What kind of game is played: where its waves come from, and what its result counts for. */
export const MODES = /** @type {const} */ ([
  'SOLO',
  'SPRINT',
  'DAILY',
  'GHOST',
  'RACE',
  'CONTEST',
  'CHALLENGE',
  'PRACTICE',
]);

/** @typedef {(typeof METRICS)[number]} Metric */

/** By what players are compared: points, right characters ÷ 5 a minute, or tokens of code a minute. */
export const METRICS = /** @type {const} */ (['score', 'net_wpm', 'wpm']);

/** @typedef {(typeof PERIODS)[number]} Period */

/** How far back a board reaches: for ever, to Monday, or to midnight, in UTC. */
export const PERIODS = /** @type {const} */ (['all', 'week', 'day']);

/** How long a sprint may last. */
export const SPRINT_SECONDS = /** @type {const} */ ([30, 60, 120]);

export const FULL_HP = 100;

/** Clean words in a row for each step of the combo. */
export const COMBO_STREAK = 5;

export const COMBO_LIMIT = 10;

/** The standard word of typing speeds. */
export const CHARACTERS_A_WORD = 5;

/** What one of each is worth: a word, an enemy, a wave, a combo step, a percent, a word a minute. */
export const POINTS = { words: 10, enemies: 50, waves: 100, combo: 25, accuracy: 5, speed: 2 };

/** Modes whose games cannot be raced. @type {readonly string[]} */
export const WITHOUT_GHOSTS = ['CONTEST', 'DAILY', 'PRACTICE', 'SPRINT'];

/** Waves of a contest. */
export const CONTEST_WAVES = { usual: 3, most: 10 };

/** Characters of a post or a comment. */
export const MOST_TEXT = 2000;

/** So many of a contest's standings are followed. */
export const STANDINGS_SHOWN = 25;

/** Of a daily. */
export const DAILY_WAVES = 3;

/** So many lines are left of a wave when the text of the next one is shown. */
export const NEXT_SHOWN_LINES = 12;

/** How long an unfinished game may be resumed, unless the server says otherwise. */
export const RESUMABLE_MINUTES = 30;

/** Of races between players; the times are what a match waits for. */
export const MATCH = {
  code_length: 6,
  least_seats: 2,
  most_seats: 16,
  most_waves: 10,
  countdown_s: 10,
  second_waits_s: 20,
  robots_after_s: 15,
  overtime_s: 60,
};

/** How long a ranked game lasts at least, and how many words it has, by its mode. */
export const RANKED_LEAST = {
  SOLO: { seconds: 15, words: 20 },
  SPRINT: { seconds: 15, words: 10 },
  DAILY: { seconds: 15, words: 20 },
};

/** More of them leave a game unranked. */
export const MOST_PAUSES = 3;

/** All pauses of a ranked game together. */
export const MOST_PAUSED_MINUTES = 2;

/** Characters of a username. */
export const USERNAME_LENGTH = { least: 3, most: 50 };

/** Characters of a password at least, and its bytes in UTF-8 at most. */
export const PASSWORD_LENGTH = { least: 8, most: 72 };

/** The settings that the page obeys, until a player chooses. */
export const SETTINGS = /** @type {const} */ ({
  theme: 'system',
  font_size: 18,
  caret: 'block',
  sound: true,
  volume: 60,
  reduced_motion: false,
  keyboard: 'qwerty',
  shortcuts: true,
  friend_requests_from: 'EVERYBODY',
  playing_shown_to: 'EVERYBODY',
});

/** What they may be. */
export const SETTING_CHOICES = /** @type {const} */ ({
  theme: ['system', 'dark', 'light', 'contrast'],
  caret: ['block', 'bar', 'underline'],
  keyboard: ['qwerty', 'qwertz', 'azerty', 'dvorak', 'colemak'],
});

/** The whole numbers that they may be, from the least to the most. */
export const SETTING_RANGES = /** @type {const} */ ({
  font_size: [10, 40],
  volume: [0, 100],
});

export const SUBPROTOCOL = 'prodev.v1';

/** Close codes. 4000 to 4499: come back with jittered back-off; 4500 to 4999: do not. */
export const CLOSE = {
  DONE: 1000,
  BROKE_STANDARD: 1002,
  BAD_TEXT: 1007,
  DRAINING: 4001,
  SLOW_READER: 4008,
  SILENT: 4012,
  FLOOD: 4013,
  BAD_TOKEN: 4500,
  MALFORMED: 4501,
  NO_HELLO: 4502,
  REPLACED: 4504,
  UNKNOWN_VERSION: 4506,
};

/** After this close code and all above it there is no coming back. */
export const FINAL_CLOSE = 4500;
