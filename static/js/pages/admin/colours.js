// @ts-check
/**
 * The colours of the code in the editor: a picture of the text, laid over the text area whose own letters are not seen.
 *
 * Law: colours are the arena's, from the words that the server's grammar found. It is asked now and then; until it
 * answers, words stay with their text, and what is new has no colour.
 */

import { fill, h } from '../../dom.js';
import { coloured } from '../../parts/coloured.js';

/** @import { Word } from '../../parts/coloured.js' */

const LENGTH_LIMIT = 20_000; // characters: beyond that the server tells no words

export class Colours {
  constructor() {
    this.element = h('pre.colours');
    this.text = '';
    /** @type {Word[]} */
    this.words = [];
  }

  /** What the server found in a text, which may have changed since. @param {string} text @param {Word[]} words */
  found(text, words) {
    this.text = text;
    this.words = words;
  }

  /** @param {string} now @returns {boolean} false: it is too long, and shown by the text area itself */
  draw(now) {
    if (now.length > LENGTH_LIMIT) return false;
    this.words = moved(this.words, this.text, now);
    this.text = now;
    fill(this.element, coloured(now, this.words));
    return true;
  }
}

/**
 * Where the words of a text are after an edit of one place. A word that was edited itself stays one, unless blanks
 * came into it.
 * @param {Word[]} words @param {string} before @param {string} now
 */
export function moved(words, before, now) {
  if (before === now) return words;
  const most = Math.min(before.length, now.length);
  let head = 0;
  while (head < most && before[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const [from, to, by] = [head, before.length - tail, now.length - before.length];
  return words.flatMap(([start, end, kind]) => {
    const holds = end >= to && (start < from || (start === from && from < to));
    const isOne = holds && end + by > start && !/\s/.test(now.slice(start, end + by));
    /** @type {Word[]} */
    const kept = [];
    if (isOne) kept.push([start, end + by, kind]);
    else if (end <= from) kept.push([start, end, kind]);
    else if (start >= to) kept.push([start + by, end + by, kind]);
    return kept;
  });
}
