// @ts-check
/** The English of the upload. */

import { count, everyOne, whole } from '../../../text/common.js';
import { LANGUAGE_OF_SUFFIX, MOST_KILOBYTES } from '../terms.js';

const suffixes = everyOne(Object.keys(LANGUAGE_OF_SUFFIX).map((suffix) => `.${suffix}`));

export const text = {
  title: 'Upload files',
  lead:
    'One snippet per file. Nothing is added until you say so, and then all the good ones are added together or none. ' +
    'Folders laid out as <language>/<difficulty>/<category>_<name> set the difficulty and the category.',
  files: 'Files',
  folder: 'A folder',
  drop: 'or drop files and folders here',
  archive: `Zip archives are opened. Only ${suffixes} files are taken.`,
  defaults: 'For files that do not say',
  asMeasured: 'As measured',
  license: 'Licence of all of them',
  licenseNeeded: 'Enter the licence they are under.',
  publish: 'Publish them at once (otherwise they are drafts)',
  checking: (/** @type {number} */ done, /** @type {number} */ of) => `Checked ${whole(done)} of ${count(of, 'file')}`,
  adding: (/** @type {number} */ n) => `Adding ${count(n, 'snippet')}…`,
  outcome: 'What is in them',
  columns: { file: 'File', kind: 'Becomes', outcome: 'Outcome' },
  good: 'Good',
  alike: (/** @type {number} */ part) => `Good, but ${whole(part * 100)}% the same as another`,
  duplicate: 'The library has it already',
  twin: (/** @type {string} */ name) => `The same text as ${name}`,
  added: 'Added',
  bad: (/** @type {number} */ n) => count(n, 'error'),
  tooBig: `Over ${MOST_KILOBYTES} KB: no snippet is that long`,
  unreadable: 'Not readable as text (UTF-8)',
  unchecked: 'Could not be checked',
  left: (/** @type {number} */ n) => `${count(n, 'file')} left out: not in a language of the game.`,
  brokenZip: (/** @type {string} */ name) => `${name} could not be opened as a zip archive.`,
  tooMany: (/** @type {number} */ limit) => `Only the first ${whole(limit)} were taken; upload the rest afterwards.`,
  none: 'None of these files is in a language of the game (.py, .js, .jsx, .ts).',
  counts: (/** @type {number} */ good, /** @type {number} */ bad) => `${whole(good)} good, ${whole(bad)} not.`,
  add: (/** @type {number} */ n, /** @type {boolean} */ publish) =>
    publish ? `Add and publish ${count(n, 'snippet')}` : `Add ${count(n, 'draft')}`,
  done: (/** @type {number} */ n) => `${count(n, 'snippet')} added.`,
  refused: 'Nothing was added:',
  see: 'See them in the list',
  mend: 'Fix it in the editor',
  again: 'Start again',
};
