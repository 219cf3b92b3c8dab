// @ts-check
/**
 * Keeps the preferences of this browser and the account in step: loads them at sign-in, saves them after each change.
 *
 * Laws: nothing waits for this. What could not be saved stays marked as unsaved, is reported once, and is sent with the
 * next change or at the next sign-in.
 */

import { Problem } from './api.js';
import { getUserSettings, putUserSettings } from '../routes.js';

const GATHER_MS = 300; // a slider makes many changes

/** @typedef {import('./account.js').Account} Account */
/** @typedef {import('../preferences.js').Preferences} Preferences */

export class SettingsSync {
  /** @param {Account} account @param {Preferences} preferences @param {EventTarget} told `saved` and `failed` */
  constructor(account, preferences, told) {
    this.account = account;
    this.preferences = preferences;
    this.told = told;
    /** @type {string | null} whose settings are here */
    this.of = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.soon = undefined;
    this.saving = false;
  }

  /** From now on, for every player who signs in. */
  start() {
    this.account.addEventListener('change', () => this.#signedIn());
    this.preferences.addEventListener('change', () => this.#changed());
    this.#signedIn();
  }

  async #signedIn() {
    const { user } = this.account;
    const id = user && !user.must_change_password ? user.id : null; // until then the server tells them nothing
    if (id === this.of) return;
    this.of = id;
    if (id === null) return;
    try {
      const settings = await this.account.api.call(getUserSettings);
      if (this.of !== id) return;
      this.preferences.take(
        id,
        Object.fromEntries(settings.chosen.map((/** @type {string} */ name) => [name, settings[name]])),
      );
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (this.of === id) this.of = null; // this browser's hold; again at the next sign-in
    }
  }

  #changed() {
    const { unsaved, of } = this.preferences.kept;
    if (this.of === null || this.of !== of || !Object.keys(unsaved).length) return;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.#save(), GATHER_MS);
  }

  async #save() {
    const { unsaved: changes, of } = this.preferences.kept;
    if (this.saving || this.of !== of) return;
    this.saving = true;
    try {
      await this.account.api.call(putUserSettings, { body: changes });
      this.preferences.saved(changes);
      this.told.dispatchEvent(new Event('saved'));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.told.dispatchEvent(new Event('failed'));
      return;
    } finally {
      this.saving = false;
    }
    this.#changed(); // what was changed meanwhile
  }
}
