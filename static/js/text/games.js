// @ts-check
/** The English of what several pages say of a game: the ways to it, the unfinished ones, whose ghost it is. */

import { count, whole } from './common.js';

export const text = {
  title: 'Replay',
  watch: 'Watch',
  watchOf: (/** @type {string} */ name) => `Watch ${name}’s game`,
  watchThis: 'Watch this game',
  race: 'Race',
  raceOf: (/** @type {string} */ name) => `Race ${name}’s game`,
  raceThis: 'Race this game',
  raceBest: (/** @type {number} */ score) => `Race my best (${whole(score)})`,

  kind: (/** @type {string} */ tag, /** @type {number | null} */ seconds) => (seconds ? `${seconds} s ${tag}` : tag),
  resume: 'Resume',
  end: 'End game',
  ending: 'Ending…',
  far: (/** @type {number} */ wave, /** @type {string} */ time, /** @type {number} */ score) =>
    `wave ${whole(wave)}, ${time}, ${count(score, 'point')}`,
  notBegun: 'no key pressed yet',
  goOn: (/** @type {number} */ wave, /** @type {string} */ time) => `Resume: wave ${whole(wave)}, ${time}`,
  goOnRace: 'Back to your race',
  started: (/** @type {string} */ at) => `started ${at}`,
  focus: 'Practise your weak keys',
  focusWhy: 'Why these?',
  focusDoes: 'Lines with the keys that have slowed you down most lately come first:',
  tooMany: 'You have reached the limit of unfinished games. Resume or end one of them first.',

  ghostsOf: (/** @type {string} */ name) => `${name}’s ghost`,
  yours: 'your earlier game',
  theirs: 'their earlier game',
};
