// @ts-check
/** The English of a group's members. */

import { usernameHint } from '../../../text/accounts.js';
import { count } from '../../../text/common.js';
import { roles } from '../../../text/groups.js';

export const text = {
  title: (/** @type {string} */ group) => `Members of ${group}`,
  caption: 'Members',
  columns: { name: 'Name', role: 'Role', since: 'Joined', what: 'Manage' },
  you: 'you',
  playing: 'playing',
  neverSignedIn: 'has not signed in yet',
  manage: 'Manage',
  manageOf: (/** @type {string} */ name) => `Manage ${name}`,
  save: 'Save',
  saved: 'Saved.',
  managed: 'This account was created for the group, so you can change its names and password.',
  notManaged: 'This is their own account. Only they can change its names and password.',
  nickname: 'Name in this group',
  nicknameHint: 'Leave empty to use the name they show to others',
  displayName: 'Name shown to others',
  username: 'Username',
  nameHint: `${usernameHint}. Used to sign in`,
  password: 'New password',
  surePassword: (/** @type {string} */ name) => `Set a new password for ${name}?`,
  surePasswordLead: 'They will be signed out everywhere and choose their own password when they next sign in.',
  remove: 'Remove from the group',
  sureRemove: (/** @type {string} */ name) => `Remove ${name} from the group?`,
  sureRemoveLead: 'They keep their account and games, and can join again if they know the code.',
  removed: (/** @type {string} */ name) => `${name} is no longer in the group.`,
  erase: 'Delete account',
  sureErase: (/** @type {string} */ name) => `Delete ${name}’s account?`,
  sureEraseLead: 'This cannot be undone. Their games will disappear from all leaderboards.',
  erased: (/** @type {string} */ name) => `${name}’s account has been deleted.`,
  /** @type {Record<string, string>} */
  roleTo: { TEACHER: 'Make teacher', MEMBER: 'Make ordinary member', OWNER: 'Transfer ownership' },
  sureOwner: (/** @type {string} */ name) => `Transfer the group to ${name}?`,
  sureOwnerLead: 'They become its owner and you become a teacher. Only they can transfer it back.',
  nowRole: (/** @type {string} */ name, /** @type {string} */ role) =>
    `${name} is now ${role === 'OWNER' ? 'the' : 'a'} ${roles[role].toLowerCase()}.`,
  newCode: 'New code',
  sureCode: 'Create a new code?',
  sureCodeLead: 'The old code, link and QR code will stop working. Members stay in the group.',
  copied: 'Link copied.',
  notCopied: 'Your browser blocked copying. Select the link and copy it yourself.',
  invite: {
    title: 'Invite people',
    code: 'Code',
    link: 'Link',
    qr: (/** @type {string} */ group) => `QR code to join ${group}`,
    copy: 'Copy link',
    who: 'Who can join',
  },
  pupils: {
    title: 'Add pupils',
    lead: 'Create accounts for pupils who have none. No email is needed; you get a sheet of passwords to print.',
    label: 'Usernames, one per line',
    hint: `${usernameHint}; up to 100 lines`,
    add: 'Create accounts',
    adding: 'Creating…',
    none: 'Enter at least one name.',
    nothing: 'No accounts were created. Fix these lines and try again:',
    line: (/** @type {number} */ number) => `Line ${number}`,
    /** @param {string} name @param {string} code @param {string} detail the server's words */
    wrong: (name, code, detail) =>
      code === 'taken' || code === 'twice'
        ? detail
        : code === 'rude'
          ? `${name}: this name ${detail}.`
          : `${name}: a username has ${usernameHint}.`,
  },
  sheet: {
    title: (/** @type {number} */ n) => `${count(n, 'password')} to hand out`,
    once: 'They are shown only once.',
    lead:
      'Print this page and cut it into strips, one per pupil. If a strip is lost, set a new password from the ' +
      'member list.',
    print: 'Print',
    done: 'Done, back to the members',
    strip: (/** @type {string} */ group) => `Pro Dev · ${group}`,
    site: 'Sign in at',
    username: 'Username',
    password: 'Password',
    then: 'Then choose your own password.',
  },
};
