// @ts-check
/** The English that the pages of a group share. */

import { count, whole } from '../../text/common.js';

/** @import { AssignmentOut } from '../../net/types.js' */

/** What the group calls a member. @param {{nickname: string | null, display_name: string}} member */
export const nameOf = ({ nickname, display_name }) => nickname ?? display_name;

/** Who has done it; for members, how far they are. @param {AssignmentOut} assignment @param {boolean} ofAll */
export function progressOf({ progress, games }, ofAll) {
  const t = text.progress;
  if (ofAll) return t.all(progress.filter((one) => one.done).length, progress.length);
  const own = progress[0];
  if (!own) return count(games, 'game');
  return own.done ? t.done : t.own(own.games, games);
}

export const text = {
  sections: { all: 'Group', board: 'Board', assignments: 'Assignments', members: 'Members', settings: 'Settings' },
  notMember: {
    title: 'Members only',
    nobody: 'Only members can see a group. Log in or register, and you will come straight back here.',
    guest: 'Only registered players can be in groups. Register, and you will come straight back here with your games.',
    player: 'There is no such group, or you are not a member. If it is open to everyone, you can join it here.',
    join: 'Join',
    all: 'Your groups',
  },
  progress: {
    done: '✓ done',
    own: (/** @type {number} */ games, /** @type {number} */ of) => `${whole(games)} of ${count(of, 'game')}`,
    all: (/** @type {number} */ done, /** @type {number} */ of) => `${whole(done)} of ${whole(of)} have done it`,
  },
};
