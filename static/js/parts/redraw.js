// @ts-check
/** Drawing a board anew while somebody is on one of its links. */

import { fill } from '../dom.js';

/**
 * Replace what an element holds; the focus stays with the player it was on.
 * @param {HTMLElement} element @param {...import('../dom.js').Children} children
 */
export function redraw(element, ...children) {
  const held = focused(element);
  fill(element, ...children);
  refocus(element, held);
}

/* eslint-disable no-restricted-syntax -- the table is redrawn, so the link that had the focus is looked up in it */

/** Which of whose links has the focus. @param {HTMLElement} within @returns {[string, number] | string | null} */
function focused(within) {
  const link = document.activeElement;
  if (!(link instanceof HTMLAnchorElement) || !within.contains(link)) return null;
  const row = link.closest('tr');
  return row ? [row.dataset.user ?? '', [...row.querySelectorAll('a')].indexOf(link)] : link.rel;
}

/** @param {HTMLElement} within @param {[string, number] | string | null} held */
function refocus(within, held) {
  if (held === null) return;
  const links = [...within.querySelectorAll('a')];
  const isOf = (/** @type {HTMLAnchorElement} */ link) => link.closest('tr')?.dataset.user;
  const link = Array.isArray(held)
    ? links.filter((one) => isOf(one) === held[0])[held[1]]
    : links.find((one) => one.rel === held);
  link?.focus({ preventScroll: true });
}
