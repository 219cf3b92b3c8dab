// @ts-check
/** Buttons that move one of several things up or down among the others. */

import { h } from '../../dom.js';
import { text } from './text.js';

/**
 * @param {{ids: string[], id: string, name: string}} what `ids`: all of them in their order; `name` of this one
 * @param {(ids: string[], key: string) => void} move is given the new order, and the key of the button
 * @param {(key: string, button: HTMLButtonElement) => void} made so that the page can give it the focus again
 */
export function orderButtons({ ids, id, name }, move, made) {
  const at = ids.indexOf(id);
  const button = (/** @type {number} */ by, /** @type {string} */ sign, /** @type {string} */ label) => {
    const key = `${by < 0 ? 'up' : 'down'} ${id}`;
    const one = h('button.quiet.small', { type: 'button', 'aria-label': label, title: label }, sign);
    one.addEventListener('click', () => move(swapped(ids, at, at + by), key));
    one.disabled = !(at + by in ids);
    made(key, one);
    return one;
  };
  return [button(-1, '↑', text.upOf(name)), button(1, '↓', text.downOf(name))];
}

/** @param {string[]} ids @param {number} a @param {number} b */
function swapped(ids, a, b) {
  const now = [...ids];
  [now[a], now[b]] = [now[b], now[a]];
  return now;
}
