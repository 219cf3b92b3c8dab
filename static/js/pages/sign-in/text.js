// @ts-check
/** The English of the sign-in pages. */

import { passwordHint, usernameHint } from '../../text/accounts.js';

export const text = {
  loginTitle: 'Log in',
  registerTitle: 'Register',
  keepTitle: 'Keep your games',
  keepLead: 'Choose a name, and everything you played as a guest stays yours and counts on the leaderboard.',
  kept: (/** @type {string} */ name) => `Your games are kept: they now belong to ${name}.`,
  closed: 'Registration is closed on this server. Ask whoever runs it for an account.',
  forgot: 'Forgot your password?',
  forgotLead:
    'Ask whoever runs this server or, if your account belongs to a group, your teacher: they can set a new one.',
  login: 'Username or email',
  username: 'Username',
  usernameHint,
  email: 'Email',
  emailHint: 'Optional; you can log in with it. Never shown, and nothing is sent to it',
  password: 'Password',
  passwordHint,
  displayName: 'Name shown to others',
  displayNameHint: 'Optional; your username is shown otherwise',
  invite: 'Invite code',
  inviteHint: 'Ask whoever runs this server',
  toLogin: 'I already have an account',
  toRegister: 'I do not have an account yet',
};
