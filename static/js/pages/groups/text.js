// @ts-check
/** The English of one's groups. */

import { count } from '../../text/common.js';

export const text = {
  title: 'Groups',
  lead:
    'A class, a company, friends: people who compare themselves with each other on boards of their own, and somebody ' +
    'who looks after them.',
  none: 'You belong to no group yet. Join one by its code, or make one for your class and add your pupils.',
  yours: 'Your groups',
  members: (/** @type {number} */ n) => count(n, 'member'),
  joinTitle: 'Join a group',
  joinByLink: 'You were invited to a group. One click, and you belong to it.',
  code: 'Code',
  codeHint: 'Eight letters and digits, from the teacher or from the link',
  join: 'Join',
  createTitle: 'Make a group',
  name: 'Name',
  nameHint: 'Such as the name of the class. You will be its owner',
  create: 'Make the group',
  nobody: 'Log in or register to join a group or to make one. You will come back here.',
  guest: 'Guests belong to no group. Register first; your games stay yours, and you will come back here.',
  invited: (/** @type {string} */ code) => `You were invited to a group with the code ${code}.`,
};
