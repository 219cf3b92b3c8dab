// @ts-check
/** Code in the arena's colours, standing still. */

import { h } from '../dom.js';

/** @typedef {[start: number, end: number, kind: string]} Word */

/** What is between the words has no colour. @param {string} text @param {Word[]} words in their order */
export function coloured(text, words) {
  let reached = 0;
  const drawn = words.flatMap(([start, end, kind]) => {
    const between = text.slice(reached, start);
    reached = end;
    return [between, h('span', { class: `k-${kind}` }, text.slice(start, end))];
  });
  return [...drawn, text.slice(reached)];
}
