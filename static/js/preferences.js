// @ts-check
/**
 * The preferences of this player, kept in this browser and with the account of a signed-in player
 * (net/settings.js keeps the two in step).
 *
 * Laws: a change takes effect at once and is kept before the server hears of it. Views are given what they
 * need; pages read it from the App. Defaults are never stored, so that a choice can be told from a default.
 */

import { SETTINGS, SETTING_CHOICES, SETTING_RANGES } from './terms.js';

/** @import { SettingsOut } from './net/types.js' */
/** @typedef {Pick<SettingsOut, keyof typeof SETTINGS>} Values what the page itself obeys */

/**
 * What is kept here. `of` is the id of the user who made the choices, or null if nobody was signed in.
 * @typedef {{chosen: Partial<Values>, unsaved: Partial<Values>, of: string | null}} Kept
 */

/** What each may be: one of a list, or a whole number between two. @type {Record<string, readonly string[]>} */
const CHOICES = SETTING_CHOICES;
/** @type {Record<string, readonly [number, number]>} */
const RANGES = SETTING_RANGES;

/** Dispatches `change` after each change made by the player, the server, another tab or the system. */
export class Preferences extends EventTarget {
  constructor() {
    super();
    /** @type {Kept} */
    this.kept = kept();
    /** @type {Values} */
    this.values = { ...SETTINGS, ...this.kept.chosen };
    document.addEventListener('look', () => this.dispatchEvent(new Event('change')));
    addEventListener('storage', ({ key }) => {
      if (key === PREFERENCES_KEY) this.#become(kept());
    });
  }

  /** Less motion than the page would like? */
  get still() {
    return document.documentElement.dataset.motion === 'reduced';
  }

  /** The theme in force. @returns {'dark' | 'light' | 'contrast'} */
  get theme() {
    return /** @type {'dark' | 'light' | 'contrast'} */ (document.documentElement.dataset.theme);
  }

  /** The player's own choice. @param {Partial<Values>} changes */
  change(changes) {
    const { chosen, unsaved, of } = this.kept;
    this.#keep({ chosen: { ...chosen, ...changes }, unsaved: { ...unsaved, ...changes }, of });
  }

  /**
   * Somebody has signed in. Their choices from elsewhere win, except over those that could not be saved from here.
   * Choices made only in this browser are added, unless somebody else made them.
   * @param {string} userId @param {Partial<Values>} server what they chose, as the server has it
   */
  take(userId, server) {
    const mine = this.kept.of === null || this.kept.of === userId ? this.kept : { chosen: {}, unsaved: {} };
    const elsewhere = usable(server);
    const unsaved = this.kept.of === userId ? mine.unsaved : {};
    const missing = Object.fromEntries(Object.entries(mine.chosen).filter(([name]) => !(name in elsewhere)));
    this.#keep({ chosen: { ...missing, ...elsewhere, ...unsaved }, unsaved: { ...missing, ...unsaved }, of: userId });
  }

  /** The server has these now. @param {Partial<Values>} values */
  saved(values) {
    const left = Object.entries(this.kept.unsaved).filter(
      ([name, value]) => values[/** @type {'theme'} */ (name)] !== value,
    );
    this.kept = { ...this.kept, unsaved: Object.fromEntries(left) };
    store(this.kept);
  }

  /** @param {Kept} now */
  #keep(now) {
    store(now);
    this.#become(now);
  }

  /** @param {Kept} now */
  #become(now) {
    this.kept = now;
    this.values = { ...SETTINGS, ...now.chosen };
    showPreferences(now.chosen);
    this.dispatchEvent(new Event('change'));
  }
}

/** @returns {Kept} */
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(PREFERENCES_KEY) ?? '{}');
    return {
      chosen: usable(found.chosen),
      unsaved: usable(found.unsaved),
      of: typeof found.of === 'string' ? found.of : null,
    };
  } catch {
    return { chosen: {}, unsaved: {}, of: null };
  }
}

/** @param {Kept} values */
function store(values) {
  try {
    localStorage.setItem(PREFERENCES_KEY, JSON.stringify(values));
  } catch {
    // Not remembered, then.
  }
}

/** What of this is a preference that we know. @param {unknown} values @returns {Partial<Values>} */
function usable(values) {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name, value]) => fits(name, value)));
}

/** @param {string} name @param {unknown} value */
function fits(name, value) {
  if (name in CHOICES) return CHOICES[name].includes(String(value));
  if (!(name in RANGES)) return name in SETTINGS && typeof value === 'boolean';
  const [least, most] = RANGES[name];
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}
