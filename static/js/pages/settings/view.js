// @ts-check
/**
 * The settings. Law: every change is passed on at once; only names, password and deletion are sent as forms.
 */

import { fill, h } from '../../dom.js';
import { formElement } from '../../parts/form.js';
import { card, choice, pageFrame, select } from '../../parts/pieces.js';
import { text } from '../../text/common.js';
import { devicesCard } from './devices.js';
import { notificationsCard } from './notifications.js';
import { platformsCard } from './platforms.js';
import { reportsCard } from './reports.js';
import { text as settingsText } from './text.js';
import { zoneChoice } from './zone.js';

/** @import { DevicePage, NotificationKind, OwnReportPage } from '../../net/types.js' */
/** @import { PlatformsOut, SettingsOut, TimeZoneOut, User } from '../../net/types.js' */
/** @import { PlatformWays } from './platforms.js' */
/** @import { Values } from '../../preferences.js' */
/** @import { SETTING_RANGES } from '../../terms.js' */

/** @typedef {Pick<SettingsOut, 'friend_requests_from' | 'playing_shown_to'>} PrivacyChoice */
/** @typedef {{id: string} | 'others' | 'all'} Which sign-ins to end */
/** @typedef {Record<string, string>} Sent what a form holds */

/**
 * @typedef {object} Ways
 * @property {(changes: Partial<Values>) => void} change
 * @property {(shown: boolean) => Promise<void>} showReplays
 * @property {(choice: Partial<PrivacyChoice>) => Promise<void>} keepPrivacy
 * @property {(zone: string, is_chosen: boolean) => Promise<void>} keepZone
 * @property {(kinds: NotificationKind[]) => Promise<void>} switchOff these kinds of notifications
 * @property {(names: Sent) => Promise<void>} rename
 * @property {(passwords: Sent) => Promise<void>} changePassword
 * @property {(which: Which) => void} end
 * @property {() => Promise<void>} download
 * @property {(proof: Sent) => Promise<void>} remove
 * @property {PlatformWays} platforms
 */

/**
 * @typedef {object} State
 * @property {Values} values
 * @property {typeof SETTING_RANGES} ranges
 * @property {User | null} user null when nobody is signed in
 * @property {DevicePage | null} devices likewise
 * @property {OwnReportPage | null} reports likewise
 * @property {PlatformsOut | null} platforms likewise
 * @property {SettingsOut | null} privacy likewise
 * @property {TimeZoneOut | null} zone null until a browser has said one, too
 */

/**
 * @param {State} state
 * @param {Ways} ways
 */
export function settingsView({ values, ranges, user, devices, reports, platforms, privacy, zone }, ways) {
  const t = settingsText;
  const kept = h('span', { role: 'status' });
  const controls = preferenceControls(values, ranges, ways.change);
  const signedIn = devices && devicesCard(devices, ways.end);
  const imports = platforms && platformsCard(platforms, ways.platforms);
  const told = privacy && notificationsCard(privacy.notifications_off, ways.switchOff);
  const { look, sound, keyboard } = controls;
  const reported = reports && reportsCard(reports);
  const days = user && card('days', t.days, ...zoneChoice(zone, ways.keepZone));
  const columns = user
    ? [
        [look, sound, keyboard, privacyCard(user, privacy, ways), days, imports?.element, reported],
        [names(user, ways), !user.is_guest && password(user, ways), signedIn?.element, told, data(user, ways)],
      ]
    : [[look], [sound, keyboard]];
  const element = pageFrame(
    'settings',
    t.title,
    h(
      'p.lead',
      {},
      `${t.lead} `,
      kept,
      !user && ` ${t.nobody} `,
      !user && h('a', { href: '/login?then=/settings' }, text.nav.login),
    ),
    h(
      'div.settings-columns',
      {},
      columns.map((cards) => h('div.stack', {}, cards)),
    ),
  );
  return {
    element,
    /** Another tab, the header or the server changed them. @param {Values} now */
    update: (now) => controls.update(now),
    /** @param {'here' | 'account' | 'waiting'} where */
    kept(where) {
      kept.textContent = t.kept[where];
    },
    /** @param {DevicePage} now */
    devices: (now) => signedIn?.update(now),
    focusDevices: () => signedIn?.heading.focus(),
  };
}

