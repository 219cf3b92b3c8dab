// @ts-check
/** The English of the sign-in pages. */

import { passwordHint, usernameHint } from '../../text/accounts.js';

export const text = {
  loginTitle: 'Log in',
  registerTitle: 'Register',
  keepTitle: 'Keep your games',
  keepLead: 'Choose a name, and everything you played as a guest stays yours and counts on the leaderboard.',
  login: 'Username or email',
  username: 'Username',
  usernameHint,
  email: 'Email',
  emailHint: 'Never shown, and nothing is sent to it',
  password: 'Password',
  passwordHint,
  displayName: 'Name shown to others',
  displayNameHint: 'Optional; your username otherwise',
  invite: 'Invitation code',
  inviteHint: 'Ask the people who run this server',
  toLogin: 'I have an account',
  toRegister: 'I do not have an account yet',
};
