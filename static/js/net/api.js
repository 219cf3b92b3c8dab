// @ts-check
/**
 * The server over HTTP: JSON in and out, refusals as `Problem`, the access token in memory alone.
 *
 * Laws: no token is ever stored by script; the refresh cookie belongs to the browser. After a 401 the token is
 * refreshed once and the call repeated once. Two calls that need a refresh at the same time share it.
 */

/** @import { StartedGame, Tokens, User } from './answers.js' */

/** @typedef {{pointer: string, code: string, detail: string, line?: number, column?: number}} FieldError */

/**
 * The body of a refusal: RFC 9457, with what this server adds for some of them.
 * @typedef {object} ProblemBody
 * @property {string} [title]
 * @property {string} [detail]
 * @property {string} [code]
 * @property {FieldError[]} [errors]
 * @property {StartedGame[]} [sessions] the unfinished games that are in the way
 * @property {string} [snippet_id] the snippet that has the same text
 * @property {string} [latest_id] the version that is newer than the one seen
 */

/** @typedef {any} Answer `any` because only the caller knows which answer its path has, and declares it */

/** A refusal (RFC 9457), or no answer at all (`status` 0). */
export class Problem extends Error {
  /** @param {number} status @param {ProblemBody} body @param {number} [retry_after_s] */
  constructor(status, body, retry_after_s = 0) {
    super(body.detail ?? body.title ?? '');
    this.status = status;
    /** @type {string} `area/slug` */
    this.code = body.code ?? 'network/away';
    /** @type {FieldError[]} */
    this.errors = body.errors ?? [];
    this.body = body;
    this.retry_after_s = retry_after_s;
  }
}

export class Api {
  /** @param {(user: User | null) => void} signedIn called whenever who we are changes, with null when nobody */
  constructor(signedIn) {
    this.signedIn = signedIn;
    this.token = '';
    /** @type {Promise<boolean> | null} */
    this.refreshing = null;
  }

  /** @param {string} path @param {Record<string, unknown>} [query] empty values are left out */
  get(path, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return this.#call('GET', search ? `${path}?${search}` : path);
  }

  /** @param {string} path @param {unknown} [body] */
  post(path, body) {
    return this.#call('POST', path, body);
  }

  /** @param {string} path @param {unknown} body */
  put(path, body) {
    return this.#call('PUT', path, body);
  }

  /** @param {string} path @param {unknown} [body] */
  delete(path, body) {
    return this.#call('DELETE', path, body);
  }

  /** Ends every sign-in and starts this one again. @param {unknown} body */
  async changePassword(body) {
    return this.#granted(await this.#call('PUT', '/api/user/password', body));
  }

  /** @param {string} path @param {unknown} body */
  patch(path, body) {
    return this.#call('PATCH', path, body);
  }

  /** Register, log in or become a guest. @param {string} path @param {unknown} [body] */
  async signIn(path, body) {
    return this.#granted(await this.#call('POST', path, body));
  }

  async signOut() {
    await this.#call('POST', '/api/auth/logout').catch(() => undefined);
    this.forget();
  }

  /** The sign-in has ended, here too. */
  forget() {
    this.token = '';
    this.signedIn(null);
  }

  /** Come back by the refresh cookie. False when there is no sign-in any more. */
  refresh() {
    this.refreshing ??= this.#refresh().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  async #refresh() {
    try {
      this.#granted(await this.#fetch('POST', '/api/auth/refresh'));
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      this.token = '';
      this.signedIn(null);
      return false;
    }
  }

  /** @param {Tokens} grant */
  #granted(grant) {
    this.token = grant.access_token;
    this.signedIn(grant.user);
    return grant;
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<Answer>} */
  async #call(method, path, body) {
    const had = this.token;
    try {
      return await this.#fetch(method, path, body);
    } catch (error) {
      const expired = error instanceof Problem && error.status === 401 && had && !path.startsWith('/api/auth/log');
      if (!expired || !(await this.refresh())) throw error;
      return this.#fetch(method, path, body);
    }
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<Answer>} */
  async #fetch(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json' };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let response;
    try {
      response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    } catch {
      throw new Problem(0, {});
    }
    const answer = response.status === 204 ? null : await response.json().catch(() => null);
    if (response.ok) return answer;
    throw new Problem(response.status, answer ?? {}, Number(response.headers.get('Retry-After')) || 0);
  }
}
