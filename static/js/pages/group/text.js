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
    title: 'A group',
    nobody: 'Only the members of a group see it. Log in or register, and you will come back here.',
    guest: 'Only registered players belong to groups. Register, and you will come back here; your games stay yours.',
    player: 'There is no such group, or you do not belong to it. If it is open to everybody, you can join it here.',
    join: 'Join it',
    all: 'Your groups',
  },
  progress: {
    done: '✓ done',
    own: (/** @type {number} */ games, /** @type {number} */ of) => `${whole(games)} of ${count(of, 'game')}`,
    all: (/** @type {number} */ done, /** @type {number} */ of) => `${whole(done)} of ${whole(of)} have done it`,
  },
};
