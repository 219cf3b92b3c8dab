// @ts-check
/**
 * The keys that the server may still need: numbered densely from 1 over the whole session, kept until they are durable.
 *
 * Laws: every key above `durable` is here. After a drop the server's count wins: keys it has are not sent again, keys
 * it lacks are, in order and with their own times.
 * Bounds: LIMIT keys that are not applied; a server that applies nothing for that long is gone, and `full` then stops
 * the typing. Applied keys that are not durable are not bounded: they pile up while the server's journal is away, a few
 * a second, and a game ends after 200,000.
 */

/** @typedef {{n: number, ms: number, key: string}} NumberedKey */

const LIMIT = 800;
const PER_FRAME = 120; // a frame of that many keys stays well under the server's 4 KiB

export class Outbox {
  constructor() {
    /** @type {NumberedKey[]} */
    this.keys = [];
    this.last = 0; // number of the last key pressed
    this.durable = 0; // `d`
    this.applied = 0; // `s`
  }

  get full() {
    return this.unconfirmed >= LIMIT;
  }

  get unconfirmed() {
    return this.last - this.applied;
  }

  /** @param {number} ms @param {string} key @returns {NumberedKey} */
  push(ms, key) {
    const numbered = { n: ++this.last, ms, key };
    this.keys.push(numbered);
    return numbered;
  }

  /** The keys above number n. @param {number} n */
  after(n) {
    return this.keys.slice(Math.max(0, n - (this.last - this.keys.length)));
  }

  /** @param {number} s keys up to s are applied @param {number} d keys up to d are durable */
  confirm(s, d) {
    this.applied = Math.max(this.applied, s);
    this.#forget(Math.max(this.durable, d));
  }

  /**
   * A `welcome`: the server has applied keys up to s. Returns the keys to send again, and forgets the others only once
   * they are durable. When s is below what was durable (or above all we know: a reloaded page), our numbers are worth
   * nothing and counting goes on from s.
   * @param {number} s
   * @param {number} d
   * @returns {NumberedKey[]}
   */
  resume(s, d) {
    if (s > this.last || s < this.last - this.keys.length) {
      this.keys = [];
      this.last = s;
    }
    this.applied = s;
    this.#forget(Math.min(d, s));
    return this.after(s);
  }

  /** @param {number} d */
  #forget(d) {
    this.durable = d;
    const gone = d - (this.last - this.keys.length);
    if (gone > 0) this.keys.splice(0, gone);
  }
}

/**
 * `k` frames for keys that follow each other.
 * @param {NumberedKey[]} keys
 */
export function keyFrames(keys) {
  const frames = [];
  for (let i = 0; i < keys.length; i += PER_FRAME) {
    const part = keys.slice(i, i + PER_FRAME);
    frames.push({ t: 'k', s: part[0].n, e: part.map((key) => [key.ms, key.key]) });
  }
  return frames;
}
