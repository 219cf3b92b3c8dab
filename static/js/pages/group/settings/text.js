// @ts-check
/** The English of a group's settings. */

/** @import { Group } from '../../../net/types.js' */

export const text = {
  title: (/** @type {string} */ group) => `Settings of ${group}`,
  nameTitle: 'What the group is called',
  name: 'Name',
  nameHint: 'The address of the group stays as it is',
  rename: 'Rename',
  renamed: 'The group has its new name.',
  leaveTitle: 'Leave the group',
  leave: 'Leave the group',
  sureLeave: (/** @type {string} */ group) => `Leave ${group}?`,
  /** @param {Group} group */
  leaveLead: ({ role, members }) => {
    if (members === 1) return 'You are the only one in it, so it ends with you.';
    if (role === 'OWNER') return 'The teacher who has been there longest becomes its owner.';
    return 'Your account and your games stay yours. To come back you need its code.';
  },
  removeTitle: 'Delete the group',
  removeLead: 'Its boards and assignments are gone for good. The accounts of its members stay, and so do their games.',
  remove: 'Delete the group',
  sureRemove: (/** @type {string} */ group) => `Delete ${group} for good?`,
  done: 'You do not belong to the group any more.',
  handOn: 'To hand the group on to somebody else, open them in the list of members.',
};
