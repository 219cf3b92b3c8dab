// @ts-check
/** The English of the accounts. */

import { count } from '../../../text/common.js';

/** @import { Role } from '../../../net/types.js' */

/** @satisfies {Record<Role, string>} */
const NAME_OF_ROLE = { PLAYER: 'Player', MODERATOR: 'Moderator', ADMIN: 'Admin' };
/** @type {Record<string, string>} */
export const roles = NAME_OF_ROLE;

export const text = {
  title: 'Users',
  search: 'Search names and emails',
  find: 'Search',
  role: 'Role',
  status: 'Status',
  kind: 'Kind',
  statuses: /** @type {Record<string, string>} */ ({ '': 'Any', true: 'Active', false: 'Disabled' }),
  kinds: /** @type {Record<string, string>} */ ({ '': 'Any', false: 'Registered', true: 'Guests' }),
  player: 'Player',
  players: /** @type {Record<string, string>} */ ({ '': 'Any', false: 'People', true: 'Robots' }),
  caption: 'Accounts',
  columns: { user: 'User', role: 'Role', status: 'Status', seen: 'Last sign-in', what: '' },
  roleOf: (/** @type {string} */ name) => `Role of ${name}`,
  guest: 'Guest',
  you: 'you',
  active: 'Active',
  disabled: 'Disabled',
  disable: 'Disable',
  enable: 'Enable',
  disableOf: (/** @type {string} */ name) => `Disable ${name}`,
  enableOf: (/** @type {string} */ name) => `Enable ${name}`,
  robot: 'robot',
  markRobot: 'Mark as robot',
  markPerson: 'Mark as person',
  markRobotOf: (/** @type {string} */ name) => `Mark as robot: ${name}`,
  markPersonOf: (/** @type {string} */ name) => `Mark as person: ${name}`,
  nowRobot: (/** @type {string} */ name, /** @type {boolean} */ is) =>
    is ? `${name} is now marked as a robot and off the boards.` : `${name} is now marked as a person.`,
  sureDisable: (/** @type {string} */ name) => `Disable ${name}?`,
  sureDisableLead: 'They will be signed out everywhere and cannot sign in until you enable them again.',
  sureRole: (/** @type {string} */ role) => `Give up your own admin role and become a ${role.toLowerCase()}?`,
  sureRoleLead: 'You will no longer see these pages. Another admin can give you the role back.',
  password: 'Reset password',
  passwordOf: (/** @type {string} */ name) => `Reset password for ${name}`,
  passwordLead:
    'They will be signed out everywhere. Tell them the new password yourself: no email is sent. ' +
    'They can change it in their settings.',
  newPassword: 'New password',
  generate: 'Generate another',
  set: 'Set password',
  wasSet: (/** @type {string} */ name) => `${name} has a new password.`,
  nowRole: (/** @type {string} */ name, /** @type {string} */ role) =>
    `${name} is now ${role === 'ADMIN' ? 'an admin' : `a ${roles[role].toLowerCase()}`}.`,
  nowActive: (/** @type {string} */ name, /** @type {boolean} */ is) =>
    is ? `${name} can sign in again.` : `${name} is disabled.`,
  empty: 'No accounts match these filters.',
  never: 'never',
  total: (/** @type {number} */ n) => count(n, 'account'),
};
