// @ts-check
/**
 * A wave that types itself, for the start page: the real typing model under a pretended player. Nothing is judged here
 * and nothing is sent; the words' classes are found by a few patterns, good enough for these lines.
 */

import { TypingModel } from '../typing/model.js';

const SNIPPETS = [
  `def nearest(point, others):
    best, best_distance = None, float("inf")
    for other in others:
        distance = math.dist(point, other)
        if distance < best_distance:
            best, best_distance = other, distance
    return best`,
  `const debounce = (fn, wait) => {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), wait);
  };
};`,
];

const WORD = /"[^"]*"|\d+|\w+|[()[\]{},;]|\.\.\.|[^\s\w]+/g;
const KEYWORDS = new Set(['def', 'for', 'in', 'if', 'return', 'const', 'let']);
const NAMES = new Set(['best', 'best_distance', 'other', 'others', 'distance', 'point', 'args', 'timer', 'wait']);

/** @param {string} word @param {string} after @returns {string} */
function kindOf(word, after) {
  if (word[0] === '"') return 'string';
  if (KEYWORDS.has(word)) return 'keyword';
  if (word === 'None') return 'number';
  if (/^\w/.test(word)) return after === '(' && !NAMES.has(word) ? 'function' : 'name';
  return /^[()[\]{},;.]$/.test(word) ? 'punctuation' : 'operator';
}

/** @param {string} text @returns {import('../typing/model.js').Wave} */
function waveOf(text) {
  /** @type {import('../typing/model.js').Span[]} */
  const words = [...text.matchAll(WORD)].map((found) => {
    const end = found.index + found[0].length;
    return [found.index, end, kindOf(found[0], text[end] ?? '')];
  });
  let start = 0;
  let due = 2_500;
  const enemies = text.split('\n').map((line) => {
    const code = line.trim();
    const from = start + line.indexOf(code);
    start += line.length + 1;
    due += code.length * 150;
    return { start: from, end: from + code.length, due, every_ms: 2_000, damage: 5 };
  });
  return { text, words, enemies };
}

const MEAN_KEY_MS = 125;
const WRONG_KEYS = 0.025;
const REST_MS = 1_800; // between two snippets

export class Demo {
  /**
   * @param {(model: TypingModel, before: string) => void} loaded `before`: the text of the wave that it follows
   * @param {(model: TypingModel, events: import('../typing/model.js').TypingEvent[]) => void} pressed
   */
  constructor(loaded, pressed) {
    this.loaded = loaded;
    this.pressed = pressed;
    this.model = new TypingModel();
    this.turn = -1;
    this.now_ms = 0;
    this.key_ms = 0; // when the next key is pressed
    this.#next();
  }

  #next() {
    this.turn += 1;
    this.now_ms = 0;
    this.key_ms = 900;
    const { length } = SNIPPETS;
    this.model.load(waveOf(SNIPPETS[this.turn % length]));
    this.loaded(this.model, SNIPPETS[(this.turn + length - 1) % length]);
  }

  /** Let time pass. @param {number} passed_ms */
  advance(passed_ms) {
    const { model } = this;
    this.now_ms += Math.min(passed_ms, 100);
    while (this.now_ms >= this.key_ms) {
      if (model.due === null) return this.#next();
      const wrong = Math.random() < WRONG_KEYS;
      this.pressed(model, model.press(wrong ? 'k' : model.due));
      this.key_ms += model.cleared ? REST_MS : MEAN_KEY_MS * Math.exp((Math.random() - 0.5) * 0.9) * (wrong ? 3 : 1);
    }
    return undefined;
  }
}
