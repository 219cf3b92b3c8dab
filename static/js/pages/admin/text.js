// @ts-check
/** What the admin's pages say. */

import { count, tenths, whole } from '../../text/common.js';

/** @type {Record<string, string>} */
export const states = { PUBLISHED: 'Published', DRAFT: 'Draft', RETIRED: 'Taken out', SUPERSEDED: 'Old version' };

/** @type {Record<string, string>} */
export const sorts = {
  NEWEST: 'Newest',
  MOST_USED: 'Most played',
  LEAST_USED: 'Least played',
  EASIEST: 'Easiest first',
  HARDEST: 'Hardest first',
};

/** @type {Record<string, string>} */
export const roles = { PLAYER: 'Player', MODERATOR: 'Moderator', ADMIN: 'Admin' };

export const text = {
  title: 'Snippets',
  sections: 'Admin',
  snippets: 'Snippets',
  users: 'Users',
  fresh: 'New snippet',
  upload: 'Upload files',
  any: 'Any',
  cancel: 'Cancel',
  close: 'Close',

  denied: {
    title: 'For admins only',
    nobody: 'This page is where admins look after the snippets and the accounts. Log in as an admin to see it.',
    player: (/** @type {string} */ name) =>
      `You are signed in as ${name}, who is no admin. An admin can give you the role, or you log in as somebody else.`,
    login: 'Log in',
    home: 'To the start page',
  },

  list: {
    language: 'Language',
    difficulty: 'Difficulty',
    category: 'Category',
    state: 'State',
    sort: 'Order',
    search: 'Search in text, category and source',
    find: 'Search',
    clear: 'Clear filters',
    export: 'Export these',
    exported: (/** @type {number} */ n) => `${count(n, 'snippet')} exported.`,
    summary: (/** @type {number} */ published, /** @type {number} */ drafts, /** @type {number} */ retired) =>
      `${whole(published)} published, ${count(drafts, 'draft')}, ${whole(retired)} taken out.`,
    caption: 'Snippets',
    columns: {
      choose: 'Chosen',
      snippet: 'Snippet',
      state: 'State',
      drawn: 'Drawn',
      played: 'Played',
      accuracy: 'Accuracy',
      speed: 'WPM (expected)',
      worst: 'Most missed',
    },
    choose: (/** @type {string} */ name) => `Choose ${name}`,
    chooseAll: 'Choose all on this page',
    chosen: (/** @type {number} */ n) => (n ? `${whole(n)} chosen` : 'None chosen'),
    every: (/** @type {number} */ n) => `All ${whole(n)} that the filters find`,
    activate: 'Publish',
    deactivate: 'Take out',
    sure: (/** @type {boolean} */ on, /** @type {number} */ n) =>
      on ? `Publish ${count(n, 'snippet')}?` : `Take ${count(n, 'snippet')} out of the rotation?`,
    sureLead: (/** @type {boolean} */ on) =>
      on
        ? 'Games may draw them from now on.'
        : 'No new game will draw them. Games that are running keep theirs; nothing is deleted.',
    changed: (/** @type {number} */ changed, /** @type {number} */ matched) =>
      changed === matched
        ? `${count(changed, 'snippet')} changed.`
        : `${whole(changed)} of ${count(matched, 'snippet')} changed; the others were like that already.`,
    empty: 'No snippet fits these filters.',
    looking: 'Reading games…',
    looked: (/** @type {number} */ games) =>
      `Played, accuracy, speed and most missed keys are from ${games === 1 ? 'the newest game' : `the newest ${whole(games)} games`} of these languages and difficulties; “drawn” counts all time.`,
    unread: 'Results could not be read.',
    never: '–',
    lines: (/** @type {number} */ n) => count(n, 'line'),
    version: (/** @type {number} */ n) => `v${n}`,
    faster: (/** @type {number} */ ratio) => `${whole(ratio * 100)}% of the expected speed`,
  },

  editor: {
    newTitle: 'New snippet',
    title: 'Edit snippet',
    oldTitle: 'Old version',
    code: 'Code',
    keys: 'Tab indents, Shift+Tab takes it back. To leave the editor: Esc, then Tab. F8 goes to the next error.',
    freed: 'Tab leaves the editor now.',
    language: 'Language',
    fixedLanguage: 'A snippet keeps its language.',
    difficulty: 'Difficulty',
    category: 'Category',
    categoryHint: 'Lower case, such as “loops” or “custom-hooks”.',
    wpm: 'Expected speed (WPM)',
    wpmHint: 'Empty: as measured from the text.',
    source: 'Source',
    sourceHint: 'Where the code is from; empty for your own.',
    license: 'Licence',
    state: 'State',
    publish: 'Save and publish',
    draft: 'Save as a draft',
    save: 'Save',
    retire: 'Take out',
    activate: 'Publish',
    saving: 'Saving…',
    savedVersion: (/** @type {number} */ version) => `Saved as version ${version}.`,
    saved: 'Saved.',
    added: (/** @type {boolean} */ active) => (active ? 'Added; games may draw it from now on.' : 'Added as a draft.'),
    took: 'Taken out of the rotation.',
    published: 'Published; games may draw it from now on.',
    use: (/** @type {string} */ what) => `Use ${what}`,
    measured: (/** @type {string} */ difficulty, /** @type {number} */ figure) =>
      `Measured: ${difficulty} (${figure.toFixed(1)} of 1 to 4).`,
    suggested: (/** @type {number} */ wpm) => `Measured: ${tenths(wpm)} WPM.`,
    checking: 'Checking…',
    unchecked: 'The text could not be checked: the server does not answer.',
    clean: (/** @type {number} */ lines, /** @type {number} */ words, /** @type {number} */ keys) =>
      `No errors. ${count(lines, 'enemy', 'enemies')}, ${count(words, 'word')}, ${count(keys, 'key')}.`,
    emptyYet: 'Type or paste code to see it checked.',
    faultsBelow: (/** @type {number} */ n) => `${count(n, 'error')}, listed below.`,
    fault: (/** @type {number} */ line, /** @type {number} */ column, /** @type {string} */ detail) =>
      `Line ${line}, column ${column}: ${detail}`,
    alike: 'Much like other snippets:',
    alikeOne: (/** @type {number} */ part, /** @type {string} */ what) => `${whole(part * 100)}% the same: ${what}`,
    restored: 'These are changes of yours that were not saved yet.',
    discard: 'Discard them',
    readOnly: (/** @type {number} */ version) =>
      `This is version ${version}, which has a successor. It can be read, compared and brought back.`,
    toLatest: 'To the latest version',
    refused: 'It was not saved. See the errors.',
    other: 'See the other one.',
    wpmNumber: 'Write a number from 5 to 300, or nothing.',
    conflict: 'Somebody else changed this snippet while you were editing. Nothing of yours was saved yet.',
    conflictDiff: 'From theirs to yours',
    theirs: 'Take theirs, drop mine',
    mine: 'Save mine over theirs',
    sameText: 'The code is the same; something beside it was changed.',
    again: 'Choose again: it was changed once more.',
  },

  preview: {
    title: 'As it will be typed',
    none: 'The preview appears as soon as the code has no errors.',
    stale: 'This is the last text without errors.',
    legend: [
      ['auto', '····', 'indentation, typed for the player'],
      ['enter', '⏎', 'Enter, typed by the player'],
      ['blank', '/ / /', 'blank line, skipped'],
    ],
    skipped: 'skipped',
    enemy: (/** @type {number} */ n) => `enemy ${n}`,
  },

  figures: {
    title: 'How players do on it',
    none: 'No player has typed it yet, as far as the newest games go.',
    drawn: 'Drawn',
    drawnHint: 'over all versions; a new snippet begins level with the others',
    played: 'Played',
    playedHint: (/** @type {number} */ finished, /** @type {number} */ games) =>
      `${whole(finished)} to the end, in ${count(games, 'game')} looked at`,
    accuracy: 'Mean accuracy',
    accuracyHint: 'right keys of all keys',
    speed: 'Mean speed',
    speedHint: (/** @type {number} */ expected, /** @type {number} */ ratio) =>
      `${whole(ratio * 100)}% of the expected ${tenths(expected)}`,
    wpm: (/** @type {number} */ n) => `${tenths(n)} WPM`,
    percent: (/** @type {number} */ n) => `${tenths(n)}%`,
    share: (/** @type {number} */ n) => `${whole(n)}%`,
    worst: 'Characters most often missed',
    missed: (/** @type {string} */ name, /** @type {number} */ missed, /** @type {number} */ due) =>
      `${name}: missed ${missed} of ${due} times`,
    nobody: 'No player is slower at it than elsewhere.',
    suggestion: 'Expected speed by its players',
    enough: (
      /** @type {number} */ wpm,
      /** @type {number} */ players,
      /** @type {number} */ games,
      /** @type {number} */ now,
    ) => `${count(players, 'player')} in ${count(games, 'play')} suggest ${tenths(wpm)} WPM; now it is ${tenths(now)}.`,
    few: (
      /** @type {number} */ players,
      /** @type {number} */ need,
      /** @type {number} */ games,
      /** @type {number} */ games_needed,
    ) =>
      `Too few yet: ${count(players, 'player')} of ${need}, ${count(games, 'play')} of ${games_needed}. Until then it is measured from the text.`,
    adopt: (/** @type {number} */ wpm) => `Adopt ${tenths(wpm)} WPM`,
    adopted: (/** @type {number} */ wpm) => `The expected speed is ${tenths(wpm)} WPM now.`,
    agree: 'They agree.',
  },

  history: {
    title: 'Versions',
    columns: { from: 'From', to: 'To', version: 'Version', state: 'State', when: 'Made', what: '' },
    compareFrom: (/** @type {number} */ version) => `Compare from version ${version}`,
    compareTo: (/** @type {number} */ version) => `Compare to version ${version}`,
    open: (/** @type {number} */ version) => `Version ${version}`,
    shown: 'shown',
    diff: (/** @type {number} */ from, /** @type {number} */ to) => `From version ${from} to version ${to}`,
    same: 'Their code is the same.',
    rollback: (/** @type {number} */ version) => `Bring back version ${version}`,
    sure: (/** @type {number} */ version) => `Bring back version ${version}?`,
    sureLead: 'Its text becomes a new version, the latest. Nothing is lost: the present one stays in the history.',
    back: (/** @type {number} */ version) => `Brought back, as version ${version}.`,
    only: 'This is its first version. Another text makes the next one; games that were played keep theirs.',
    removed: 'removed',
    added: 'added',
  },

  uploads: {
    title: 'Upload files',
    lead: 'One snippet a file. Nothing is added before you say so, and then all that are good come in together or none does. Folders laid out as <language>/<difficulty>/<category>_<name> bring their own difficulty and category.',
    files: 'Files',
    folder: 'A folder',
    drop: 'or drop files and folders here',
    archive: 'Zip archives are opened; .py, .js, .jsx, .ts files count, others are left out.',
    defaults: 'For files that do not say',
    asMeasured: 'As measured',
    license: 'Licence of all of them',
    licenseNeeded: 'Say under which licence they are.',
    publish: 'Publish them at once (else they are drafts)',
    checking: (/** @type {number} */ done, /** @type {number} */ of) =>
      `Checked ${whole(done)} of ${count(of, 'file')}`,
    adding: (/** @type {number} */ n) => `Adding ${count(n, 'snippet')}…`,
    outcome: 'What is in them',
    columns: { file: 'File', kind: 'Becomes', outcome: 'Outcome' },
    good: 'Good',
    alike: (/** @type {number} */ part) => `Good, but ${whole(part * 100)}% the same as another`,
    duplicate: 'The library has it already',
    twin: (/** @type {string} */ name) => `The same text as ${name}`,
    added: 'Added',
    bad: (/** @type {number} */ n) => count(n, 'error'),
    tooBig: 'Over 64 KB: no snippet is that long',
    unreadable: 'Not readable as text (UTF-8)',
    unchecked: 'Could not be checked',
    left: (/** @type {number} */ n) => `${count(n, 'file')} left out: not a language of the game.`,
    brokenZip: (/** @type {string} */ name) => `${name} could not be opened as a zip archive.`,
    tooMany: (/** @type {number} */ limit) => `Only the first ${whole(limit)} were taken; upload the rest afterwards.`,
    none: 'None of these files is of a language of the game (.py, .js, .jsx, .ts).',
    counts: (/** @type {number} */ good, /** @type {number} */ bad) => `${whole(good)} good, ${whole(bad)} not.`,
    add: (/** @type {number} */ n, /** @type {boolean} */ publish) =>
      publish ? `Add and publish ${count(n, 'snippet')}` : `Add ${count(n, 'draft')}`,
    done: (/** @type {number} */ n) => `${count(n, 'snippet')} added.`,
    refused: 'Nothing was added:',
    see: 'See them in the list',
    mend: 'Mend it in the editor',
    again: 'Start again',
  },

  accounts: {
    title: 'Users',
    search: 'Search in names and emails',
    find: 'Search',
    role: 'Role',
    status: 'Status',
    kind: 'Kind',
    statuses: /** @type {Record<string, string>} */ ({ '': 'Any', true: 'Active', false: 'Disabled' }),
    kinds: /** @type {Record<string, string>} */ ({ '': 'Any', false: 'Registered', true: 'Guests' }),
    caption: 'Accounts',
    columns: { user: 'User', role: 'Role', status: 'Status', seen: 'Last sign-in', what: '' },
    roleOf: (/** @type {string} */ name) => `Role of ${name}`,
    guest: 'Guest',
    you: 'you',
    active: 'Active',
    disabled: 'Disabled',
    disable: 'Disable',
    enable: 'Enable',
    disableOf: (/** @type {string} */ name) => `Disable ${name}`,
    enableOf: (/** @type {string} */ name) => `Enable ${name}`,
    sureDisable: (/** @type {string} */ name) => `Disable ${name}?`,
    sureDisableLead: 'They are signed out everywhere at once and cannot sign in until you enable them again.',
    sureRole: (/** @type {string} */ role) => `Stop being an admin yourself, and become a ${role.toLowerCase()}?`,
    sureRoleLead: 'You will not see these pages any more. Another admin can give the role back.',
    password: 'Reset password',
    passwordOf: (/** @type {string} */ name) => `Reset password of ${name}`,
    passwordLead:
      'They are signed out everywhere. Hand them the new password yourself: there is no mail. They can change it in their settings.',
    newPassword: 'New password',
    generate: 'Make another',
    set: 'Set this password',
    wasSet: (/** @type {string} */ name) => `${name} has a new password.`,
    nowRole: (/** @type {string} */ name, /** @type {string} */ role) =>
      `${name} is ${role === 'ADMIN' ? 'an admin' : `a ${roles[role].toLowerCase()}`} now.`,
    nowActive: (/** @type {string} */ name, /** @type {boolean} */ is) =>
      is ? `${name} can sign in again.` : `${name} is disabled.`,
    empty: 'Nobody fits these filters.',
    never: 'never',
    total: (/** @type {number} */ n) => count(n, 'account'),
  },
};
