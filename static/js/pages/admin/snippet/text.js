// @ts-check
/** The English of one snippet's page. */

import { count, tenths, whole } from '../../../text/common.js';
import { EXPECTED_WPM } from '../terms.js';

export const text = {
  newTitle: 'New snippet',
  title: 'Edit snippet',
  oldTitle: 'Old version',
  code: 'Code',
  fixedLanguage: 'The language cannot be changed.',
  categoryHint: 'Lower case, such as “loops” or “custom-hooks”.',
  wpm: 'Expected speed (WPM)',
  wpmHint: 'Leave empty to use the measured speed.',
  source: 'Source',
  sourceHint: 'Where the code comes from; leave empty if it is yours.',
  license: 'Licence',
  state: 'State',
  publish: 'Save and publish',
  draft: 'Save as a draft',
  save: 'Save',
  retire: 'Retire',
  activate: 'Publish',
  saving: 'Saving…',
  savedVersion: (/** @type {number} */ version) => `Saved as version ${version}.`,
  saved: 'Saved.',
  added: (/** @type {boolean} */ active) => (active ? 'Added; games can use it from now on.' : 'Added as a draft.'),
  took: 'Retired: new games will not use it.',
  published: 'Published; games can use it from now on.',
  use: (/** @type {string} */ what) => `Use ${what}`,
  measured: (/** @type {string} */ difficulty, /** @type {number} */ figure) =>
    `Measured: ${difficulty} (${figure.toFixed(1)} of 1 to 4).`,
  suggested: (/** @type {number} */ wpm) => `Measured: ${tenths(wpm)} WPM.`,
  restored: 'You have unsaved changes here.',
  discard: 'Discard changes',
  readOnly: (/** @type {number} */ version) =>
    `This is version ${version}, and there is a newer one. You can read it, compare it and restore it.`,
  toLatest: 'Go to the latest version',
  refused: 'Not saved. See the errors.',
  other: 'See the other snippet.',
  wpmNumber: `Enter a number from ${EXPECTED_WPM.least} to ${EXPECTED_WPM.most}, or leave it empty.`,
  conflict: 'Somebody else changed this snippet while you were editing. Your changes are not saved yet.',
  conflictDiff: 'From theirs to yours',
  theirs: 'Keep theirs, discard mine',
  mine: 'Overwrite theirs with mine',
  sameText: 'The code is the same; something else was changed.',
  again: 'It was changed again: choose once more.',
};

export const figures = {
  title: 'How players do',
  none: 'Nobody has typed it in the latest games.',
  drawn: 'Served',
  drawnHint: 'over all versions; a new snippet starts level with the others',
  played: 'Played',
  playedHint: (/** @type {number} */ finished, /** @type {number} */ games) =>
    `${whole(finished)} to the end, in the latest ${count(games, 'game')}`,
  accuracy: 'Mean accuracy',
  accuracyHint: 'right keys out of all keys',
  speed: 'Mean speed',
  speedHint: (/** @type {number} */ expected, /** @type {number} */ ratio) =>
    `${whole(ratio * 100)}% of the expected ${tenths(expected)}`,
  wpm: (/** @type {number} */ n) => `${tenths(n)} WPM`,
  worst: 'Most missed characters',
  nobody: 'No characters were missed.',
  suggestion: 'Expected speed according to players',
  enough: (
    /** @type {number} */ wpm,
    /** @type {number} */ players,
    /** @type {number} */ games,
    /** @type {number} */ now,
  ) => `${count(players, 'player')} in ${count(games, 'play')} suggest ${tenths(wpm)} WPM; it is now ${tenths(now)}.`,
  few: (
    /** @type {number} */ players,
    /** @type {number} */ need,
    /** @type {number} */ games,
    /** @type {number} */ games_needed,
  ) =>
    `Too few so far: ${count(players, 'player')} of ${need}, ${count(games, 'play')} of ${games_needed}. ` +
    'Until then it is measured from the text.',
  adopt: (/** @type {number} */ wpm) => `Adopt ${tenths(wpm)} WPM`,
  adopted: (/** @type {number} */ wpm) => `The expected speed is now ${tenths(wpm)} WPM.`,
  agree: 'They agree.',
};

export const history = {
  title: 'Versions',
  columns: { from: 'From', to: 'To', version: 'Version', state: 'State', when: 'Created', what: '' },
  compareFrom: (/** @type {number} */ version) => `Compare from version ${version}`,
  compareTo: (/** @type {number} */ version) => `Compare to version ${version}`,
  open: (/** @type {number} */ version) => `Version ${version}`,
  shown: 'shown',
  diff: (/** @type {number} */ from, /** @type {number} */ to) => `From version ${from} to version ${to}`,
  same: 'Their code is the same.',
  rollback: (/** @type {number} */ version) => `Restore version ${version}`,
  sure: (/** @type {number} */ version) => `Restore version ${version}?`,
  sureLead: 'Its text becomes the new latest version. Nothing is lost: the current one stays in the history.',
  back: (/** @type {number} */ version) => `Restored as version ${version}.`,
  only: 'This is the first version. Changing the code creates a new one; games already played keep theirs.',
  removed: 'removed',
  added: 'added',
};
