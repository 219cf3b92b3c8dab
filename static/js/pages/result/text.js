// @ts-check
/** The English of the result page. */

/** @import { Fall, GameResult, KeyKind } from '../../net/types.js' */

import { CHARACTERS_A_WORD, FULL_HP, MOST_PAUSED_MINUTES, MOST_PAUSES, RANKED_LEAST } from '../../terms.js';
import { count, difficulties, languages, tenths, whole } from '../../text/common.js';
import { modes, whyModeIsUnranked } from '../../text/modes.js';

export const text = {
  title: 'Result',
  score: 'Score',
  bonuses: {
    accuracy_percentage: 'clean words',
    words_per_minute: 'speed',
  },
  earned: (/** @type {number} */ points) => `${whole(points)} in play`,
  bonus: (/** @type {string} */ name, /** @type {number} */ points) => `+${whole(points)} ${name}`,
  sprint: (/** @type {number} */ seconds) => `${seconds} s sprint`,
  sprintSpeed: (/** @type {number} */ seconds) => `Net WPM in ${seconds} s`,
  practice: 'Practice',
  ownCode: 'Practice on own code',
  dailyOf: (/** @type {string} */ day) => `Daily of ${day}`,
  ofKeys: 'key accuracy',
  place: (/** @type {number} */ rank, /** @type {number} */ total) => `Place ${whole(rank)} of ${whole(total)}`,
  yourBest: (/** @type {string} */ value) => `your best is ${value}`,
  reasons: {
    defeated: 'The wall fell',
    quit: 'Quit',
    abandoned: 'Abandoned',
    limit: 'Reached the maximum length',
    cleared: 'All waves cleared',
    time: 'Time!',
    closed: 'Time ran out',
  },
  youQuit: 'You quit',
  by: 'played by',
  parts: 'Score breakdown',
  part: {
    correct_words: 'Clean words',
    enemies_killed: 'Enemies killed',
    waves_completed: 'Waves cleared',
    max_combo: 'Highest combo',
    accuracy_percentage: 'Clean words, %',
    words_per_minute: 'Tokens/min',
  },
  columns: ['Part', 'Formula', 'Points'],
  sum: 'Score',
  documented: 'Game stats',
  documentedHint: 'Here, a word is one token of code: a name, a number, a bracket.',
  tokens: 'Tokens/min',
  tokensHint: 'words (tokens of code) ÷ seconds × 60',
  clean: 'Clean words',
  cleanHint: (/** @type {number} */ clean, /** @type {number} */ all) => `${whole(clean)} of ${whole(all)}`,
  keystrokes: 'Typing stats',
  keystrokesHint: `Here, a word is any ${CHARACTERS_A_WORD} characters.`,
  net_wpm: 'WPM',
  net_wpmHint: `correct characters ÷ ${CHARACTERS_A_WORD}, per minute`,
  raw_wpm: 'Raw WPM',
  raw_wpmHint: `all keys ÷ ${CHARACTERS_A_WORD}, per minute`,
  key_accuracy: 'Accuracy',
  consistency: 'Consistency',
  consistencyHint: 'how steady the speed was, second by second',
  keys_per_minute: 'Keys per minute',
  keys_per_minuteHint: 'every key, right or wrong',
  wrongKeys: 'Wrong keys',
  wrongKeysHint: 'each stopped the caret until the right one was pressed',
  keys: (/** @type {number} */ right, /** @type {number} */ all) => `${whole(right)} of ${count(all, 'key')} right`,
  damage: 'Damage dealt',
  damageHint: 'characters of each word × combo',
  taken: 'Damage taken',
  takenHint: `a full wall has ${FULL_HP} HP`,
  time: 'Time',
  timeHint: 'excluding pauses',
  ranked: 'Ranked: this game counts on the leaderboards.',
  unranked: 'Not ranked',
  keep: 'Register to keep this game and its place.',
  again: 'Play again',
  toBoard: 'Leaderboard',
  toChallenge: 'Back to the challenge',
  raceAgain: 'Another race',
  toRatings: 'Ratings',
  enter: 'Enter',
  loading: 'Loading this game’s keys…',
  unknown: 'This game’s keys are private, so there is nothing more to show.',
  unreadable: 'This server cannot read the game’s keys, so there is nothing more to show.',
  archived: 'This game’s keys are in an archive, so there is nothing more to show.',

  news: 'New in this game',
  added: (/** @type {number} */ xp) => `+${whole(xp)} XP`,
  levelUp: (/** @type {number} */ level) => `You have reached level ${whole(level)}.`,
  inARow: (/** @type {number} */ days) => `${whole(days)} days in a row.`,
  unlocked: 'Unlocked',
  first: (/** @type {string | null} */ kind) =>
    kind
      ? `Your first full-length game of ${kind}. Now you have something to beat.`
      : 'Your first full game here. Now you have something to beat.',
  best: {
    final_score: 'Best score',
    net_wpm: 'Fastest',
    key_accuracy_percentage: 'Best accuracy',
    waves_completed: 'Most waves',
    max_combo: 'Highest combo',
  },
  bestValue: {
    final_score: whole,
    net_wpm: (/** @type {number} */ n) => `${tenths(n)} WPM`,
    key_accuracy_percentage: (/** @type {number} */ n) => `${tenths(n)}%`,
    waves_completed: whole,
    max_combo: (/** @type {number} */ n) => `×${n}`,
  },
  scope: (/** @type {boolean} */ all, /** @type {string} */ kind) =>
    all ? 'of all your games' : `of your games in ${kind}`,
  before: (/** @type {string} */ value) => `was ${value}`,
  board: /** @type {Record<string, string>} */ ({
    score: 'Rank by score',
    net_wpm: 'Rank by speed',
  }),
  everyone: 'everyone, all time',
  boardOf: (/** @type {string} */ language, /** @type {string} */ difficulty) =>
    `${languages[language] ?? language} · ${difficulties[difficulty] ?? difficulty}, all time`,
  moved: (/** @type {number | null} */ before, /** @type {number} */ now) => {
    if (before === null) return `new at ${whole(now)}`;
    return before === now ? `still ${whole(now)}` : `from ${whole(before)} to ${whole(now)}`;
  },

  chart: 'Speed and errors over time',
  speed: 'Speed, smoothed',
  rawEach: (/** @type {number} */ seconds) => (seconds === 1 ? 'Speed each second' : `Speed each ${seconds} seconds`),
  errors: 'Wrong keys',
  asked: 'Speed needed',
  wallChart: 'The wall over time',
  wallHp: 'Wall',
  axisWall: 'HP',
  wallSummary: (/** @type {number} */ lowest, /** @type {number} */ last) =>
    `Lowest point ${whole(lowest)} HP, ${whole(last)} at the end.`,
  axisTime: 'Time',
  axisSpeed: 'Raw WPM',
  axisErrors: 'Wrong keys',
  wave: (/** @type {number} */ number) => `Wave ${number}`,
  chartSummary: (
    /** @type {string} */ time,
    /** @type {number} */ mean,
    /** @type {number} */ fastest,
    /** @type {number} */ wrong,
    /** @type {number} */ waves,
  ) =>
    `${time} of play, ${whole(mean)} raw WPM on average and ${whole(fastest)} at best, ` +
    `${count(wrong, 'wrong key')}, ${count(waves, 'wave')}.`,

  keyTables: 'Keys',
  slowestKeys: 'Slowest keys',
  slowestPairs: 'Slowest key pairs',
  mistypedKeys: 'Most mistyped keys',
  mistypedPairs: 'Most mistyped key pairs',
  keysHint:
    'A key’s time runs from the previous right key to this one; a wait of more than 3 seconds counts as 3. ' +
    'Among the slowest, only keys typed at least five times are listed.',
  pairsHint: 'For a pair, the second key is the one that counts.',
  keyColumns: { key: 'Key', pair: 'Pair', time: 'Mean time', times: 'Times', errors: 'Wrong keys', missed: 'Missed' },
  milliseconds: (/** @type {number} */ ms) => `${whole(ms)} ms`,
  missedOf: (/** @type {number} */ missed, /** @type {number} */ due) => `${whole(missed)} of ${whole(due)}`,
  nothingSlow: 'Too few keys to tell.',
  nothingWrong: 'Not one wrong key.',

  waves: 'Your mistakes in the code',
  wavesOfOther: 'Mistakes in the code',
  wavesShown: (/** @type {number} */ shown, /** @type {number} */ all) =>
    `The ${whole(shown)} waves with the most wrong keys, of ${whole(all)}.`,
  waveFigures: (/** @type {string} */ from, /** @type {string} */ to) => `${from}–${to}`,
  wrong: (/** @type {number} */ n) => (n === 0 ? 'clean' : count(n, 'wrong key')),
  cleared: 'cleared',
  notCleared: 'not cleared',
  legend: 'A boxed key was pressed instead of the underlined one. Code in faded italics was never reached.',
  /** Read out at a mistake. */
  mistake: (/** @type {string} */ due, /** @type {string} */ keys, /** @type {number} */ errors) =>
    `${count(errors, 'wrong key')} for ${spoken(due)}: ` +
    `${[...keys].map(spoken).join(', ')}${errors > keys.length ? ', and more' : ''}`,
  moreKeys: (/** @type {number} */ n) => `+${n}`,
  codeOf: (/** @type {number} */ number) => `Code of wave ${number}`,
};

