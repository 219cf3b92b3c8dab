// @ts-check
/** The offer of a game on the player's weak keys, wherever it is made: what it does, and which keys they are. */

import { h } from '../dom.js';
import { keysName } from '../text/common.js';
import { text as gamesText } from '../text/games.js';

/**
 * Null while no weak key is known: then a focus would do nothing.
 * @param {string[]} keys as the server has them, the weakest first
 * @param {() => void} start
 */
export function focusOffer(keys, start) {
  const t = gamesText;
  if (!keys.length) return null;
  return h(
    'p.choices.on-focus',
    {},
    h('button', { type: 'button', onclick: start }, t.focus),
    h('span.muted', {}, `${t.focusDoes} `, namedKeys(keys), ' ', h('a', { href: '/practice' }, t.focusWhy)),
  );
}

/** @param {string[]} keys */
const namedKeys = (keys) =>
  h(
    'span.keys-named',
    {},
    keys.flatMap((key) => [h('kbd', {}, keysName(key)), ' ']),
  );
