// @ts-check
/**
 * The current player: nobody, a guest or a registered player. Dispatches `change`, and `password-due` when the server
 * says that somebody else set their password meanwhile.
 *
 * Law: only the fact that somebody was signed in here is remembered across visits (so that a first visit asks for
 * nothing); the refresh cookie tells whom.
 */

import { Api } from './api.js';
import { postAuthGuest } from '../routes.js';

const REMEMBERED = 'prodev.signed-in';

/** @import { User } from './types.js' */

export class Account extends EventTarget {
  constructor() {
    super();
    /** @type {User | null} */
    this.user = null;
    this.api = new Api(
      (user) => this.#become(user),
      () => this.#passwordDue(),
    );
  }

  /** Sign in again by the cookie, when there was a sign-in. Never throws: if it fails, nobody is signed in. */
  async restore() {
    if (remembered()) await this.api.refresh().catch(() => false);
  }

  /** Sign in as a guest if nobody is signed in. */
  async ensure() {
    if (!this.user) await this.api.signIn(postAuthGuest);
  }

  /** Their name changed. @param {User} user */
  renew(user) {
    this.#become(user);
  }

  #passwordDue() {
    if (!this.user || this.user.must_change_password) return; // they are being asked
    this.#become({ ...this.user, must_change_password: true });
    this.dispatchEvent(new Event('password-due'));
  }

  /** @param {User | null} user */
  #become(user) {
    this.user = user;
    try {
      if (user) localStorage.setItem(REMEMBERED, 'yes');
      else localStorage.removeItem(REMEMBERED);
    } catch {
      // A browser that stores nothing: the next visit starts signed out.
    }
    this.dispatchEvent(new Event('change'));
  }
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED) !== null;
  } catch {
    return false;
  }
}
