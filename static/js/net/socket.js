// @ts-check
/**
 * The play socket: `prodev.v1` from the browser's side, with its numbering, its resends and its way back after a drop.
 *
 * Laws: every key above `d` is kept until it is durable; after a drop `welcome` wins. A final close code ends it; any
 * other, and a plain network failure, leads to a reconnect with jittered back-off, also 1000 before `over`.
 * Absent on purpose: what a key does (typing/model.js), the game clock, the DOM.
 */

import { Outbox, keyFrames } from './outbox.js';
import { Pace } from './pace.js';
import { CLOSE, FINAL_CLOSE, SUBPROTOCOL } from '../terms.js';

/** The play socket's address. @param {{socket: string}} started */
export function socketAddress({ socket }) {
  const url = new URL(socket, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** @import { PongFrame, ServerFrame, WelcomeFrame } from './types.js' */
/** @import { NumberedKey } from './outbox.js' */

const QUIET_MS = 3_000; // after this long without a frame we ask, so that a player who only looks sees a dead line too
/** How often we say something while the clock runs: the server stops it when it has heard nothing for twice as long. */
const BEAT_MS = 4_000;
const LATE_MS = 2_000; // the player is told when an answer is this late
const ANSWER_WITHIN_MS = 8_000; // after this long without an answer the line is dead, even if TCP still holds it
const BLOCKED_AFTER = 3; // so many attempts in vain, from the first one on, are no accident
const REST_AFTER_MS = 100; // keys that had to wait for the pace are sent that much later
const BACKOFF_MS = 300;
const BACKOFF_LIMIT_MS = 8_000;

/**
 * Any frame but a welcome. `rtt_ms` is added to a pong here.
 * @typedef {Exclude<ServerFrame, WelcomeFrame | PongFrame> | (PongFrame & {rtt_ms?: number})} GameFrame
 */

/**
 * @typedef {object} Listener what the game does about the socket
 * @property {(welcome: WelcomeFrame, resent: NumberedKey[]) => void} welcome `resent` are above welcome.s
 * @property {(frame: GameFrame) => void} event any other server frame, each `v` once and in order
 * @property {() => void} lost the line is gone; coming back by itself
 * @property {(attempt: number, wait_ms: number) => void} waiting before each attempt to come back
 * @property {(code: number) => void} closed for good, with the close code
 */

export class PlaySocket {
  /**
   * @param {string} url
   * @param {string} token the session's token; only ever inside `hello`
   * @param {Listener} listener
   */
  constructor(url, token, listener) {
    this.url = url;
    this.token = token;
    this.listener = listener;
    this.outbox = new Outbox();
    this.epoch = '';
    this.v = 0;
    /** @type {WebSocket | null} */
    this.socket = null;
    this.opened = false; // a connection was, at some time
    this.welcomed = false; // on the present connection
    this.known = false; // a welcome was seen at all, so that `resume` makes sense
    this.ended = false;
    this.attempt = 0;
    this.pings = 0;
    this.pinged_ms = 0; // when the last ping left
    this.said_ms = 0; // when anything did
    this.pace = new Pace();
    this.sent = 0; // number of the last key sent on the present connection
    this.flushing = false; // the keys pressed in this task are sent together when it ends
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.rest = undefined; // keys wait for the pace
    this.asked_ms = 0; // since when an answer is owed; 0 when none is
    this.heard_ms = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retry = undefined;
    this.watch = setInterval(() => this.#watch(), 1_000);
    this.onLine = () => this.#comeBackNow();
    this.offLine = () => this.#drop();
    addEventListener('online', this.onLine);
    addEventListener('offline', this.offLine);
  }

  /** Whether an answer has been owed for too long. */
  get late() {
    return this.welcomed && this.asked_ms > 0 && performance.now() - this.asked_ms > LATE_MS;
  }

  /** Whether something seems to let no socket through: none was ever open. */
  get blocked() {
    return !this.opened && this.attempt >= BLOCKED_AFTER;
  }

  connect() {
    clearTimeout(this.retry);
    if (this.ended || this.socket) return;
    const socket = new WebSocket(this.url, SUBPROTOCOL);
    this.socket = socket;
    this.welcomed = false;
    this.asked_ms = performance.now();
    socket.onopen = () => socket === this.socket && this.#hello();
    socket.onmessage = (message) => socket === this.socket && this.#receive(message.data);
    socket.onclose = (close) => socket === this.socket && this.#closed(close.code);
  }

  /** Number a key, keep it, and send it when the present task ends. @param {number} ms @param {string} key */
  key(ms, key) {
    const numbered = this.outbox.push(ms, key);
    if (!this.welcomed || this.flushing) return numbered;
    this.flushing = true;
    queueMicrotask(() => this.#flush());
    return numbered;
  }

  /** @param {'go' | 'pause' | 'quit' | 'ready'} kind */
  say(kind) {
    this.#flush();
    return this.#send({ t: kind });
  }

  ping() {
    this.pinged_ms = performance.now();
    if (this.#send({ t: 'ping', n: ++this.pings })) this.#owed();
  }

  /** Close for good. */
  leave() {
    this.ended = true;
    clearTimeout(this.retry);
    clearTimeout(this.rest);
    clearInterval(this.watch);
    removeEventListener('online', this.onLine);
    removeEventListener('offline', this.offLine);
    const socket = this.socket;
    this.socket = null;
    socket?.close(CLOSE.DONE);
  }

  #hello() {
    const { outbox } = this;
    this.opened = true;
    const resume = this.known && { epoch: this.epoch, d: outbox.durable, v: this.v, k: outbox.last };
    const hello = { t: /** @type {const} */ ('hello'), token: this.token, next: true, beat: BEAT_MS };
    this.#send(resume ? { ...hello, resume } : hello);
    this.#owed();
  }

  /** Send the keys that this connection has not carried yet, as many as the pace allows, and the rest later. */
  #flush() {
    this.flushing = false;
    if (!this.welcomed) return;
    const keys = this.outbox.after(this.sent);
    const part = keys.slice(0, this.pace.take(keys.length));
    for (const frame of keyFrames(part)) this.#send(frame);
    this.sent += part.length;
    if (part.length) this.#owed();
    if (part.length < keys.length) {
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.#flush(), REST_AFTER_MS);
    }
  }

  /** @param {object} frame */
  #send(frame) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    this.said_ms = performance.now();
    return true;
  }

  #owed() {
    this.asked_ms ||= performance.now();
  }

  /** @param {string} text */
  #receive(text) {
    /** @type {WelcomeFrame | GameFrame} */
    const frame = JSON.parse(text);
    this.asked_ms = 0;
    this.heard_ms = performance.now();
    if (frame.t === 'welcome') return this.#welcome(frame);
    if (frame.t === 'pong' && frame.n === this.pings) frame.rtt_ms = performance.now() - this.pinged_ms;
    if (frame.t === 'a') {
      this.outbox.confirm(frame.s, frame.d);
      if (this.outbox.unconfirmed > 0) this.#owed();
    }
    if (frame.t === 'over') {
      this.listener.event(frame);
      return this.leave();
    }
    if ('v' in frame) {
      if (frame.v <= this.v) return undefined;
      if (frame.v > this.v + 1) return this.#drop(); // an event was missed: only a full welcome helps
      this.v = frame.v;
    }
    return this.listener.event(frame);
  }

  /** @param {WelcomeFrame} frame */
  #welcome(frame) {
    this.welcomed = this.known = true;
    this.attempt = 0;
    this.epoch = frame.epoch;
    this.v = frame.v;
    const resent = this.outbox.resume(frame.s, frame.d);
    // The listener first: it may have to know the wave before an answer to these keys can arrive.
    this.listener.welcome(frame, resent);
    this.sent = frame.s;
    this.#flush();
    this.ping();
  }

  /** @param {number} code */
  #closed(code) {
    this.socket = null;
    this.asked_ms = 0;
    if (code >= FINAL_CLOSE) {
      this.leave();
      return this.listener.closed(code);
    }
    this.#later();
    return undefined;
  }

  /** The line is dead though nobody closed it. */
  #drop() {
    const socket = this.socket;
    if (!socket) return;
    this.socket = null;
    socket.close();
    this.asked_ms = 0;
    this.#later();
  }

  #later() {
    if (this.ended) return;
    const was = this.welcomed;
    this.welcomed = false;
    if (was || this.attempt === 0) this.listener.lost();
    const limit = Math.min(BACKOFF_LIMIT_MS, BACKOFF_MS * 2 ** this.attempt);
    const wait_ms = limit / 2 + (Math.random() * limit) / 2;
    this.attempt += 1;
    this.listener.waiting(this.attempt, wait_ms);
    this.retry = setTimeout(() => this.connect(), wait_ms);
  }

  #comeBackNow() {
    if (!this.socket) this.connect();
  }

  #watch() {
    const now = performance.now();
    if (!this.socket) return;
    if (this.asked_ms && now - this.asked_ms > ANSWER_WITHIN_MS) return this.#drop();
    const quiet = !this.asked_ms && now - this.heard_ms > QUIET_MS;
    if (this.welcomed && (quiet || now - this.said_ms > QUIET_MS)) this.ping();
  }
}
