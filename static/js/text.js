// @ts-check
/** Every English sentence of the client, in one place, ready to be translated. Law: no view holds a text of its own. */

/** @param {number} n @param {string} one @param {string} [many] */
const count = (n, one, many = `${one}s`) => `${whole(n)} ${n === 1 ? one : many}`;

/** @param {number} n */
export const whole = (n) => Math.round(n).toLocaleString('en');

/** One digit after the point. @param {number} n */
export const tenths = (n) => n.toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `3:07`, `1:02:07`. @param {number} seconds */
export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60];
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Date and time where the reader is. @param {string} at RFC 3339 */
export const dateTime = (at) => new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** @param {string} at RFC 3339 */
export const date = (at) => new Date(at).toLocaleDateString('en-GB', { dateStyle: 'medium' });

/** How a key is shown. @param {string} key */
export function keyName(key) {
  return key === '\n' ? '⏎' : key === ' ' ? '␣' : key;
}

/** @type {Record<string, string>} */
export const languages = { PYTHON: 'Python', JAVASCRIPT: 'JavaScript', TYPESCRIPT: 'TypeScript', REACT: 'React' };

/** @type {Record<string, string>} */
export const difficulties = { EASY: 'Easy', NORMAL: 'Normal', HARD: 'Hard', EXPERT: 'Expert' };

