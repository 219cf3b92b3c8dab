// @ts-check
/** The English of one's groups. */

import { count } from '../../text/common.js';

export const text = {
  title: 'Groups',
  lead: 'For a class, a team or a few friends: your own leaderboards and assignments, and somebody to run them.',
  none: 'You are not in a group yet. Join one with its code, or create one for your class and add your pupils.',
  yours: 'Your groups',
  members: (/** @type {number} */ n) => count(n, 'member'),
  joinTitle: 'Join a group',
  joinByLink: 'You have been invited to a group. One click and you are in.',
  code: 'Code',
  codeHint: 'Eight letters and digits, from your teacher or the link',
  join: 'Join',
  createTitle: 'Create a group',
  name: 'Name',
  nameHint: 'For example the name of your class. You will be its owner',
  create: 'Create group',
  nobody: 'Log in or register to join or create a group. You will come straight back here.',
  guest: 'Guests cannot be in groups. Register first: you keep your games and come straight back here.',
  invited: (/** @type {string} */ code) => `You have been invited to a group with the code ${code}.`,
};