/** What was found about a game, and what its player can do. */
export const verdict = {
  title: {
    clean: '',
    flagged: 'This game is under review',
    approved: 'This game was reviewed and approved',
    rejected: 'This game was reviewed and rejected',
  },
  lead: {
    clean: '',
    flagged: 'It does not look typed by hand, so it is not ranked until a moderator has looked at it.',
    approved: 'It counts like any other game.',
    rejected: 'It does not count on leaderboards or in statistics. You can still see it here.',
  },
  reviewed: (/** @type {string} */ at) => `A moderator, ${at}`,
  found: 'What was found',
  yourAppeal: 'Your appeal',
  waits: (/** @type {string} */ at) => `Sent ${at}. Waiting for a moderator.`,
  decided: {
    approved: (/** @type {string} */ at) => `Accepted ${at}.`,
    rejected: (/** @type {string} */ at) => `Declined ${at}.`,
  },
  appeal: 'Think this is wrong? Tell the moderators what they should know',
  once: 'One appeal per game: mention your keyboard, what happened and what they should look at.',
  send: 'Appeal',
  guest: 'Register to appeal: moderators do not review guests’ games.',
};

/** Why a game was lost. */
export const fall = {
  title: 'Why the wall fell',
  yours: (/** @type {Fall} */ of) => told(of, 'you'),
  theirs: (/** @type {Fall} */ of) => told(of, 'they'),
  easier: (/** @type {string} */ difficulty) => `Play ${difficulties[difficulty]}`,
  whyEasier: 'Its waves need less speed and grow more slowly.',
  watch: (/** @type {number} */ wave) => `Watch wave ${wave} again`,
  whyWatch: 'You have no weak keys. See which lines got through and where the time went.',
};

