// @ts-check
/** The rows of the arena: one for each line of a snippet, blank ones included, and what stands above and below them. */

import { h } from '../dom.js';
import { Lane } from './lane.js';

const COMING_ROWS = 12; // more do not fit below the last line
export const PAST_ROWS = 10; // more do not fit above the first

/** @param {import('../typing/model.js').Wave} wave @param {boolean} previewed its text was seen waiting */
export function waveRows(wave, previewed) {
  /** @type {Lane[]} */
  const lanes = [];
  let start = 0;
  const rows = wave.text.split('\n').map((line, index) => {
    const enemy = wave.enemies.findIndex((one) => one.start >= start && one.end <= start + line.length);
    start += line.length + 1;
    if (!line.trim()) return blank(index);
    const lane = new Lane(wave, enemy, index + 1, previewed ? 1 : undefined);
    lanes.push(lane);
    return lane.element;
  });
  return { rows, lanes };
}

/** The text of a wave that has not begun. @param {string} text @param {string} title */
export function comingRows(text, title) {
  return [divideRow(title), ...textRows(text, 'next').slice(0, COMING_ROWS)];
}

/**
 * What stands above a wave: the last lines of the one before it, and where those are not known, some words.
 * @typedef {object} Above
 * @property {string} [before] the text of the wave before
 * @property {readonly string[]} [intro] the words, a row each
 * @property {string} [title] of the wave
 */

/** @param {HTMLElement[]} drawn what is left of the wave before, if it was drawn @param {Above} above */
export function aboveRows(drawn, { before, intro = [], title }) {
  const past = drawn.length || !before ? drawn : textRows(before, 'past').slice(-PAST_ROWS);
  const above = past.length ? past : intro.map((words) => h('div.lane.intro', hidden, h('div.body', {}, words)));
  return title ? [...above, divideRow(title)] : above;
}

/** Where a wave begins. @param {string} title */
const divideRow = (title) => h('div.lane.divide', hidden, h('span', {}, title));

/** @param {string} text @param {string} kind */
const textRows = (text, kind) =>
  text.split('\n').map((line, index) => {
    if (!line.trim()) return blank(index);
    return h(`div.lane.${kind}`, hidden, number(index), h('div.body', {}, h('code', {}, line)));
  });

const hidden = { 'aria-hidden': 'true' }; // a screen reader hears what is due

const blank = (/** @type {number} */ index) => h('div.lane.blank', hidden, number(index));
const number = (/** @type {number} */ index) => h('span.number', {}, index + 1);
