// @ts-check
/** The English of the settings. */

import { passwordHint, usernameHint } from '../../text/accounts.js';
import { count, date, dateTime } from '../../text/common.js';

/** @import { ImportOut, Platform, ReportBody, ReportOutcome } from '../../net/types.js' */
/** @import { Values } from '../../preferences.js' */

export const text = {
  title: 'Settings',
  lead: 'Changes apply immediately.',
  kept: {
    here: 'Saved in this browser.',
    account: 'Saved to your account.',
    waiting: 'Saved in this browser; not yet saved to your account.',
  },
  nobody: 'Log in to use these settings on your other devices too.',
  look: 'Appearance',
  theme: 'Theme',
  themes: /** @satisfies {Record<Values['theme'], string>} */ ({
    system: 'System',
    dark: 'Dark',
    light: 'Light',
    contrast: 'High contrast',
  }),
  caret: 'Caret',
  carets: /** @satisfies {Record<Values['caret'], string>} */ ({ block: 'Block', bar: 'Bar', underline: 'Underline' }),
  size: 'Code size',
  pixels: (/** @type {number} */ n) => `${n} px`,
  motion: 'Less motion',
  motionHint: 'No shaking, flying or sliding. Your system setting is always respected.',
  preview: 'A sample of the code as you will type it',
  sample: [
    ['return', 'keyword'],
    [' hold', 'function'],
    ['(', 'punctuation'],
    ['"O0 l1I"', 'string'],
    [');', 'punctuation'],
  ],
  soundTitle: 'Sound',
  sound: 'Play sounds',
  volume: 'Volume',
  percent: (/** @type {number} */ n) => `${n}%`,
  keyboardTitle: 'Keyboard',
  keyboard: 'Layout',
  keyboards: /** @satisfies {Record<Values['keyboard'], string>} */ ({
    qwerty: 'QWERTY',
    qwertz: 'QWERTZ',
    azerty: 'AZERTY',
    dvorak: 'Dvorak',
    colemak: 'Colemak',
  }),
  keyboardHint: 'For the keyboard drawn on your profile. You can type with any layout.',
  shortcuts: 'Single-letter shortcuts',
  shortcutsHint: 'On the start page, S starts a sprint, D the daily and P practice. The buttons always work.',
  privacy: 'Privacy',
  notifications: 'Notifications',
  notificationsHint: 'What is switched off is not kept for later either.',
  audiences: {
    friend_requests_from: 'Who may send me friend requests',
    playing_shown_to: 'Who sees that I am playing',
  },
  requestsFrom: { EVERYBODY: 'Everybody', FOLLOWED: 'Players I follow', NOBODY: 'Nobody' },
  playingShownTo: { EVERYBODY: 'Everybody', FRIENDS: 'My friends', NOBODY: 'Nobody' },
  zone: 'Time zone in which my days begin',
  zoneHere: (/** @type {string} */ zone) => `As my browser says (${zone.replaceAll('_', ' ')})`,
  zoneHint: 'Days in a row are counted from midnight to midnight there. What is over stays as it was counted.',
  days: 'Days',
  replays: 'Let others watch my ranked games and see my keyboard statistics',
  names: 'Name',
  displayName: 'Name shown to others',
  username: 'Username',
  usernameHint: `${usernameHint}. Links to your profile change with it`,
  email: 'Email',
  emailHint: 'Optional; you can log in with it. Never shown, and nothing is sent to it',
  emailPassword: 'Your password, to change the email',
  saveNames: 'Save',
  saved: 'Saved',
  guestNames: 'You are playing as a guest. Register to choose a username and a password.',
  password: 'Password',
  current: 'Current password',
  fresh: 'New password',
  freshHint: `${passwordHint}. Your other devices will be logged out`,
  changePassword: 'Change password',
  passwordChanged: 'Changed; your other devices are logged out',
  sessions: 'Where you are logged in',
  device: (/** @type {string} */ browser, /** @type {string} */ system) =>
    system ? `${browser} on ${system}` : browser,
  unknownDevice: 'Unknown device',
  thisDevice: 'this device',
  used: (/** @type {string} */ at, /** @type {string} */ since) =>
    `Last used ${dateTime(at)}, logged in ${dateTime(since)}`,
  endOne: 'Log out',
  endOneOf: (/** @type {string} */ device) => `Log out ${device}`,
  endOthers: 'Log out everywhere else',
  endAll: 'Log out everywhere',
  moreSessions: (/** @type {number} */ n) => `and ${n} more`,
  reports: {
    title: 'Your reports',
    /** @satisfies {Record<ReportBody['kind'], string>} */
    kinds: { RESULT: 'A game', PROFILE: 'A player', SNIPPET: 'Code' },
    what: (/** @type {string} */ kind, /** @type {string | null} */ label) =>
      label === null ? `${kind} that is no longer available` : `${kind}: ${label}`,
    said: (/** @type {string} */ reason, /** @type {string} */ at) => `“${reason}”, ${date(at)}`,
    /** @satisfies {Record<ReportOutcome, string>} */
    outcomes: { UPHELD: 'A moderator agreed', DISMISSED: 'A moderator found nothing wrong' },
    decided: (/** @type {string} */ outcome, /** @type {string} */ at) => `${outcome}, ${date(at)}.`,
    waits: 'A moderator will look at it.',
    more: (/** @type {number} */ n) => `and ${n} older ones`,
  },
  platforms: {
    title: 'History from elsewhere',
    hint:
      'Bring the days and speeds of another trainer. Only you see them, marked as imported, in the calendar and the ' +
      'chart of your profile; they count nowhere.',
    from: 'From',
    file: 'Its export',
    /** @satisfies {Record<Platform, string>} */
    where: {
      MONKEYTYPE: 'On your account page there: “Export CSV” below the list of results gives results.csv.',
      KEYBR: 'On your profile there: “Download data” gives typing-data.json.',
    },
    /** @satisfies {Record<Platform, string>} */
    accept: { MONKEYTYPE: '.csv,text/csv', KEYBR: '.json,application/json' },
    handle: 'Your name there (optional)',
    bring: 'Import',
    reading: 'Reading…',
    done: (/** @type {ImportOut} */ { tests, left_out, days, news }) =>
      `${count(tests, 'test')} on ${count(days, 'day')} read, ` +
      `${news ? `${count(news, 'day')} of them new or fuller` : 'nothing new'}. ` +
      (left_out ? `Skipped as implausible: ${count(left_out, 'entry', 'entries')}.` : ''),
    brought: (
      /** @type {string} */ tests,
      /** @type {string} */ days,
      /** @type {string} */ first,
      /** @type {string} */ last,
    ) => `${tests} on ${days}, ${first} to ${last}`,
    speeds: (/** @type {string} */ current, /** @type {string} */ best) => `${current} WPM lately, best ${best}`,
    remove: 'Remove',
    removeOf: (/** @type {string} */ name) => `Remove what was imported from ${name}`,
    removed: (/** @type {string} */ name) => `What was imported from ${name} is removed.`,
  },
  yours: 'Your data',
  exportHint: 'Everything stored about you, including key logs, as one JSON file.',
  exportIt: 'Download my data',
  exporting: 'Collecting…',
  file: (/** @type {string} */ username) => `prodev-${username}.json`,
  remove: 'Delete my account',
  removeHint:
    'This cannot be undone. Your games leave the leaderboards, your replays are hidden, and others can take your ' +
    'name. Code that you published stays, without your name.',
  removePassword: 'Your password, to confirm',
  removeSure: 'I understand this cannot be undone',
  removeUnsure: 'Tick the box above first.',
  removeIt: 'Delete for good',
  removed: 'Your account has been deleted.',
};

/** What a browser calls itself → what people call it; the first that fits. @type {[RegExp, string][]} */
const BROWSERS = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/Version\/[\d.]+.*Safari\//, 'Safari'],
];
/** @type {[RegExp, string][]} */
const SYSTEMS = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
];

/** `Firefox on Linux`, as far as it can be told. @param {string} agent */
export function deviceName(agent) {
  const find = (/** @type {[RegExp, string][]} */ names) => names.find(([pattern]) => pattern.test(agent))?.[1] ?? '';
  const browser = find(BROWSERS) || agent.split(/[/ ]/)[0].slice(0, 40) || text.unknownDevice;
  return text.device(browser, find(SYSTEMS));
}
