// @ts-check
/** The English of a group's settings. */

/** @import { Group } from '../../../net/types.js' */

export const text = {
  title: (/** @type {string} */ group) => `Settings of ${group}`,
  nameTitle: 'Group name',
  name: 'Name',
  nameHint: 'The group’s address stays the same',
  rename: 'Rename',
  renamed: 'The group has been renamed.',
  leaveTitle: 'Leave the group',
  leave: 'Leave the group',
  sureLeave: (/** @type {string} */ group) => `Leave ${group}?`,
  /** @param {Group} group */
  leaveLead: ({ role, members }) => {
    if (members === 1) return 'You are its only member, so the group will be deleted.';
    if (role === 'OWNER') return 'The teacher who joined first becomes its owner.';
    return 'You keep your account and games. To come back you will need its code.';
  },
  removeTitle: 'Delete the group',
  removeLead: 'Its boards and assignments will be deleted for good. Members keep their accounts and games.',
  remove: 'Delete the group',
  sureRemove: (/** @type {string} */ group) => `Delete ${group} for good?`,
  done: 'You are no longer in the group.',
  handOn: 'To transfer the group to somebody else, open them in the member list.',
};
