// @ts-check
/** The English of the upload. */

import { count, everyOne, whole } from '../../../text/common.js';
import { LANGUAGE_OF_SUFFIX, MOST_KILOBYTES } from '../terms.js';

const suffixes = everyOne(Object.keys(LANGUAGE_OF_SUFFIX).map((suffix) => `.${suffix}`));

export const text = {
  title: 'Upload files',
  lead:
    'One snippet per file. Nothing is added until you confirm; then either all valid files are added or none. ' +
    'Folders named <language>/<difficulty>/<category>_<name> set the difficulty and the category.',
  files: 'Files',
  folder: 'Folder',
  drop: 'or drop files and folders here',
  archive: `Zip archives are opened. Only ${suffixes} files are used.`,
  defaults: 'Defaults',
  asMeasured: 'As measured',
  license: 'Licence for all files',
  licenseNeeded: 'Enter their licence.',
  publish: 'Publish immediately (otherwise they become drafts)',
  checking: (/** @type {number} */ done, /** @type {number} */ of) => `Checked ${whole(done)} of ${count(of, 'file')}`,
  adding: (/** @type {number} */ n) => `Adding ${count(n, 'snippet')}…`,
  outcome: 'Files checked',
  columns: { file: 'File', kind: 'Becomes', outcome: 'Outcome' },
  good: 'OK',
  alike: (/** @type {number} */ part) => `OK, but ${whole(part * 100)}% the same as another snippet`,
  duplicate: 'Already in the library',
  twin: (/** @type {string} */ name) => `Same text as ${name}`,
  added: 'Added',
  bad: (/** @type {number} */ n) => count(n, 'error'),
  tooBig: `Over ${MOST_KILOBYTES} KB: no snippet is that long`,
  unreadable: 'Not readable as text (UTF-8)',
  unchecked: 'Could not be checked',
  left: (/** @type {number} */ n) => `${count(n, 'file')} skipped: not in one of the game’s languages.`,
  brokenZip: (/** @type {string} */ name) => `${name} could not be opened as a zip archive.`,
  tooMany: (/** @type {number} */ limit) => `Only the first ${whole(limit)} were taken; upload the rest afterwards.`,
  none: `No file here is in one of the game’s languages (${suffixes}).`,
  counts: (/** @type {number} */ good, /** @type {number} */ bad) =>
    `${whole(good)} can be added, ${whole(bad)} cannot.`,
  add: (/** @type {number} */ n, /** @type {boolean} */ publish) =>
    publish ? `Add and publish ${count(n, 'snippet')}` : `Add ${count(n, 'draft')}`,
  done: (/** @type {number} */ n) => `${count(n, 'snippet')} added.`,
  refused: 'Nothing was added:',
  see: 'Show them in the list',
  fix: 'Fix in the editor',
  again: 'Start over',
};
