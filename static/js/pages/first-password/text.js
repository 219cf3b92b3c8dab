// @ts-check
/** The English of the first sign-in. */

import { passwordHint } from '../../text/accounts.js';

export const text = {
  title: 'Choose a password of your own',
  lead: 'The one you have just used was made for you. From now on nobody but you will know yours.',
  current: 'Password from your teacher',
  hint: 'The one on your sheet',
  fresh: 'New password',
  freshHint: passwordHint,
  submit: 'Use this password',
  done: 'Your password is changed.',
};
