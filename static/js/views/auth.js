// @ts-check
/** Forms to log in and to register. Law: a refusal stands at its field, in words, and the field says so. */

import { h } from '../dom.js';
import { text } from '../text/common.js';
import { text as authText } from '../text/auth.js';
import { pageFrame } from './parts.js';

/** @typedef {{name: string, label: string, type: string, autocomplete: string, hint?: string, required?: boolean, onlyFor?: string}} Field `onlyFor`: shown once a refusal of this code asks for it */

/**
 * @param {{title: string, lead?: string, fields: Field[], submit: string, ways: [href: string, label: string][]}} form
 * @param {(values: Record<string, string>) => Promise<void>} submit throws a Problem
 */
export function formView({ title, lead, fields, submit: label, ways }, submit) {
  const button = h('button.primary', { type: 'submit' }, label);
  const general = h('p.error', { role: 'alert', hidden: true });
  const inputs = fields.map((field, index) => fieldView(field, index === 0));
  const form = h(
    'form.card',
    { novalidate: true },
    inputs.map((input) => input.element),
    general,
    h('div.choices', {}, button),
    h('p.ways', {}, ways.map(([href, words]) => h('a', { href }, words))),
  );

  /** @param {import('../net/api.js').Problem} problem */
  const refuse = (problem) => {
    let first = inputs.find((one) => one.onlyFor === problem.code);
    if (first) first.element.hidden = false;
    let rest = problem.errors.length ? '' : problem.status ? problem.message : text.problem.away;
    for (const { pointer, code, detail } of problem.errors) {
      const input = inputs.find((one) => `/${one.name}` === pointer);
      if (input) input.refuse(sentence((code === 'string_pattern_mismatch' && input.hint) || detail));
      else rest = sentence(detail);
      first ??= input;
    }
    general.textContent = rest;
    general.hidden = !rest;
    (first ?? inputs[0]).input.focus();
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    general.hidden = true;
    for (const input of inputs) input.refuse('');
    button.disabled = true;
    try {
      await submit(Object.fromEntries(inputs.map(({ name, input }) => [name, input.value])));
    } catch (error) {
      if (!isProblem(error)) throw error;
      refuse(error);
    } finally {
      button.disabled = false;
    }
  });
  return pageFrame('auth', title, lead && h('p.lead', {}, lead), form);
}

/** @param {Field} field @param {boolean} first */
function fieldView({ name, label, type, autocomplete, hint, required = true, onlyFor }, first) {
  const id = `field-${name}`;
  const says = h('span.error', { id: `${id}-error`, hidden: true });
  const tells = hint ? h('span.hint', { id: `${id}-hint` }, hint) : null;
  const describedby = [tells && `${id}-hint`, `${id}-error`].filter(Boolean).join(' ');
  const plain = { autocapitalize: 'none', spellcheck: 'false' };
  const input = h('input', { id, name, type, autocomplete, required, ...plain, 'aria-describedby': describedby, 'data-focus': first });
  const element = h('div.field', { hidden: onlyFor !== undefined }, h('label', { for: id }, label), input, tells, says);
  return {
    name,
    hint,
    onlyFor,
    input,
    element,
    /** @param {string} words why it is refused; empty when it is not */
    refuse(words) {
      says.textContent = words ? `✗ ${words}` : '';
      says.hidden = !words;
      if (words) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    },
  };
}

/** A detail as a sentence. @param {string} detail */
function sentence(detail) {
  const plain = detail.replace(/^(String|Value|Input) should/, authText.should);
  const full = plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.!?]$/.test(full) ? full : `${full}.`;
}

/** Views do not touch the network, so they know a refusal by its shape. @param {any} error @returns {error is import('../net/api.js').Problem} */
function isProblem(error) {
  return error instanceof Error && 'errors' in error && 'status' in error;
}
