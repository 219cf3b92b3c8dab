// @ts-check
/**
 * The server over HTTP: JSON in and out, refusals as `Problem`, the access token only in memory.
 *
 * Laws: no token is ever stored by script; the refresh cookie belongs to the browser. After a 401 the token is
 * refreshed once and the call repeated once. Calls share a refresh; tabs, which share its cookie, take turns.
 */

import { postAuthLogout, postAuthRefresh } from '../routes.js';

/** @import { ProblemCode, Route, StartedGame, Tokens, User } from './types.js' */

/** @typedef {{pointer: string, code: string, detail: string, line?: number, column?: number}} FieldError */

/**
 * The body of a refusal: RFC 9457, with what this server adds for some of them.
 * @typedef {object} ProblemBody
 * @property {string} [title]
 * @property {string} [detail]
 * @property {ProblemCode} [code]
 * @property {FieldError[]} [errors]
 * @property {StartedGame[]} [sessions] the unfinished games that are in the way
 * @property {string} [snippet_id] the snippet that has the same text
 * @property {string} [latest_id] the version that is newer than the one seen
 */

/** A refusal (RFC 9457), or no answer at all (`status` 0). */
export class Problem extends Error {
  /** @param {number} status @param {ProblemBody} body @param {number} [retry_after_s] */
  constructor(status, body, retry_after_s = 0) {
    super(body.detail ?? body.title ?? '');
    this.status = status;
    /** @type {ProblemCode | 'network/away'} */
    this.code = body.code ?? 'network/away';
    /** @type {FieldError[]} */
    this.errors = body.errors ?? [];
    this.body = body;
    this.retry_after_s = retry_after_s;
  }
}

/** Longer than a refresh takes on a slow network. */
const TURN_MS = 5_000;

/** How long a log-out waits for the answers to what was asked before. */
const ANSWERS_MS = 1_000;

export class Api {
  /**
   * @param {(user: User | null) => void} signedIn called when a user signs in, changes or signs out (null)
   * @param {() => void} [passwordDue] called when a call is refused until they choose a password of their own
   */
  constructor(signedIn, passwordDue = () => undefined) {
    this.signedIn = signedIn;
    this.passwordDue = passwordDue;
    this.token = '';
    /** @type {Promise<boolean> | null} */
    this.refreshing = null;
    /** @type {Set<Promise<Response>>} what the server has not answered yet */
    this.asked = new Set();
    /** @type {Promise<void> | null} */
    this.leaving = null;
  }

  /**
   * @template Answer, Query, Body
   * @param {Route<Answer, Query, Body>} route
   * @param {{query?: Query, body?: Body}} [given] of the query, empty values are left out
   */
  async call(route, { query, body } = {}) {
    const path = withQuery(route.path, query ?? {});
    return this.#retried(path, () => this.#fetch({ method: route.method, path }, body));
  }

  /**
   * An answer that is no JSON: a picture, a table.
   * @param {Route<string>} route
   */
  async textOf({ method, path }) {
    const response = await this.#retried(path, () => this.#send({ method, path }, '*/*'));
    return response.text();
  }

  /**
   * An answer that goes on, read while it does: server-sent events.
   * @param {{method: string, path: string}} route @param {AbortSignal} signal ends it
   */
  streamOf({ method, path }, signal) {
    return this.#retried(path, () => this.#send({ method, path }, 'text/event-stream', undefined, signal));
  }

