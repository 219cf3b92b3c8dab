// @ts-check
/** The English of the page of own code. */

import { MOST } from './terms.js';
import { count, whole } from '../../text/common.js';

/** @import { Mend } from '../../net/types.js' */

/** @satisfies {Record<Mend, string>} */
const MENDED = {
  TABS: 'tabs are spaces',
  TRAILING_BLANKS: 'no spaces at the ends of lines',
  CHARACTERS: 'letters and quotes that every keyboard has',
  LONG_LINES: 'long lines broken',
};

export const text = {
  title: 'Your own code',
  lead:
    'Practise on what you really write. Paste code, or choose files or a folder: it is cut into pieces short enough ' +
    'to type. Only you see it, unless you publish it.',
  bring: 'Bring code',
  paste: 'Paste code',
  language: 'Language of pasted code',
  files: 'Choose files',
  folder: 'Choose a folder',
  drop: 'or drop files or a folder here',
  cut: 'Find what can be typed',
  cutting: 'Reading your code…',
  nothing: 'Paste some code, or choose files first.',
  none: 'There is no source file among these.',
  left: (/** @type {number} */ n) => `${count(n, 'other file')} left out.`,
  tooMuch: `More than ${MOST.files} files or ${whole(MOST.characters)} characters at once: the rest was left out.`,
  reading: (/** @type {number} */ n) => `${count(n, 'file')} chosen.`,

  found: 'What was found',
  counts: (/** @type {number} */ pieces, /** @type {number} */ files) =>
    `${count(pieces, 'piece')} to type in ${count(files, 'file')}.`,
  shownOf: (/** @type {number} */ shown, /** @type {number} */ all) => `The first ${whole(shown)} of ${whole(all)}.`,
  short: (/** @type {number} */ n) => `${count(n, 'piece')} too short to type alone.`,
  pieces: 'Pieces to type',
  mended: 'Mended so that they can be typed',
  mends: (/** @type {Mend[]} */ mends) => `Mended: ${mends.map((one) => MENDED[one]).join(', ')}.`,
  mendsLead: 'The originals cannot be typed on every keyboard. Leave out what you do not want changed.',
  place: (/** @type {string} */ path, /** @type {number} */ first, /** @type {number} */ last) =>
    first === last ? `${path}, line ${first}` : `${path}, lines ${first}–${last}`,
  keep: (/** @type {string} */ place) => `Keep ${place}`,
  all: 'Select all',
  notAll: 'Select none',
  cannot: 'Cannot be typed',
  more: (/** @type {number} */ n) => `and ${count(n, 'more piece')}.`,
  fault: (/** @type {string} */ path, /** @type {number | null} */ line) =>
    line === null ? path : `${path}, line ${line}`,

  saveTitle: 'Save what you selected',
  of: 'Language',
  where: 'Collection',
  fresh: 'A new collection',
  name: 'Name of the new collection',
  usualName: 'My code',
  saveSome: (/** @type {number} */ n) => `Save ${count(n, 'piece')}`,
  saved: (/** @type {number} */ n) => `${count(n, 'piece')} saved.`,
  others: (/** @type {number} */ n) =>
    `A collection has one language: ${count(n, 'other piece')} can be saved after it.`,
  noneChosen: 'Select at least one piece.',

  yours: 'Your collections',
  noneYet: 'None yet. What you save appears here.',
  public: 'Public collections',
  nonePublic: 'Nobody has published any yet.',
  any: 'Any language',
  filter: 'Language',
};
