// @ts-check
/** The English of the editor of code, of what the library says of a text, and of its preview. */

import { count, whole } from '../../text/common.js';

export const text = {
  keys: 'Tab indents, Shift+Tab unindents. To leave the editor, press Esc, then Tab. F8 goes to the next error.',
  freed: 'Tab now leaves the editor.',
  emptyYet: 'Type or paste code to have it checked.',
  unchecked: 'The text could not be checked: the server is not responding.',
  clean: (/** @type {number} */ lines, /** @type {number} */ words, /** @type {number} */ keys) =>
    `No errors. ${count(lines, 'enemy', 'enemies')}, ${count(words, 'word')}, ${count(keys, 'key')}.`,
  faultsBelow: (/** @type {number} */ n) => `${count(n, 'error')}, listed below.`,
  mend: 'Fix tabs, spaces at line ends and characters outside ASCII',
  alike: 'Very similar to other snippets:',
  alikeOne: (/** @type {number} */ part, /** @type {string} */ what) => `${whole(part * 100)}% the same: ${what}`,
};

export const preview = {
  title: 'Preview',
  none: 'The preview appears as soon as the code has no errors.',
  stale: 'Showing the last text without errors.',
  legend: [
    ['auto', '····', 'indentation, typed for the player'],
    ['enter', '⏎', 'Enter, typed by the player'],
    ['blank', '/ / /', 'blank line, skipped'],
  ],
  skipped: 'skipped',
  enemy: (/** @type {number} */ n) => `enemy ${n}`,
};
