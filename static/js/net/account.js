// @ts-check
/**
 * The current player: nobody, a guest or a registered player. Dispatches `change`, `found` when it turns out late who
 * it is, and `password-due` when somebody else set their password.
 *
 * Law: a cookie says that somebody is signed in here, and only the refresh cookie, which no script can read, says who.
 * Until the server answers, it is `unsure` who this is.
 */

import { Api, Problem } from './api.js';
import { postAuthGuest } from '../routes.js';

const MARK = 'prodev_signed_in'; // set by the server beside the refresh cookie
const WAITS_MS = [0, 300, 1_000];
const LATER_MS = 5_000;
const PATIENCE_MS = 1_500;

/** @import { User } from './types.js' */

export class Account extends EventTarget {
  constructor() {
    super();
    /** @type {User | null} */
    this.user = null;
    this.unsure = false;
    this.api = new Api(
      (user) => this.#become(user),
      () => this.#passwordDue(),
    );
  }

  /** Sign in again by the cookie, if there was a sign-in. Never throws, but may stay unsure for now. */
  async restore() {
    if (!marked()) return;
    this.unsure = true;
    const asking = this.#keepAsking();
    await Promise.race([asking, rest(PATIENCE_MS)]);
    if (this.unsure) asking.then((isFound) => isFound && this.dispatchEvent(new Event('found')));
  }

  /** Ask who this is, if that is unknown, or another tab has signed in. Throws a Problem if the server does not say. */
  async find() {
    if (!this.user && (this.unsure || marked())) await this.api.refresh();
  }

  /** Sign in as a guest if nobody is signed in. */
  async ensure() {
    await this.find();
    if (!this.user) await this.api.signIn(postAuthGuest, { query: { resume: 'true' } });
  }

  /** Their name changed. @param {User} user */
  renew(user) {
    this.#become(user);
  }

  async #isFound() {
    try {
      await this.find();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    return !this.unsure;
  }

  async #keepAsking() {
    for (let turn = 0; this.unsure; turn++) {
      await rest(WAITS_MS[turn] ?? LATER_MS * (0.5 + Math.random()));
      if (this.unsure && (await this.#isFound())) return true;
    }
    return false; // somebody logged in
  }

  #passwordDue() {
    if (!this.user || this.user.must_change_password) return; // they are being asked
    this.#become({ ...this.user, must_change_password: true });
    this.dispatchEvent(new Event('password-due'));
  }

  /** @param {User | null} user */
  #become(user) {
    this.user = user;
    this.unsure = false;
    if (!user) document.cookie = `${MARK}=; path=/; max-age=0`; // the server refuses, and leaves it
    this.dispatchEvent(new Event('change'));
  }
}

/** A while, or until the browser is online again. @param {number} ms */
const rest = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
    addEventListener('online', resolve, { once: true, signal: AbortSignal.timeout(ms) });
  });

const marked = () => document.cookie.includes(`${MARK}=`);
