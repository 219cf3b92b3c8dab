// @ts-check
/** What a name and a password have to be like, in English. */

import { PASSWORD_LENGTH, USERNAME_LENGTH } from '../terms.js';

export const usernameHint = `${USERNAME_LENGTH.least} to ${USERNAME_LENGTH.most} letters, digits or underscores`;
export const passwordHint = `At least ${PASSWORD_LENGTH.least} characters`;
