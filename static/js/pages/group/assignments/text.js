// @ts-check
/** The English of a group's assignments. */

import { count, dateTime, difficulties, languages, percent, whole } from '../../../text/common.js';

/** @import { AssignmentOut, Contest } from '../../../net/types.js' */

/** Those whose games everybody starts by themselves. @type {Record<string, string>} */
export const modes = { SOLO: 'Solo', SPRINT: 'Sprint', DAILY: 'Daily' };

export const text = {
  title: (/** @type {string} */ group) => `Assignments for ${group}`,
  none: 'No assignments right now.',
  noneTeacher: 'No assignments yet. Create one, and this page will show who has done it.',
  fresh: 'New assignment',
  what: 'Title',
  note: 'Note',
  noteHint: 'Optional; what to look out for',
  mode: 'Game',
  contest: (/** @type {string} */ title) => `Contest: ${title}`,
  modeHint: 'A contest sets its own language and difficulty, and is played once',
  aContest: 'a contest',
  toContest: 'Go to the contest',
  language: 'Language',
  difficulty: 'Difficulty',
  any: 'Any',
  games: 'Number of games',
  speed: 'Minimum WPM',
  accuracy: 'Minimum accuracy (%)',
  optional: 'Optional',
  due: 'Due',
  dueHint: 'Optional; in your time zone',
  assign: 'Assign',
  made: 'The assignment was added.',
  play: 'Play',
  withdraw: 'Delete',
  withdrawOf: (/** @type {string} */ title) => `Delete ${title}`,
  sure: (/** @type {string} */ title) => `Delete “${title}”?`,
  sureLead: 'Nobody will see it any more. Games already played for it are kept.',
  due_at: (/** @type {string} */ at) => `due ${dateTime(at)}`,
  over: (/** @type {string} */ at) => `closed ${dateTime(at)}`,
  who: 'Who has done it',
  member: 'Member',
  count: 'Games',
  done: '✓ done',
  gamesOf: (/** @type {number} */ games, /** @type {number} */ of) => `${whole(games)} of ${whole(of)}`,
  progress: (/** @type {string} */ title) => `Progress on ${title}`,
};

const IS_CONTEST = 'contest:';

/** What can be asked for: games of a mode, or one of these contests. @param {Contest[]} contests */
export const kindsOf = (contests) => ({
  ...modes,
  ...Object.fromEntries(contests.map(({ slug, title }) => [IS_CONTEST + slug, text.contest(title)])),
});

/** The slug of a contest that was chosen; null for a mode. @param {string} kind */
export const contestIn = (kind) => (kind.startsWith(IS_CONTEST) ? kind.slice(IS_CONTEST.length) : null);

/** `3 games · Sprint · Python · at least 30 WPM`. @param {AssignmentOut} assignment */
export function wanted({ games, mode, language, difficulty, min_net_wpm, min_accuracy, contest_slug }) {
  return [
    contest_slug === null && count(games, 'game'),
    contest_slug === null ? (modes[mode] ?? mode.toLowerCase()) : text.aContest,
    language && languages[language],
    difficulty && difficulties[difficulty],
    min_net_wpm !== null && `at least ${whole(min_net_wpm)} WPM`,
    min_accuracy !== null && `at least ${percent(min_accuracy)} accuracy`,
  ]
    .filter(Boolean)
    .join(' · ');
}
