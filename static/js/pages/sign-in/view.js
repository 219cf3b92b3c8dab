// @ts-check
/** Forms to log in and to register. */

import { h } from '../../dom.js';
import { formElement } from '../../parts/form.js';
import { pageFrame } from '../../parts/pieces.js';

/**
 * @typedef {object} Form
 * @property {string} title
 * @property {string} [lead]
 * @property {import('../../parts/form.js').Field[]} fields
 * @property {string} submit
 * @property {[href: string, label: string][]} ways to other pages
 */

/**
 * @param {Form} form
 * @param {(values: Record<string, string>) => Promise<void>} submit throws a Problem
 */
export function formView({ title, lead, fields, submit: label, ways }, submit) {
  const links = h(
    'p.ways',
    {},
    ways.map(([href, words]) => h('a', { href }, words)),
  );
  const form = formElement({ name: 'field', fields, submit: label, first: true }, submit, links);
  form.classList.add('card');
  return pageFrame('auth', title, lead && h('p.lead', {}, lead), form);
}