/**
 * @param {Values} values @param {typeof SETTING_RANGES} ranges @param {(changes: Partial<Values>) => void} change
 */
function preferenceControls(values, ranges, change) {
  const t = settingsText;
  const theme = choice(t.theme, 'theme', t.themes, values.theme, (value) => change({ theme: value }));
  const caret = choice(t.caret, 'caret', t.carets, values.caret, (value) => change({ caret: value }));
  const keyboard = choice(t.keyboard, 'keyboard', t.keyboards, values.keyboard, (value) => change({ keyboard: value }));
  const size = slider('font_size', t.size, ranges.font_size, t.pixels, (font_size) => change({ font_size }));
  const motion = tick('reduced_motion', t.motion, (reduced_motion) => change({ reduced_motion }), t.motionHint);
  const shortcuts = tick('shortcuts', t.shortcuts, (on) => change({ shortcuts: on }), t.shortcutsHint);
  const sound = tick('sound', t.sound, (on) => change({ sound: on }));
  const volume = slider('volume', t.volume, ranges.volume, t.percent, (percent) => change({ volume: percent }));

  /** @param {Values} now */
  const update = (now) => {
    theme.set(now.theme);
    caret.set(now.caret);
    keyboard.set(now.keyboard);
    size.set(now.font_size);
    volume.set(now.volume);
    motion.input.checked = now.reduced_motion;
    sound.input.checked = now.sound;
    shortcuts.input.checked = now.shortcuts;
    volume.input.disabled = !now.sound;
  };
  update(values);
  return {
    look: card('look', t.look, theme.element, caret.element, size.element, preview(), motion.element),
    sound: card('sound', t.soundTitle, sound.element, volume.element),
    keyboard: card('keyboard', t.keyboardTitle, keyboard.element, h('p.hint', {}, t.keyboardHint), shortcuts.element),
    update,
  };
}

/** The code as it will look: the caret and the size come from <html>. */
function preview() {
  const t = settingsText;
  const words = t.sample.map(([letters, kind], index) => {
    const [first, ...rest] = letters;
    return h('span', { class: `k-${kind}` }, index === 0 ? [h('span.cell', {}, first), rest.join('')] : letters);
  });
  return h('div.sample', { role: 'img', 'aria-label': t.preview }, h('code', {}, words));
}

/** @param {string} name @param {string} label @param {(on: boolean) => void} onchange @param {string} [hint] */
function tick(name, label, onchange, hint) {
  const id = `setting-${name}`;
  const input = h('input', { id, type: 'checkbox', 'aria-describedby': hint ? `${id}-hint` : null });
  input.addEventListener('change', () => onchange(input.checked));
  return {
    input,
    element: h('div.tick', {}, input, h('label', { for: id }, label), hint && h('p.hint', { id: `${id}-hint` }, hint)),
  };
}

/**
 * @param {string} name @param {string} label @param {readonly number[]} range @param {(value: number) => string} words
 * @param {(value: number) => void} onchange
 */
function slider(name, label, [min, max], words, onchange) {
  const id = `setting-${name}`;
  const input = h('input', { id, type: 'range', min, max, step: 1 });
  const shown = h('output', { for: id });
  const show = () => {
    shown.textContent = words(input.valueAsNumber);
    input.setAttribute('aria-valuetext', words(input.valueAsNumber));
  };
  input.addEventListener('input', () => {
    show();
    onchange(input.valueAsNumber);
  });
  return {
    input,
    element: h('div.slider', {}, h('label', { for: id }, label), shown, input),
    /** @param {number} value */
    set(value) {
      input.valueAsNumber = value;
      show();
    },
  };
}

/** @param {User} user @param {PrivacyChoice | null} chosen @param {Ways} ways */
function privacyCard(user, chosen, ways) {
  const t = settingsText;
  const replays = tick('replays_public', t.replays, async (shown) => {
    replays.input.disabled = true;
    try {
      await ways.showReplays(shown);
    } catch {
      replays.input.checked = !shown; // the page has said why
    }
    replays.input.disabled = false;
  });
  replays.input.checked = user.replays_public;
  return card('privacy', t.privacy, replays.element, !user.is_guest && chosen && audiences(chosen, ways));
}

