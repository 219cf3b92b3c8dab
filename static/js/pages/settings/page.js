// @ts-check
/** The settings page: the preferences for everybody, and the account of a signed-in player. */

import { Problem } from '../../net/api.js';
import { download } from '../../parts/download.js';
import { changesOf } from '../../parts/form.js';
import { SETTING_RANGES } from '../../terms.js';
import { whyNot } from '../../text/common.js';
import { text as settingsText } from './text.js';
import { slim } from './slim.js';
import { settingsView } from './view.js';
import {
  deleteUserAccount,
  deleteUserPlatformsByPlatform,
  deleteUserSessions,
  getReports,
  getUserExport,
  getUserJourney,
  getUserPlatforms,
  getUserSessions,
  putUserPassword,
  putUserPlatformsByPlatform,
  putUserTimeZone,
} from '../../later-routes.js';
import { getUserProfile, getUserSettings, postAuthLogoutAll, putUserProfile, putUserSettings } from '../../routes.js';

/** @import { App } from '../../app.js' */
/** @import { DevicePage, OwnReportPage, PlatformsOut, SettingsOut, TimeZoneOut, User } from '../../net/types.js' */
/** @import { Opened } from '../../router.js' */
/** @import { Ways, Which } from './view.js' */

const DEVICES = 20;
const REPORTS = 10;

/** @param {App} app @returns {Promise<Opened>} */
export async function openSettings(app) {
  const [user, devices, reports, platforms, privacy, journey] = app.account.user
    ? await Promise.all([
        app.api.call(getUserProfile),
        devicesOf(app),
        app.api.call(getReports, { query: { per_page: REPORTS } }),
        app.api.call(getUserPlatforms),
        app.api.call(getUserSettings),
        app.api.call(getUserJourney),
      ])
    : [null, null, null, null, null, null];
  const zone = journey?.time_zone ?? null;
  const settings = new Settings(app, user, { devices, reports, platforms, privacy, zone });
  return { element: settings.view.element, title: settingsText.title, leave: () => settings.leave() };
}

/** @param {App} app @returns {Promise<DevicePage>} */
const devicesOf = (app) => app.api.call(getUserSessions, { query: { per_page: DEVICES } });

class Settings {
  /**
   * @param {App} app @param {User | null} user null when nobody is signed in
   * @param {{devices: DevicePage | null, reports: OwnReportPage | null, platforms: PlatformsOut | null,
   *   privacy: SettingsOut | null, zone: TimeZoneOut | null}} lists likewise
   */
  constructor(app, user, { devices, reports, platforms, privacy, zone }) {
    this.app = app;
    this.user = user;
    this.devices = devices;
    this.view = settingsView(
      { values: app.preferences.values, ranges: SETTING_RANGES, user, devices, reports, platforms, privacy, zone },
      this.#ways(),
    );
    this.changed = () => {
      this.view.update(app.preferences.values);
      this.#shown();
    };
    this.saved = () => this.#shown();
    app.preferences.addEventListener('change', this.changed);
    app.settings.addEventListener('saved', this.saved);
    this.#shown();
  }

  leave() {
    this.app.preferences.removeEventListener('change', this.changed);
    this.app.settings.removeEventListener('saved', this.saved);
  }

  /** @returns {Ways} */
  #ways() {
    const { api, account, preferences } = this.app;
    return {
      change: (changes) => preferences.change(changes),
      showReplays: (shown) => this.#told(api.call(putUserSettings, { body: { replays_public: shown } }), true),
      switchOff: (kinds) => this.#told(api.call(putUserSettings, { body: { notifications_off: kinds } }), true),
      keepPrivacy: (choice) => this.#told(api.call(putUserSettings, { body: choice }), true),
      keepZone: (zone, is_chosen) => this.#told(api.call(putUserTimeZone, { body: { zone, is_chosen } }), true),
      rename: async ({ password, ...names }) => {
        const body = { ...changesOf({ ...this.user }, names), password: password || undefined };
        const user = await api.call(putUserProfile, { body });
        this.user = user;
        account.renew(user);
      },
      changePassword: async ({ current_password, new_password }) => {
        await api.signIn(putUserPassword, { body: { current_password, new_password } });
        await this.#lookAgain();
      },
      end: (which) => this.#told(this.#end(which)),
      download: () => this.#told(this.#download()),
      platforms: platformWays(this.app),
      remove: async (proof) => {
        await api.call(deleteUserAccount, { body: proof });
        this.#goAway(settingsText.removed);
      },
    };
  }

  /** Say what went wrong. @param {Promise<unknown>} work @param {boolean} [again] throw it again */
  async #told(work, again = false) {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.app.notice(whyNot(error));
      if (again) throw error;
    }
  }

  async #lookAgain() {
    this.devices = await devicesOf(this.app);
    this.view.devices(this.devices);
  }

  /** @param {Which} which */
  async #end(which) {
    const { api } = this.app;
    if (which === 'all') await api.signOut(postAuthLogoutAll);
    else if (which === 'others') await api.call(deleteUserSessions, { query: { others: 'true' } });
    else await api.call(deleteUserSessions, { query: { id: which.id } });
    const own = this.devices?.items.find((one) => one.current)?.id;
    if (which === 'all' || (which !== 'others' && which.id === own)) {
      this.#goAway();
      return;
    }
    await this.#lookAgain();
    this.view.focusDevices();
  }

  async #download() {
    if (!this.user) return;
    const all = await this.app.api.call(getUserExport);
    const blob = new Blob([JSON.stringify(all, null, 1)], { type: 'application/json' });
    download(blob, settingsText.file(this.user.username));
  }

  /** The sign-in has ended. @param {string} [words] */
  #goAway(words) {
    const { api, router } = this.app;
    api.forget();
    if (words) this.app.notice(words);
    router.go('/');
  }

  /** Where the settings are kept. */
  #shown() {
    const waiting = Object.keys(this.app.preferences.kept.unsaved).length > 0;
    if (!this.user) this.view.kept('here');
    else this.view.kept(waiting ? 'waiting' : 'account');
  }
}

/** @param {App} app @returns {import('./platforms.js').PlatformWays} */
function platformWays(app) {
  /** @template T @param {Promise<T>} work @returns {Promise<T | null>} */
  const told = (work) =>
    work.catch((error) => {
      if (!(error instanceof Problem)) throw error;
      app.notice(whyNot(error));
      return null;
    });
  return {
    async bring(platform, file, handle) {
      const body = await slim(platform, file);
      const done = await told(app.api.call(putUserPlatformsByPlatform(platform), { query: { handle }, body }));
      return done && { done, now: await app.api.call(getUserPlatforms) };
    },
    async remove(platform) {
      const gone = await told(app.api.call(deleteUserPlatformsByPlatform(platform)).then(() => true));
      return gone && app.api.call(getUserPlatforms);
    },
  };
}
