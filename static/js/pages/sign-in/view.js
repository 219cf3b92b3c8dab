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
 * @property {[question: string, answer: string]} [help]
 */

/**
 * @param {Form} form
 * @param {(values: Record<string, string>) => Promise<void>} submit throws a Problem
 */
export function formView({ title, lead, fields, submit: label, ways, help }, submit) {
  const links = h(
    'p.ways',
    {},
    ways.map(([href, words]) => h('a', { href }, words)),
  );
  const answer = help && h('details.help', {}, h('summary', {}, help[0]), h('p', {}, help[1]));
  const form = formElement({ name: 'field', fields, submit: label, first: true }, submit, answer, links);
  form.classList.add('card');
  return pageFrame('auth', title, lead && h('p.lead', {}, lead), form);
}

/** Why there is no form, and the ways on. @param {Pick<Form, 'title' | 'ways'> & {lead: string}} closed */
export function closedView({ title, lead, ways }) {
  const links = ways.map(([href, words]) => h('a.button', { href }, words));
  return pageFrame('auth', title, h('p.lead', {}, lead), h('p.choices', {}, links));
}
