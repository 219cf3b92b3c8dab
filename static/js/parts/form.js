// @ts-check
/** A form that is sent. Law: a refusal is shown in words at its field, and the field is marked as invalid. */

import { h } from '../dom.js';
import { text, whyNot } from '../text/common.js';
import { optionsOf } from './pieces.js';

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} type of the input; `textarea` for several lines
 * @property {number} [most] characters
 * @property {string} [autocomplete]
 * @property {string} [hint]
 * @property {boolean} [required]
 * @property {string} [value] what it holds at first
 * @property {Record<string, string>} [options] value → words: a list to choose from, instead of an input
 * @property {Record<string, string | number>} [attributes] of the control, such as its bounds
 * @property {string} [onlyFor] shown once a refusal of this code asks for it
 */

/**
 * @typedef {object} Form
 * @property {string} name sets its fields apart from another form's on the page
 * @property {Field[]} fields
 * @property {string} submit
 * @property {string} [kind] of the button
 * @property {string} [done] is said when it was accepted
 * @property {boolean} [first] the page's focus goes to its first field
 * @property {string} [username] tells a browser that keeps passwords whose it is
 */

/** What a field's hint says already, in better words: a refusal does not say it a second time. */
const SAID_BY_HINTS = new Set(['string_pattern_mismatch', 'string_too_short', 'string_too_long']);

/**
 * @param {Form} form
 * @param {(values: Record<string, string>) => Promise<void>} submit throws a Problem
 * @param {...import('../dom.js').Children} more below the button
 */
export function formElement(
  { name, fields, submit: label, kind = 'primary', done, first = false, username },
  submit,
  ...more
) {
  const button = h('button', { type: 'submit', class: kind }, label);
  const general = h('p.error', { role: 'alert', hidden: true });
  const success = h('span.good', { role: 'status' });
  const start = first ? firstEmpty(fields) : undefined;
  const inputs = fields.map((field) => fieldView(name, field, field === start));
  const form = h(
    'form',
    { novalidate: true },
    username &&
      h('input', {
        type: 'text',
        autocomplete: 'username',
        value: username,
        readonly: true,
        hidden: true,
        'aria-label': text.form.username,
      }),
    inputs.map((input) => input.element),
    general,
    h('div.choices', {}, button, success),
    ...more,
  );

  /** @param {import('../net/api.js').Problem} problem */
  const refuse = (problem) => {
    let wrong = inputs.find((one) => one.onlyFor === problem.code);
    if (wrong) wrong.element.hidden = false;
    let rest = problem.errors.length ? '' : whyNot(problem);
    for (const { pointer, code, detail } of problem.errors) {
      const input = inputs.find((one) => `/${one.name}` === pointer);
      if (input) input.refuse(code, sentence(detail));
      else rest = sentence(detail);
      wrong ??= input;
    }
    general.textContent = rest;
    general.hidden = !rest;
    (wrong ?? inputs[0])?.input.focus();
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    general.hidden = true;
    success.textContent = '';
    for (const input of inputs) input.accept();
    button.disabled = true;
    try {
      await submit(Object.fromEntries(inputs.map((one) => [one.name, one.input.value])));
      for (const { input } of inputs) if (input.type === 'password') input.value = '';
      success.textContent = done ? `✓ ${done}` : '';
    } catch (error) {
      if (!isProblem(error)) throw error;
      refuse(error);
    } finally {
      button.disabled = false;
    }
  });
  return form;
}

/** Where to begin: what the page has filled in needs nothing. @param {Field[]} fields */
const firstEmpty = (fields) => fields.find(({ value, onlyFor }) => !value && onlyFor === undefined) ?? fields[0];

/** @param {string} form @param {Field} field @param {boolean} first */
function fieldView(form, field, first) {
  const { name, label, most, autocomplete, hint = '', required = true, onlyFor } = field;
  const id = `${form}-${name}`;
  const says = h('span.error', { id: `${id}-error`, hidden: true });
  const tells = hint ? h('span.hint', { id: `${id}-hint` }, hint) : null;
  const describedby = [tells && `${id}-hint`, `${id}-error`].filter(Boolean).join(' ');
  const input = control(field, {
    id,
    name,
    autocomplete,
    required,
    maxlength: most,
    ...field.attributes,
    'aria-describedby': describedby,
    'data-focus': first,
  });
  const element = h('div.field', { hidden: onlyFor !== undefined }, h('label', { for: id }, label), input, tells, says);
  return {
    name,
    onlyFor,
    input,
    element,
    /** @param {string} code @param {string} detail */
    refuse(code, detail) {
      const asHinted = tells !== null && SAID_BY_HINTS.has(code);
      says.textContent = `✗ ${asHinted ? sentence(hint) : detail}`;
      says.hidden = false;
      if (tells) tells.hidden = asHinted;
      element.hidden = false;
      input.setAttribute('aria-invalid', 'true');
    },
    accept() {
      says.textContent = '';
      says.hidden = true;
      if (tells) tells.hidden = false;
      input.removeAttribute('aria-invalid');
    },
  };
}

/**
 * @param {Field} field @param {import('../dom.js').Properties} properties
 * @returns {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
 */
function control({ type, value = '', options }, properties) {
  const plain = { autocapitalize: 'none', spellcheck: 'false' };
  if (options) return h('select', properties, optionsOf(options, value));
  if (type === 'textarea') return h('textarea', { rows: 3, ...properties }, value);
  return h('input', { type, value, ...plain, ...properties });
}

/**
 * Only what is different: an unchanged value may break a rule that came later.
 * @param {Record<string, unknown>} before null counts as empty @param {Record<string, string>} values
 */
export function changesOf(before, values) {
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => value.trim() !== (before[key] ?? '')));
}

/** A detail as a sentence. @param {string} detail */
function sentence(detail) {
  const plain = detail.replace(/^(String|Value|Input) should/, text.form.should);
  const full = plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.!?]$/.test(full) ? full : `${full}.`;
}

/**
 * Views do not touch the network, so they know a refusal by its shape.
 * @param {unknown} error @returns {error is import('../net/api.js').Problem}
 */
export function isProblem(error) {
  return error instanceof Error && 'errors' in error && 'status' in error;
}

/**
 * What may be refused, which is said then.
 * @param {() => Promise<void>} work @param {(problem: import('../net/api.js').Problem) => void} refuse
 */
export async function attempt(work, refuse) {
  try {
    await work();
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
    refuse(problem);
  }
}