/** Who may do what. @param {PrivacyChoice} chosen @param {Ways} ways */
function audiences(chosen, ways) {
  const t = settingsText;
  /** @param {keyof PrivacyChoice} name @param {Record<string, string>} options */
  const audience = (name, options) => {
    let kept = chosen[name];
    const control = select(t.audiences[name], options, kept, async (value) => {
      list.disabled = true;
      try {
        await ways.keepPrivacy({ [name]: value });
        kept = /** @type {typeof kept} */ (value);
      } catch {
        list.value = kept; // the page has said why
      }
      list.disabled = false;
    });
    const list = /** @type {HTMLSelectElement} */ (control.lastElementChild);
    control.classList.add('audience');
    return control;
  };
  return [audience('friend_requests_from', t.requestsFrom), audience('playing_shown_to', t.playingShownTo)];
}

/** @param {User} user @param {Ways} ways */
function names(user, ways) {
  const t = settingsText;
  if (user.is_guest) {
    return card(
      'names',
      t.names,
      h('p', {}, t.guestNames),
      h('p.choices', {}, h('a.button', { href: '/register?then=/settings' }, text.nav.keep)),
    );
  }
  const fields = [
    { name: 'display_name', label: t.displayName, type: 'text', autocomplete: 'nickname', value: user.display_name },
    {
      name: 'username',
      label: t.username,
      type: 'text',
      autocomplete: 'username',
      value: user.username,
      hint: t.usernameHint,
    },
    {
      name: 'email',
      label: t.email,
      type: 'email',
      autocomplete: 'email',
      value: user.email ?? '',
      hint: t.emailHint,
      required: false,
    },
    {
      name: 'password',
      label: t.emailPassword,
      type: 'password',
      autocomplete: 'current-password',
      onlyFor: 'account/password-needed',
    },
  ];
  return card(
    'names',
    t.names,
    formElement({ name: 'names', fields, submit: t.saveNames, done: t.saved }, ways.rename),
  );
}

/** @param {User} user @param {Ways} ways */
function password(user, ways) {
  const t = settingsText;
  const fields = [
    { name: 'current_password', label: t.current, type: 'password', autocomplete: 'current-password' },
    { name: 'new_password', label: t.fresh, type: 'password', autocomplete: 'new-password', hint: t.freshHint },
  ];
  return card(
    'password',
    t.password,
    formElement(
      { name: 'password', fields, submit: t.changePassword, done: t.passwordChanged, username: user.username },
      ways.changePassword,
    ),
  );
}

/** @param {User} user @param {Ways} ways */
function data(user, ways) {
  const t = settingsText;
  const download = h('button', { type: 'button' }, t.exportIt);
  download.addEventListener('click', async () => {
    download.disabled = true;
    fill(download, t.exporting);
    try {
      await ways.download();
    } finally {
      download.disabled = false;
      fill(download, t.exportIt);
    }
  });
  return card(
    'data',
    t.yours,
    h('p.hint', {}, t.exportHint),
    h('p.choices', {}, download),
    h('details.danger', {}, h('summary', {}, t.remove), h('p', {}, t.removeHint), removal(user, ways)),
  );
}

/** Asks for a tick, and for the password if there is one. @param {User} user @param {Ways} ways */
function removal(user, ways) {
  const t = settingsText;
  const sure = tick('sure', t.removeSure, () => unsure.replaceChildren());
  const unsure = h('p.error', { role: 'alert' });
  const fields = user.is_guest
    ? []
    : [{ name: 'password', label: t.removePassword, type: 'password', autocomplete: 'current-password' }];
  const form = formElement(
    { name: 'remove', fields, submit: t.removeIt, kind: 'danger', username: user.is_guest ? undefined : user.username },
    async (sent) => {
      if (sure.input.checked) return ways.remove(sent);
      unsure.textContent = `✗ ${t.removeUnsure}`;
      sure.input.focus();
      return undefined;
    },
  );
  form.prepend(sure.element, unsure);
  return form;
}
