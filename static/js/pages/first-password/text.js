// @ts-check
/** The English of the first sign-in. */

import { passwordHint } from '../../text/accounts.js';

export const text = {
  title: 'Choose your own password',
  lead: 'The one you just used was made for you. Only you will know the new one.',
  current: 'Password from your teacher',
  hint: 'The one on your sheet',
  fresh: 'New password',
  freshHint: passwordHint,
  submit: 'Use this password',
  done: 'Your password has been changed.',
};
