// @ts-check
/** What a device is called, from what its browser says of itself. */

import { text as settingsText } from './text.js';

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
  const t = settingsText;
  const find = (/** @type {[RegExp, string][]} */ names) => names.find(([pattern]) => pattern.test(agent))?.[1] ?? '';
  const browser = find(BROWSERS) || agent.split(/[/ ]/)[0].slice(0, 40) || t.unknownDevice;
  return t.device(browser, find(SYSTEMS));
}
