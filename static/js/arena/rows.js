// @ts-check
/** The rows of the arena: one for each line of a snippet, blank ones included. */

import { h } from '../dom.js';
import { Lane } from './lane.js';

const COMING_ROWS = 12; // more do not fit below the last line

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
  const lines = text.split('\n').slice(0, COMING_ROWS);
  const rows = lines.map((line, index) =>
    line.trim() ? h('div.lane.next', {}, number(index), h('div.body', {}, h('code', {}, line))) : blank(index),
  );
  const all = [h('div.lane.divide', {}, h('span', {}, title)), ...rows];
  for (const row of all) row.setAttribute('aria-hidden', 'true'); // a screen reader hears it when it begins
  return all;
}

const blank = (/** @type {number} */ index) => h('div.lane.blank', {}, number(index));
const number = (/** @type {number} */ index) => h('span.number', {}, index + 1);
