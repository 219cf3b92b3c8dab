// @ts-check
/**
 * How this player likes the page: kept in this browser, and with the account of who is signed in.
 *
 * Laws: a change is in force at once and kept before the server knows of it. Views are handed what they need of this;
 * pages read it from the App.
 */

const KEY = 'prodev.preferences';

/**
 * The fields of GET /api/user/settings that the page itself obeys.
 * @typedef {object} Values
 * @property {'system' | 'dark' | 'light' | 'contrast'} theme
 * @property {number} font_size pixels of the code being typed
 * @property {'block' | 'bar' | 'underline'} caret
 * @property {boolean} sound
 * @property {number} volume percent
 * @property {boolean} reduced_motion beyond what the system already asks for
 */

/** @type {Values} */
export const DEFAULTS = { theme: 'system', font_size: 18, caret: 'block', sound: true, volume: 60, reduced_motion: false };

/** Tells `change` after each change. */
export class Preferences extends EventTarget {
  constructor() {
    super();
    /** @type {Values} */
    this.values = { ...DEFAULTS, ...stored() };
  }

  /** Less motion than the page would like? */
  get still() {
    return this.values.reduced_motion || matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  /** @param {Partial<Values>} changes */
  change(changes) {
    this.values = { ...this.values, ...changes };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.values));
    } catch {
      // Not remembered, then.
    }
    this.dispatchEvent(new Event('change'));
  }
}

/** @returns {Partial<Values>} */
function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
}
