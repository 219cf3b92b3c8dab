// @ts-check
/** The English of a group's members. */

import { usernameHint } from '../../../text/accounts.js';
import { count } from '../../../text/common.js';
import { roles } from '../../../text/groups.js';

export const text = {
  title: (/** @type {string} */ group) => `Members of ${group}`,
  caption: 'Members',
  columns: { name: 'Name', role: 'Role', since: 'Since', what: 'Manage' },
  you: 'you',
  playing: 'playing',
  neverSignedIn: 'not signed in yet',
  manage: 'Manage',
  manageOf: (/** @type {string} */ name) => `Manage ${name}`,
  save: 'Save',
  saved: 'Saved.',
  managed: 'The group made this account: you can change its names and its password.',
  notManaged: 'They have an account of their own; only they can change its names and its password.',
  nickname: 'Name in this group',
  nicknameHint: 'Empty: the name that they show to others',
  displayName: 'Name shown to others',
  username: 'Username',
  nameHint: `${usernameHint}. They sign in with it`,
  password: 'New password',
  surePassword: (/** @type {string} */ name) => `A new password for ${name}?`,
  surePasswordLead: 'They are signed out everywhere, and choose another one at the next sign-in.',
  remove: 'Take out of the group',
  sureRemove: (/** @type {string} */ name) => `Take ${name} out of the group?`,
  sureRemoveLead: 'Their account and their games stay. They can join again if they know the code.',
  removed: (/** @type {string} */ name) => `${name} does not belong to the group any more.`,
  erase: 'Delete the account',
  sureErase: (/** @type {string} */ name) => `Delete the account of ${name}?`,
  sureEraseLead: 'This cannot be undone. Their games leave all boards.',
  erased: (/** @type {string} */ name) => `The account of ${name} is deleted.`,
  /** @type {Record<string, string>} */
  roleTo: { TEACHER: 'Make a teacher', MEMBER: 'Make a plain member', OWNER: 'Hand the group on' },
  sureOwner: (/** @type {string} */ name) => `Hand the group on to ${name}?`,
  sureOwnerLead: 'They become its owner, and you become a teacher. Only they can give it back.',
  nowRole: (/** @type {string} */ name, /** @type {string} */ role) => `${name} is now: ${roles[role].toLowerCase()}.`,
  newCode: 'New code',
  sureCode: 'Give the group a new code?',
  sureCodeLead: 'The old code, its link and its picture open nothing any more. Whoever is in stays in.',
  copied: 'The link is on the clipboard.',
  notCopied: 'The browser did not let us copy it. Select the link and copy it yourself.',
  invite: {
    title: 'Let others join',
    code: 'Code',
    link: 'Link',
    qr: (/** @type {string} */ group) => `QR code of the link into ${group}`,
    copy: 'Copy the link',
    who: 'Who may join',
  },
  pupils: {
    title: 'Add pupils',
    lead: 'Accounts for those who have none, without an email. You get a sheet with one password for each, to print.',
    label: 'Usernames, one a line',
    hint: `${usernameHint}; up to 100 lines`,
    add: 'Make the accounts',
    adding: 'Making them…',
    none: 'Write at least one name.',
    nothing: 'No account was made. Mend these lines, and try again:',
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
    once: 'They are shown this once.',
    lead:
      'Print this page and cut it, one strip for each pupil. If a strip is lost, give a new password from the list ' +
      'of members.',
    print: 'Print',
    done: 'I have them; go back',
    strip: (/** @type {string} */ group) => `Pro Dev · ${group}`,
    site: 'Sign in at',
    username: 'Username',
    password: 'Password',
    then: 'Then choose a password of your own.',
  },
};
