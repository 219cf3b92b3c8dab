// @ts-check
/** The settings page: the preferences for everybody, and the account of who is signed in. */

import { Problem } from '../../net/api.js';
import { RANGES } from '../../preferences.js';
import { whyNot } from '../../text/common.js';
import { text as settingsText } from './text.js';
import { settingsView } from './view.js';

/** @typedef {import('../../app.js').App} App */

const DEVICES = 20;

/** @param {App} app @returns {Promise<import('../../router.js').Opened>} */
export async function openSettings(app) {
  const t = settingsText;
  const { api, preferences, settings } = app;
  const signedIn = app.account.user !== null;
  const devices = () => api.get('/api/user/sessions', { per_page: DEVICES });
  let [user, sessions] = signedIn ? await Promise.all([api.get('/api/user/profile'), devices()]) : [null, null];

  const view = settingsView(
    { values: preferences.values, ranges: RANGES, user, sessions },
    {
      change: (changes) => preferences.change(changes),
      showReplays: (shown) => told(api.put('/api/user/settings', { replays_public: shown }), true),
      rename: async (names) => app.account.renew(await api.put('/api/user/profile', names)),
      changePassword: async (passwords) => {
        await api.changePassword(passwords);
        await lookAgain();
      },
      end: (which) => told(end(which)),
      download: () => told(api.get('/api/user/export').then((all) => download(all, t.file(user.username)))),
      remove: async (proof) => {
        await api.delete('/api/user/account', proof);
        leave(t.removed);
      },
    },
  );

  /** Say what went wrong. @param {Promise<unknown>} work @param {boolean} [again] throw it again */
  const told = async (work, again = false) => {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      app.notice(whyNot(error));
      if (again) throw error;
    }
  };

  const lookAgain = async () => {
    sessions = await devices();
    view.sessions(sessions);
  };

  /** @param {{id: string} | 'others' | 'all'} which */
  const end = async (which) => {
    if (which === 'all') await api.post('/api/auth/logout-all');
    else if (which === 'others') await api.delete('/api/user/sessions?others=true');
    else await api.delete(`/api/user/sessions?id=${which.id}`);
    const isOwn =
      which !== 'others' &&
      (which === 'all' || sessions.items.some((/** @type {any} */ one) => one.current && one.id === which.id));
    if (isOwn) return leave();
    await lookAgain();
    return document.getElementById('sessions')?.focus();
  };

  /** @param {string} [words] */
  const leave = (words) => {
    api.forget();
    if (words) app.notice(words);
    app.router.go('/');
  };

  const shown = () => {
    const waiting = Object.keys(preferences.kept.unsaved).length > 0;
    view.kept(!signedIn ? 'here' : waiting ? 'waiting' : 'account');
  };
  const changed = () => {
    view.update(preferences.values);
    shown();
  };
  preferences.addEventListener('change', changed);
  settings.addEventListener('saved', shown);
  shown();
  return {
    element: view.element,
    title: t.title,
    leave: () => {
      preferences.removeEventListener('change', changed);
      settings.removeEventListener('saved', shown);
    },
  };
}

/** @param {any} what @param {string} name */
function download(what, name) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(what, null, 1)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