/** @type {Record<KeyKind, string>} */
const kinds = {
  brackets: 'brackets',
  quotes: 'quotes',
  digits: 'digits',
  symbols: 'symbols',
  capitals: 'capitals',
  letters: 'letters',
  blanks: 'spaces and Enter',
};

/** Why a game is not ranked; continues "Not ranked: …". @param {GameResult} result */
export function whyUnranked({ mode, unranked_reason }) {
  const { seconds, words } = RANKED_LEAST[/** @type {keyof typeof RANKED_LEAST} */ (mode)] ?? RANKED_LEAST.SOLO;
  const ranked = `a ranked ${modes[mode].tag || 'game'}`;
  const reasons = /** @type {Record<string, string>} */ ({
    abandoned: 'the game was abandoned',
    journal_lost: 'the server lost part of its record',
    verdict: 'it is under review, or was rejected',
    too_short: `${ranked} lasts at least ${count(seconds, 'second')}`,
    too_few_words: `${ranked} has at least ${count(words, 'word')}`,
    too_many_pauses: `${ranked} has at most ${count(MOST_PAUSES, 'pause')}`,
    paused_too_long: `${ranked} is paused for at most ${count(MOST_PAUSED_MINUTES, 'minute')}`,
    disabled: 'the account was disabled during it',
    guest: 'guests are not ranked',
    ended_early: 'it was not played to its end',
    not_first_try: 'only the first try of the day is',
  });
  const reason = unranked_reason ?? '';
  return reasons[reason] ?? (whyModeIsUnranked(reason) || reason);
}

/** "Wave 6 needed 52 WPM and you typed 46; brackets in line 3 cost 9 s." @param {Fall} fall @param {string} who */
function told({ wave, asked_wpm, typed_wpm, hp, cost }, who) {
  const [asked, typed] = [whole(asked_wpm), whole(typed_wpm)];
  const first = `Wave ${wave} needed ${asked} WPM`;
  const speeds =
    typed_wpm < asked_wpm
      ? `${first} and ${who} typed ${typed}`
      : `${first} and ${who} typed ${typed}, but the wall had ${whole(hp)} HP left when it began`;
  return cost
    ? `${speeds}; ${kinds[cost.kind]} in line ${cost.line} cost ${tenths(cost.lost_ms / 1000)} s.`
    : `${speeds}.`;
}

/** How a game against a ghost ended. */
export const versus = {
  title: 'Against the ghost',
  you: 'You',
  player: 'This game',
  score: 'Score',
  wpm: 'WPM',
  accuracy: 'Accuracy',
  waves: 'Waves cleared',
  time: 'Time',
  won: (/** @type {string} */ ghost, /** @type {number} */ by) => `Ahead of ${ghost} by ${count(by, 'point')}.`,
  lost: (/** @type {string} */ ghost, /** @type {number} */ by) => `Behind ${ghost} by ${count(by, 'point')}.`,
  drawn: (/** @type {string} */ ghost) => `Exactly level with ${ghost}.`,
  ghostHidden: 'The game it was played against is no longer available.',
  raceAgain: 'Race the ghost again',
};

/** @param {string} key */
function spoken(key) {
  return key === '\n' ? 'Enter' : key === ' ' ? 'space' : key;
}
