// @ts-check
/** The English of a group's assignments. */

import { count, dateTime, difficulties, languages, percent, whole } from '../../../text/common.js';

/** @import { AssignmentOut } from '../../../net/types.js' */

/** Those whose games everybody starts by themselves. @type {Record<string, string>} */
export const modes = { SOLO: 'Solo', SPRINT: 'Sprint', DAILY: 'Daily' };

export const text = {
  title: (/** @type {string} */ group) => `Assignments of ${group}`,
  none: 'Nothing is asked of the group at the moment.',
  noneTeacher: 'Nothing is asked of the group yet. Give it an assignment, and see here who has done it.',
  fresh: 'New assignment',
  what: 'Title',
  note: 'Note',
  noteHint: 'Optional; what to look out for',
  mode: 'Game',
  language: 'Language',
  difficulty: 'Difficulty',
  any: 'Any',
  games: 'Number of games',
  speed: 'WPM at least',
  accuracy: 'Accuracy at least, in percent',
  optional: 'Optional',
  due: 'Until',
  dueHint: 'Optional; in your time',
  assign: 'Assign',
  made: 'The group has a new assignment.',
  play: 'Play',
  withdraw: 'Delete',
  withdrawOf: (/** @type {string} */ title) => `Delete ${title}`,
  sure: (/** @type {string} */ title) => `Delete “${title}”?`,
  sureLead: 'Nobody sees it any more. The games that were played for it stay.',
  due_at: (/** @type {string} */ at) => `until ${dateTime(at)}`,
  over: (/** @type {string} */ at) => `over since ${dateTime(at)}`,
  who: 'Who has done it',
  member: 'Member',
  count: 'Games',
  done: '✓ done',
  gamesOf: (/** @type {number} */ games, /** @type {number} */ of) => `${whole(games)} of ${whole(of)}`,
  progress: (/** @type {string} */ title) => `Progress of ${title}`,
};

/** `3 games · Sprint · Python · at least 30 WPM`. @param {AssignmentOut} assignment */
export function wanted({ games, mode, language, difficulty, min_net_wpm, min_accuracy }) {
  return [
    count(games, 'game'),
    modes[mode] ?? mode.toLowerCase(),
    language && languages[language],
    difficulty && difficulties[difficulty],
    min_net_wpm !== null && `at least ${whole(min_net_wpm)} WPM`,
    min_accuracy !== null && `at least ${percent(min_accuracy)} accuracy`,
  ]
    .filter(Boolean)
    .join(' · ');
}
