// @ts-check
/** The English of the list of tracks. */

export const text = {
  lead:
    'Short lessons from brackets to whole idioms. Each challenge is a few lines of code with goals for accuracy and ' +
    'speed; nothing attacks while you learn.',
  language: 'Language',
  any: 'All languages',
  none: 'There are no tracks yet.',
  noneOf: (/** @type {string} */ language) => `There are no tracks for ${language} yet.`,
  goOn: 'Pick up where you left off',
  continue: (/** @type {string} */ title) => `Continue: ${title}`,
  yours: 'enrolled',
  more: 'More ways to practise',
  /** @type {[href: string, name: string, words: string][]} */
  ways: [
    ['/practice', 'Weak keys', 'Drills on the keys that slow you down.'],
    ['/topics', 'Topics', 'One kind of code at a time, and how far you are with each.'],
    ['/code', 'Your own code', 'Paste code or choose files, and type what you really write.'],
  ],
};
