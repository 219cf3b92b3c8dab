// @ts-check
/**
 * Why keys do not do what the player expects: Caps Lock, an input method, a layout of another script.
 *
 * Law: one hindrance is told at a time, until keys show that it is gone. What a keyboard does as usual is none: dead
 * keys, phones that compose whole words, a letter with an accent.
 */

const FOREIGN_KEYS = 2; // one may be a slip
const PENDING_KEYS = 2; // one key may be on its way through an input method that hands all on at once
/** A letter of another script than Latin, or one as wide as a Chinese sign. */
const OTHER_SCRIPT = /[^\p{Script=Latin}\p{Script=Common}\P{L}]|[\uff01-\uff5e]/u;

/** @typedef {'' | 'caps' | 'method' | 'layout'} Hindrance */

export class Hindrances {
  /** @param {(now: Hindrance) => void} tell */
  constructor(tell) {
    this.tell = tell;
    this.caps = false;
    this.pending = 0;
    this.foreign = 0;
    /** @type {Hindrance} */
    this.told = '';
  }

  /** A key went down. @param {boolean} caps Caps Lock is on */
  down(caps) {
    this.caps = caps;
    this.#look();
  }

  /** An input method has taken a key, and gave no letter for it yet. */
  composed() {
    this.pending += 1;
    this.#look();
  }

  /** It is done, or was left. */
  settled() {
    this.pending = 0;
    this.#look();
  }

  /** A key was typed. @param {string} key one character */
  typed(key) {
    this.foreign = OTHER_SCRIPT.test(key) ? this.foreign + 1 : 0;
    this.#look();
  }

  #look() {
    const { pending, foreign, caps } = this;
    /** @type {Hindrance} */
    const now = pending >= PENDING_KEYS ? 'method' : foreign >= FOREIGN_KEYS ? 'layout' : caps ? 'caps' : '';
    if (now === this.told) return;
    this.told = now;
    this.tell(now);
  }
}
