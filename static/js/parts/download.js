// @ts-check
/** A file for the player to keep. */

import { h } from '../dom.js';

const KEPT_MS = 60_000; // a browser may ask where to put it first

/** @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const href = URL.createObjectURL(blob);
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
}
