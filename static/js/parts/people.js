// @ts-check
/** People in a list, each with what can be done about them. */

import { h } from '../dom.js';
import { date } from '../text/common.js';

/** @import { ListedPlayer } from '../net/types.js' */
/** @import { Children } from '../dom.js' */

/** The address of a player's page. @param {string} username @param {'' | '/followers' | '/following'} [list] */
export const playerAddress = (username, list = '') => `/players/${encodeURIComponent(username)}${list}`;

/**
 * @param {ListedPlayer} person @param {string} words beside the name
 * @param {...Children} more what can be done
 */
export function personView({ username, display_name }, words, ...more) {
  return h(
    'li',
    {},
    h(
      'div.person',
      {},
      h('a', { href: playerAddress(username) }, h('b', {}, display_name), h('span.muted', {}, ` @${username}`)),
      h('span.hint', {}, words),
    ),
    more.some(Boolean) && h('div.choices', {}, ...more),
  );
}

/** `since 4 March 2026`, in a list's own words. @param {(at: string) => string} words @param {ListedPlayer} person */
export const sinceWhen = (words, { since }) => words(date(since));

/**
 * A small button that is pressed once at a time; what it does has said itself what went wrong.
 * @param {string} label @param {string} about whom, for those who only hear it
 * @param {() => Promise<unknown>} work @param {string} [kind]
 */
export function deedButton(label, about, work, kind = '') {
  const button = h('button', {
    type: 'button',
    class: `small ${kind}`,
    'aria-label': about ? `${label}: ${about}` : null,
    onclick: async () => {
      button.disabled = true;
      await work();
      button.disabled = false;
      if (document.activeElement === document.body) button.focus({ preventScroll: true }); // if it is still there
    },
  });
  button.append(label);
  return button;
}
