// @ts-check
/** Ways from a game to its replay and to a race against it: links, so they open in new tabs and can be shared. */

import { h } from '../dom.js';
import { WITHOUT_GHOSTS } from '../terms.js';
import { text as gamesText } from '../text/games.js';
import { challengeAddress } from './course-links.js';

/** @import { Problem } from '../net/api.js' */
/** @import { GameResult } from '../net/types.js' */

/**
 * A result, or a leaderboard's entry.
 * @typedef {{session_id: string, result_id?: string, id?: string, display_name?: string, mode?: string}} Linked
 */

/** @param {{session_id: string}} game */
export const replayAddress = ({ session_id }) => `/replay/${session_id}`;

/** @param {Linked} game */
export const raceAddress = (game) => `/race/${game.result_id ?? game.id}`;

/** @param {{mode?: string}} game */
export const canBeRaced = ({ mode = '' }) => !WITHOUT_GHOSTS.includes(mode);

const KEYLESS = ['game/keys-archived', 'game/unreadable'];
/** Whether this is said of a game whose keys are not there, or cannot be read. @param {Problem} problem */
export const isKeyless = ({ code }) => KEYLESS.includes(code);

/** Games that are on no board. @type {Record<string, string>} */
const COMPARED_AT = { RACE: '/ratings', CONTEST: '/contests' };

/** The board on which a game is, or would be. @param {GameResult} result */
export function boardAddress({ mode, seconds, daily_on, language, difficulty, challenge_id }) {
  if (challenge_id) return challengeAddress(challenge_id);
  if (mode === 'SPRINT') return `/leaderboard?${search({ mode: 'sprint', seconds, language, difficulty })}`;
  if (mode === 'DAILY') return `/leaderboard?${search({ mode: 'daily', language, day: daily_on })}`;
  return COMPARED_AT[mode] ?? '/leaderboard';
}

/** @param {Record<string, unknown>} query */
const search = (query) => new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));

/** The two as buttons, for a page about the game. @param {Linked} game */
export function gameLinks(game) {
  return [
    h('a.button.plain', { href: replayAddress(game) }, gamesText.watch),
    canBeRaced(game) && h('a.button.plain', { href: raceAddress(game) }, gamesText.raceThis),
  ];
}

/** The two as small links, for a row of a table; each says whose game it is. @param {Linked} game */
export function rowLinks(game) {
  const t = gamesText;
  const name = game.display_name;
  return h(
    'span.game-links',
    {},
    h('a', { href: replayAddress(game), 'aria-label': name ? t.watchOf(name) : t.watchThis }, t.watch),
    canBeRaced(game) && h('a', { href: raceAddress(game), 'aria-label': name ? t.raceOf(name) : t.raceThis }, t.race),
  );
}

/** To one's own best. @param {{result_id: string, value: number}} entry of a leaderboard by score */
export function bestLink(entry) {
  return h('a.button.plain', { href: `/race/${entry.result_id}` }, gamesText.raceBest(entry.value));
}

/**
 * What a ghost is called beside a player's game.
 * @param {{user_id: string, display_name: string}} ghost its result
 * @param {string} player_id
 * @param {boolean} own whether the reader is the player
 */
export function ghostName(ghost, player_id, own) {
  if (ghost.user_id !== player_id) return gamesText.ghostsOf(ghost.display_name);
  return own ? gamesText.yours : gamesText.theirs;
}
