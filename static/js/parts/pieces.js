// @ts-check
/** Small pieces that several pages share. */

import { h } from '../dom.js';
import { difficulties, languages, text } from '../text/common.js';

/** @import { Children } from '../dom.js' */

/** A page's frame. @param {string} name @param {string} title @param {...Children} children */
export function pageFrame(name, title, ...children) {
  return h('article', { class: `page ${name}` }, h('h1', { tabindex: -1 }, title), ...children);
}

/** A part of a page, named by its heading. @param {string} id @param {string} title @param {...Children} children */
export function card(id, title, ...children) {
  return h('section.card', { 'aria-labelledby': id }, h('h2', { id }, title), ...children);
}

/** `Python · Normal`. @param {string} language @param {string} difficulty */
export function kindOfGame(language, difficulty) {
  return `${languages[language] ?? language} · ${difficulties[difficulty] ?? difficulty}`;
}

/** A figure with its label, and what it means. @param {string} label @param {string} value @param {string} [hint] */
export function stat(label, value, hint) {
  return h('div.stat', {}, h('dt', {}, label), h('dd', {}, h('strong', {}, value), hint && h('span.hint', {}, hint)));
}

/**
 * A choice out of few, as radio buttons that look like keys.
 * @template {string} Value
 * @param {string} legend
 * @param {string} name
 * @param {Record<Value, string>} options value → label
 * @param {string} chosen
 * @param {(value: Value) => void} onchange
 */
export function choice(legend, name, options, chosen, onchange) {
  const values = /** @type {Value[]} */ (Object.keys(options));
  const inputs = values.map((value) =>
    h('input', { type: 'radio', name, value, checked: value === chosen, onchange: () => onchange(value) }),
  );
  const labels = inputs.map((input, index) => h('label', {}, input, h('span', {}, options[values[index]])));
  return {
    element: h('fieldset.choice', {}, h('legend', {}, legend), h('div.options', {}, labels)),
    /** @param {string} value */
    set(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

/** The options of a `<select>`. @param {Record<string, string>} options value → words @param {string} chosen */
export function optionsOf(options, chosen) {
  return Object.entries(options).map(([value, words]) => h('option', { value, selected: value === chosen }, words));
}

/**
 * A choice out of a list, with its label.
 * @param {string} label
 * @param {Record<string, string>} options value → words
 * @param {string} chosen
 * @param {(value: string) => void} onchange
 * @param {Record<string, unknown>} [more] attributes
 */
export function select(label, options, chosen, onchange, more = {}) {
  const list = h('select', more, optionsOf(options, chosen));
  list.addEventListener('change', () => onchange(list.value));
  return h('label', {}, h('span', {}, label), list);
}

/**
 * Previous and next, and what is shown.
 * @param {{from: number, to: number, total: number, previous: string | null, next: string | null}} at links or null
 */
export function pager({ from, to, total, previous, next }) {
  const t = text.pager;
  if (total === 0) return null;
  return h(
    'nav.pager',
    { 'aria-label': t.range(from, to, total) },
    previous ? h('a.button.plain', { href: previous, rel: 'prev' }, t.previous) : h('span'),
    h('span.muted', {}, t.range(from, to, total)),
    next ? h('a.button.plain', { href: next, rel: 'next' }, t.next) : h('span'),
  );
}

/**
 * A table that may be scrolled sideways on a small screen.
 * @param {string} caption @param {string[]} columns @param {HTMLElement[]} rows
 */
export function table(caption, columns, rows) {
  return h(
    'div.table',
    {},
    h(
      'table',
      {},
      h('caption.unseen', {}, caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((name) => h('th', { scope: 'col' }, name)),
        ),
      ),
      h('tbody', {}, rows),
    ),
  );
}
