// @ts-check
/** The English of the settings. */

import { dateTime } from '../../text/common.js';

export const text = {
  title: 'Settings',
  lead: 'Every change is in force at once.',
  kept: {
    here: 'Kept in this browser.',
    account: 'Kept with your account.',
    waiting: 'Kept in this browser; not saved with your account yet.',
  },
  nobody: 'Log in to find them on your other devices too.',
  look: 'Look',
  theme: 'Theme',
  themes: { system: 'As the system', dark: 'Dark', light: 'Light', contrast: 'High contrast' },
  caret: 'Caret',
  carets: { block: 'Block', bar: 'Bar', underline: 'Underline' },
  size: 'Size of the code',
  pixels: (/** @type {number} */ n) => `${n} px`,
  motion: 'Less motion',
  motionHint: 'No shaking, flying or sliding. The system’s own wish is always honoured.',
  preview: 'A sample of the code as it will be typed',
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
  keyboards: { qwerty: 'QWERTY', qwertz: 'QWERTZ', azerty: 'AZERTY', dvorak: 'Dvorak', colemak: 'Colemak' },
  keyboardHint: 'For the keyboard drawn on your profile. Any layout can be typed with.',
  privacy: 'Others',
  replays: 'Others may watch my ranked games and see how I hit each key',
  names: 'Name',
  displayName: 'Name shown to others',
  username: 'Username',
  usernameHint: '3 to 50 letters, digits or underscores. Links to your profile change with it',
  email: 'Email',
  emailHint: 'Never shown, and nothing is sent to it',
  saveNames: 'Save',
  saved: 'Saved',
  guestNames: 'You play as a guest: a name, an email and a password come with an account.',
  password: 'Password',
  current: 'Current password',
  fresh: 'New password',
  freshHint: 'At least 8 characters. Every other device is logged out',
  changePassword: 'Change the password',
  passwordChanged: 'Changed; every other device is logged out',
  sessions: 'Where you are logged in',
  device: (/** @type {string} */ browser, /** @type {string} */ system) =>
    system ? `${browser} on ${system}` : browser,
  unknownDevice: 'Unknown device',
  thisDevice: 'this one',
  used: (/** @type {string} */ at, /** @type {string} */ since) =>
    `Last used ${dateTime(at)}, logged in ${dateTime(since)}`,
  endOne: 'Log out',
  endOneOf: (/** @type {string} */ device) => `Log out ${device}`,
  endOthers: 'Log out everywhere else',
  endAll: 'Log out everywhere',
  moreSessions: (/** @type {number} */ n) => `and ${n} more`,
  yours: 'Your data',
  exportHint: 'Everything kept about you, key logs included, as one JSON file.',
  exportIt: 'Download my data',
  exporting: 'Collecting…',
  file: (/** @type {string} */ username) => `prodev-${username}.json`,
  remove: 'Delete my account',
  removeHint: 'For good. Your games leave the leaderboards, your replays are hidden, and your name is free for others.',
  removePassword: 'Your password, to be sure',
  removeSure: 'I want my account to be gone for good',
  removeUnsure: 'Tick the box above first.',
  removeIt: 'Delete for good',
  removed: 'Your account is deleted.',
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
