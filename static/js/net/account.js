// @ts-check
/**
 * The current player: nobody, a guest or a registered player. Dispatches `change`, `found` when it turns out late who
 * it is, and `password-due` when the server says that somebody else set their password meanwhile.
 *
 * Laws: only the fact that somebody is signed in here is remembered across visits (so that a first visit asks for
 * nothing); the refresh cookie tells whom. That fact is a cookie too, so that whoever clears one clears both. While the
 * server does not answer, it is unknown who this is, which is not the same as nobody: `unsure`.
 */

import { Api, Problem } from './api.js';
import { postAuthGuest } from '../routes.js';

const REMEMBERED = 'prodev_signed_in';
const REMEMBERED_S = 180 * 86_400; // no sign-in lasts longer
const WAITS_MS = [0, 300, 1_000]; // the page waits for the answer
const LATER_MS = 5_000; // and then shows what it can

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

  /** Sign in again by the cookie, if there was a sign-in. Never throws: it may stay unsure who this is, for now. */
  async restore() {
    if (!remembered()) return;
    this.unsure = true;
    for (const wait_ms of WAITS_MS) {
      await rest(wait_ms);
      if (await this.#isFound()) return;
    }
    this.#keepAsking();
  }

  /** Ask who this is, if that is unknown, or another tab has signed in. Throws a Problem if the server does not say. */
  async find() {
    if (!this.user && (this.unsure || remembered())) await this.api.refresh();
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
    while (this.unsure) {
      await rest(LATER_MS * (0.5 + Math.random()));
      if (this.unsure && (await this.#isFound())) this.dispatchEvent(new Event('found'));
    }
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
    remember(user !== null);
    this.dispatchEvent(new Event('change'));
  }
}

/** A while, or until the browser is online again. @param {number} ms */
const rest = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
    addEventListener('online', resolve, { once: true });
  });

/** @param {boolean} is somebody signed in here? */
function remember(is) {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${REMEMBERED}=yes; path=/; max-age=${is ? REMEMBERED_S : 0}; samesite=strict${secure}`;
}

const remembered = () => document.cookie.split('; ').includes(`${REMEMBERED}=yes`);
