// @ts-check
/** The English of the modes: how a list marks a game of one, and why its games are not ranked, if they are not. */

/** @import { Mode } from '../terms.js' */

/** `tag` is empty for the ordinary game. `why` continues "Not ranked: …". */
export const modes = /** @satisfies {Record<Mode, {tag: string, why: string}>} */ ({
  SOLO: { tag: '', why: '' },
  SPRINT: { tag: 'sprint', why: '' },
  DAILY: { tag: 'daily', why: '' },
  GHOST: { tag: 'against a ghost', why: 'it was played against a ghost' },
  RACE: { tag: 'race', why: 'races have places of their own' },
  CONTEST: { tag: 'contest', why: 'contests have standings of their own' },
  CHALLENGE: { tag: 'challenge', why: 'challenges have boards of their own' },
  PRACTICE: { tag: 'practice', why: 'practice games have no leaderboard' },
});

/** @param {string} reason `unranked_reason` of a result, which for an unranked mode is its name in lower case */
export function whyModeIsUnranked(reason) {
  const mode = reason.toUpperCase();
  return mode in modes ? modes[/** @type {Mode} */ (mode)].why : '';
}
