// @ts-check
/**
 * The keys that the server may still need: numbered densely from 1 over the whole session, kept until they are durable.
 *
 * Law: every key above `durable` is here. After a drop the server's count wins: keys it has are not sent again, keys it
 * lacks are, in order and with their own times.
 * Bound: LIMIT keys. A server that confirms nothing for that long is gone; `full` then stops the typing.
 */

/** @typedef {{n: number, ms: number, key: string}} NumberedKey */

const LIMIT = 800; // under the server's burst limit of 1,000, so that all of it may be sent again at once
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
    return this.keys.length >= LIMIT;
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

  /** @param {number} s keys up to s are applied @param {number} d keys up to d are durable */
  confirm(s, d) {
    this.applied = Math.max(this.applied, s);
    this.durable = Math.max(this.durable, d);
    this.keys = this.keys.filter((key) => key.n > this.durable);
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
    const first = this.keys.length ? this.keys[0].n : this.last + 1;
    if (s > this.last || s < first - 1) {
      this.keys = [];
      this.last = s;
    }
    this.applied = s;
    this.durable = Math.min(d, s);
    this.keys = this.keys.filter((key) => key.n > this.durable);
    return this.keys.filter((key) => key.n > s);
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