export const text = {
  name: 'Pro Dev',
  nav: {
    skip: 'Skip to the content',
    main: 'Main',
    play: 'Play',
    leaderboard: 'Leaderboard',
    profile: 'Profile',
    login: 'Log in',
    register: 'Register',
    logout: 'Log out',
    keep: 'Keep your games',
    theme: { dark: 'Use the light theme', light: 'Use the dark theme' },
  },
  home: {
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
    unfinished: 'Unfinished games',
    resume: 'Resume',
    end: 'End it',
    ending: 'Ending…',
    started: (/** @type {string} */ at) => `started ${at}`,
    how: [
      ['Type what you see', 'Indentation and blank lines are typed for you; spaces and Enter are yours. A wrong key stops the caret until the right one comes.'],
      ['Keep it clean', 'Five words without a wrong key raise the combo by one, up to ×10. Any wrong key drops it to ×1.'],
      ['Hold the wall', 'A line that gets through hits you again and again until you finish it. A cleared wave heals a little.'],
    ],
  },
  auth: {
    loginTitle: 'Log in',
    registerTitle: 'Register',
    keepTitle: 'Keep your games',
    keepLead: 'Choose a name, and everything you played as a guest stays yours and counts on the leaderboard.',
    login: 'Username or email',
    username: 'Username',
    usernameHint: '3 to 50 letters, digits or underscores',
    email: 'Email',
    emailHint: 'Never shown, and nothing is sent to it',
    password: 'Password',
    passwordHint: 'At least 8 characters',
    displayName: 'Name shown to others',
    displayNameHint: 'Optional; your username otherwise',
    invite: 'Invitation code',
    inviteHint: 'Whoever runs this server has it',
    toLogin: 'I have an account',
    toRegister: 'I have no account yet',
    should: 'This should',
  },
  play: {
    title: 'Game',
    field: 'Type the code. Escape pauses.',
    wave: 'Wave',
    hp: 'Wall',
    combo: 'Combo',
    wpm: 'Words/min',
    accuracy: 'Accuracy',
    score: 'Score',
    time: 'Time',
    hpOf: (/** @type {number} */ hp) => `${hp} of 100`,
    comboIs: (/** @type {number} */ combo, /** @type {number} */ clean) => `times ${combo}, ${clean} of 5 clean words to the next`,
    keys: [
      ['Esc', 'pause'],
      ['Enter', 'at the end of each line'],
    ],
    tab: 'Tab does nothing while you play; it is free in the pause.',
    lineDue: (/** @type {number} */ n, /** @type {number} */ all, /** @type {string} */ line) => `Line ${n} of ${all}: ${line}`,
    waveBegins: (/** @type {number} */ n, /** @type {number} */ lines) => `Wave ${n}: ${count(lines, 'line')}`,
    waveBanner: (/** @type {number} */ n) => `Wave ${n}`,
    hit: (/** @type {number} */ damage, /** @type {number} */ hp) => `Hit: minus ${damage}, ${hp} left`,
    cleared: (/** @type {number} */ n, /** @type {number} */ hp) => `Wave ${n} cleared, wall at ${hp}`,
    connecting: 'Connecting…',
    ready: 'Get ready',
    startNow: 'starts at once',
    pausedTitle: 'Paused',
    pausedWhy: {
      player: 'The clock stands. Take your time; three pauses are free in a ranked game.',
      idle: 'You were away for a while, so the clock was stopped.',
      server: 'The server stopped the clock. Go on whenever you like.',
    },
    resume: 'Go on',
    pause: 'Pause',
    quit: 'Quit',
    quitTitle: 'Quit this game?',
    quitLead: 'It ends here and is scored as it stands.',
    quitYes: 'Quit and see the result',
    quitNo: 'Keep playing',
    lostTitle: 'Connection lost',
    lostLead: 'The clock stands and nothing you typed is lost. Coming back by itself…',
    attempt: (/** @type {number} */ n) => `Attempt ${n}`,
    leaveForNow: 'Leave for now',
    leaveNote: 'The game can be resumed for 30 minutes.',
    savingTitle: 'Saving…',
    savingLead: 'The game is over and its result is being written.',
    defeated: 'The wall is down',
    over: 'Game over',
    nothing: 'No key was pressed, so nothing was recorded.',
    focus: 'Click or tap here to go on typing',
    closedTitle: 'This game is closed here',
    closed: {
      4500: 'The server does not know this game any more. It may have ended.',
      4501: 'The server did not understand this page. Reload it to go on.',
      4502: 'The connection was too slow to begin. Try again.',
      4504: 'The game was opened in another window, and goes on there.',
      4506: 'This page is older than the server. Reload it.',
    },
    closedOther: 'The server closed the game.',
    takeBack: 'Play it here instead',
    tryAgain: 'Try again',
    home: 'Back to the start',
    resumeTitle: 'Unfinished games',
    resumeLead: 'Go on where you stopped, or end a game and see its result.',
    tooMany: 'You have as many unfinished games as one may have. Resume or end one of them first.',
    none: 'No game is running.',
    newGame: 'Start a new game',
  },
  result: {
    title: 'Result',
    score: 'Score',
    reasons: {
      defeated: 'The wall fell',
      quit: 'Ended by choice',
      abandoned: 'Abandoned',
      limit: 'The longest game there is',
      cleared: 'All waves cleared',
    },
    by: 'played by',
    parts: 'What the score is made of',
    part: {
      correct_words: 'Clean words',
      enemies_killed: 'Enemies killed',
      waves_completed: 'Waves cleared',
      max_combo: 'Highest combo',
      accuracy_percentage: 'Accuracy, %',
      words_per_minute: 'Words per minute',
    },
    columns: ['Part', 'Formula', 'Points'],
    sum: 'Score',
    documented: 'By the game’s own count',
    wpm: 'Words per minute',
    wpmHint: 'words (tokens of code) ÷ seconds × 60',
    accuracy: 'Accuracy',
    accuracyHint: 'clean words ÷ all words × 100',
    keystrokes: 'As typists count',
    net_wpm: 'Net WPM',
    net_wpmHint: 'correct characters ÷ 5 a minute',
    raw_wpm: 'Raw WPM',
    raw_wpmHint: 'all keys ÷ 5 a minute',
    key_accuracy: 'Key accuracy',
    key_accuracyHint: 'correct keys ÷ all keys × 100',
    consistency: 'Consistency',
    consistencyHint: 'how even the speed was from second to second',
    keys_per_minute: 'Keys per minute',
    keys: (/** @type {number} */ right, /** @type {number} */ all) => `${whole(right)} of ${count(all, 'key')} right`,
    words: 'Words',
    wordsOf: (/** @type {number} */ clean, /** @type {number} */ all) => `${whole(clean)} of ${whole(all)} clean`,
    damage: 'Damage dealt',
    taken: 'Damage taken',
    time: 'Time',
    ranked: 'Ranked: this game counts on the leaderboards.',
    unranked: 'Not ranked',
    why: {
      abandoned: 'the game was abandoned',
      ghost: 'it was played against a ghost',
      journal_lost: 'the server lost a part of its record',
      verdict: 'it is being looked at',
      too_short: 'ranked games last at least 15 seconds',
      too_few_words: 'ranked games have at least 20 words',
      too_many_pauses: 'ranked games have at most 3 pauses',
      paused_too_long: 'ranked games are paused for at most two minutes',
      guest: 'guests are not ranked',
    },
    keep: 'Register, and this game and its place are yours.',
    again: 'Play again',
    toBoard: 'Leaderboard',
    enter: 'Enter',
  },
  board: {
    title: 'Leaderboard',
    metric: 'Measure',
    metrics: { score: 'Score', wpm: 'Words/min' },
    period: 'Period',
    periods: { all: 'All time', week: 'This week', day: 'Today' },
    language: 'Language',
    difficulty: 'Difficulty',
    any: 'Any',
    around: 'Around me',
    top: 'From the top',
    columns: { rank: 'Rank', player: 'Player', value: 'Best', when: 'When' },
    you: 'you',
    empty: 'Nobody is on this board yet. A ranked game is 15 seconds and 20 words long.',
    notRanked: 'You are not on this board yet.',
    previous: 'Previous',
    next: 'Next',
    range: (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ all) => `${whole(from)}–${whole(to)} of ${whole(all)}`,
    slow: 'The fast copy of the boards is away; this page comes from the database.',
  },
  profile: {
    title: 'Profile',
    since: (/** @type {string} */ at) => `Plays here since ${at}`,
    guest: 'You play as a guest.',
    statistics: 'Statistics',
    history: 'Games',
    best: 'Best ranked games',
    games: 'Games',
    playtime: 'Time played',
    bestScore: 'Best score',
    bestWpm: 'Best words/min',
    avgWpm: 'Average words/min',
    avgAccuracy: 'Average accuracy',
    words: 'Words typed',
    enemies: 'Enemies killed',
    highestWave: 'Most waves',
    favourite: 'Favourite language',
    noGames: 'No game yet.',
    columns: { game: 'Game', score: 'Score', wpm: 'Words/min', accuracy: 'Accuracy', waves: 'Waves', when: 'When', ranked: 'Counts' },
    ranked: 'ranked',
    unranked: 'not ranked',
    signIn: 'Log in, or play a game as a guest, to have a profile.',
  },
  problem: {
    away: 'The server does not answer. Check your connection and try again.',
    notFound: 'There is no such page.',
    gone: 'There is nothing here, or it is not shown to others.',
    again: 'Try again',
    title: 'Something is missing',
  },
};
