// @ts-check
/** Names of new pupils, one a line. Law: a refused list stays as it was typed, and each fault is told at its line. */

import { fill, h } from '../../../dom.js';
import { isProblem } from '../../../parts/form.js';
import { whyNot } from '../../../text/common.js';
import { text } from './text.js';

/** @import { Problem } from '../../../net/api.js' */

/** @param {(usernames: string[]) => Promise<void>} add throws a Problem */
export function pupilsForm(add) {
  const t = text.pupils;
  const field = h('textarea', {
    id: 'pupils',
    rows: 8,
    required: true,
    spellcheck: 'false',
    autocapitalize: 'none',
    autocomplete: 'off',
    'aria-describedby': 'pupils-hint pupils-faults',
  });
  const faults = h('div.faults', { id: 'pupils-faults', role: 'alert' });
  const button = h('button.primary', { type: 'submit' }, t.add);
  const form = h(
    'form',
    { novalidate: true },
    h('div.field', {}, h('label', { for: 'pupils' }, t.label), field, h('p.hint', { id: 'pupils-hint' }, t.hint)),
    faults,
    h('div.choices', {}, button),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const lines = linesOf(field.value);
    show([], '');
    if (!lines.length) {
      show([], t.none);
      return;
    }
    button.disabled = true;
    fill(button, t.adding);
    try {
      await add(lines.map(({ name }) => name));
    } catch (error) {
      if (!isProblem(error)) throw error;
      const wrong = wrongLines(error, lines);
      show(wrong, wrong.length ? t.nothing : whyNot(error));
    } finally {
      button.disabled = false;
      fill(button, t.add);
    }
  });

  /** @param {Wrong[]} wrong @param {string} words */
  function show(wrong, words) {
    fill(faults, words && h('p.error', {}, `✗ ${words}`), wrong.length > 0 && h('ul', {}, wrong.map(fault)));
    if (words) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    if (words) field.focus();
  }

  /** Leads to the line. @param {Wrong} wrong */
  function fault({ line, words }) {
    const go = () => {
      field.focus();
      field.setSelectionRange(line.from, line.from + line.text.length);
    };
    return h('li', {}, h('button.link', { type: 'button', onclick: go }, t.line(line.number)), ` ${words}`);
  }
  return form;
}

/** @typedef {{number: number, from: number, text: string, name: string}} Line `from`: where it begins in the field */
/** @typedef {{line: Line, words: string}} Wrong */

/** Those that hold a name. @param {string} value @returns {Line[]} */
function linesOf(value) {
  let from = 0;
  const all = value.split('\n').map((line, index) => {
    const found = { number: index + 1, from, text: line, name: line.trim() };
    from += line.length + 1;
    return found;
  });
  return all.filter(({ name }) => name);
}

/** @param {Problem} problem @param {Line[]} lines @returns {Wrong[]} */
function wrongLines(problem, lines) {
  return problem.errors.flatMap(({ pointer, code, detail }) => {
    const line = lines[Number(/^\/usernames\/(\d+)$/.exec(pointer)?.[1] ?? -1)];
    return line ? [{ line, words: text.pupils.wrong(line.name, code, detail) }] : [];
  });
}
