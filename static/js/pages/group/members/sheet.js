// @ts-check
/** Passwords to print and to cut: one strip for each pupil. */

import { h } from '../../../dom.js';
import { pageFrame } from '../../../parts/pieces.js';
import { text } from './text.js';

/** @import { Pupil } from '../../../net/types.js' */

/**
 * @param {{pupils: Pupil[], group: string, site: string}} of
 * @param {{print: () => void, done: () => void}} ways
 */
export function sheet({ pupils, group, site }, ways) {
  const t = text.sheet;
  const element = pageFrame(
    'sheet',
    t.title(pupils.length),
    h('p.lead', {}, h('b', {}, t.once), ` ${t.lead}`),
    h(
      'p.choices',
      {},
      h('button.primary', { type: 'button', onclick: ways.print }, t.print),
      h('button', { type: 'button', onclick: ways.done }, t.done),
    ),
    h(
      'ul.strips',
      {},
      pupils.map((pupil) => strip(pupil, group, site)),
    ),
  );
  return { element, heading: /** @type {HTMLElement} */ (element.firstElementChild) };
}

/** @param {Pupil} pupil @param {string} group @param {string} site */
function strip({ username, password }, group, site) {
  const t = text.sheet;
  const pair = (/** @type {string} */ label, /** @type {string} */ value) =>
    h('div', {}, h('dt', {}, label), h('dd', {}, value));
  return h(
    'li',
    { 'data-pupil': username },
    h('p.hint', {}, t.strip(group)),
    h('dl', {}, pair(t.site, `${site}/login`), pair(t.username, username), pair(t.password, password)),
    h('p.hint', {}, t.then),
  );
}