  /**
   * @template Answer
   * @param {string} path @param {() => Promise<Answer>} send
   */
  async #retried(path, send) {
    const had = this.token;
    if (this.leaving && had) {
      await this.leaving.catch(() => undefined);
      if (!this.token) throw new Problem(401, {});
    }
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'auth/password-change-required') this.passwordDue();
      const expired = error.status === 401 && had && !path.startsWith('/api/auth/log');
      if (!expired || !(await this.refresh())) throw error;
      return send();
    }
  }

  /**
   * Open a sign-in: register, log in, become a guest or change the password.
   * @template Query, Body
   * @param {Route<Tokens, Query, Body>} route
   * @param {{query?: Query, body?: Body}} [given]
   */
  async signIn(route, given) {
    await this.refreshing?.catch(() => false); // its cookie would replace the new one
    return this.#granted(await this.call(route, given));
  }

  /**
   * End the sign-in, when what was asked before has its answer: afterwards it would be refused. What is asked meanwhile
   * is not sent. Throws a Problem where the server did not hear it: the sign-in goes on then.
   * @param {Route<null>} [route]
   */
  signOut(route = postAuthLogout) {
    this.leaving ??= this.#leave(route).finally(() => {
      this.leaving = null;
    });
    return this.leaving;
  }

  /** @param {Route<null>} route */
  async #leave(route) {
    const limit = new Promise((resolve) => setTimeout(resolve, ANSWERS_MS));
    await Promise.race([Promise.allSettled(this.asked), limit]);
    await this.#fetch(route);
    this.forget();
  }

  /** The sign-in has ended, here too. */
  forget() {
    this.token = '';
    this.signedIn(null);
  }

  /**
   * Come back by the refresh cookie. False when the server says that there is no sign-in any more; throws a Problem
   * when it says nothing, or something else. A lost answer does no harm: the cookie that asked is still good.
   */
  refresh() {
    this.refreshing ??= inTurn(() => this.#refresh()).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  async #refresh() {
    const had = this.token;
    const isLate = () => this.token !== had; // behind a login or a logout
    try {
      const grant = await this.#fetch(postAuthRefresh, undefined, AbortSignal.timeout(TURN_MS));
      if (!isLate()) this.#granted(grant);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      if (!isLate()) this.forget();
    }
    return this.token !== '';
  }

  /** @param {Tokens} grant */
  #granted(grant) {
    this.token = grant.access_token;
    this.signedIn(grant.user);
    return grant;
  }

  /**
   * @template Answer
   * @param {Route<Answer, unknown, unknown>} route
   * @param {unknown} [body]
   * @param {AbortSignal} [signal]
   * @returns {Promise<Answer>}
   */
  async #fetch(route, body, signal) {
    const response = await this.#send(route, 'application/json', body, signal);
    if (response.status === 204) return /** @type {Answer} */ (null);
    return response.json().catch(() => {
      throw new Problem(0, {}); // another's answer, as of a network that wants one to log in first; or it broke off
    });
  }

  /**
   * @param {{method: string, path: string}} route @param {string} accept @param {unknown} [body]
   * @param {AbortSignal} [signal]
   * @returns {Promise<Response>} of success; anything else is thrown as a Problem
   */
  async #send({ method, path }, accept, body, signal) {
    /** @type {Record<string, string>} */
    const headers = { Accept: accept };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    const file = body instanceof Blob;
    if (body !== undefined) headers['Content-Type'] = file ? 'application/octet-stream' : 'application/json';
    const sent = file ? body : JSON.stringify(body);
    const asked = fetch(path, { method, headers, body: sent, signal });
    this.asked.add(asked);
    const response = await asked
      .catch(() => {
        throw new Problem(0, {});
      })
      .finally(() => this.asked.delete(asked));
    if (response.ok) return response;
    const answer = await response.json().catch(() => null);
    throw new Problem(response.status, answer ?? {}, Number(response.headers.get('Retry-After')) || 0);
  }
}

/**
 * Work that only one tab does at a time, or that is done anyway when the others take too long.
 * @template T
 * @param {() => Promise<T>} work @returns {Promise<T>}
 */
async function inTurn(work) {
  if (!('locks' in navigator)) return work(); // plain HTTP
  try {
    return await navigator.locks.request('prodev.refresh', { signal: AbortSignal.timeout(TURN_MS) }, work);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return work();
  }
}

/** @param {string} path @param {object} query empty values are left out */
function withQuery(path, query) {
  const given = Object.entries(query).filter(([, value]) => (value ?? '') !== '');
  return given.length ? `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : path;
}
