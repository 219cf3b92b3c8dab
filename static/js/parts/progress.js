// @ts-check
/** How far somebody has come, as a bar with its words. */

import { h } from '../dom.js';

/** @param {number} done @param {number} all @param {string} words which also name the bar */
export const progressBar = (done, all, words) =>
  h('p.progress', {}, h('progress', { max: Math.max(1, all), value: done, 'aria-label': words }), h('span', {}, words));
