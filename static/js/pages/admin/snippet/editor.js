// @ts-check
/**
 * The form of one snippet: its code, what is said about it, what the library says to it, and saving.
 *
 * Law: a refusal stands where it belongs (an error of the code at its line and column, another at its field), in words,
 * and the focus goes to the first.
 */

import { fill, h } from '../../../dom.js';
import { text } from '../text.js';
import { CodeEditor } from './code.js';
import { diffView } from './diff.js';
import { fieldsOf, suggestInto } from './fields.js';
import { stateTag } from '../frame.js';
import { verdictView } from './verdict.js';

/** @typedef {import('./fields.js').Values} Values */
/** @typedef {{values: Values, is_active: boolean | null, touched: Set<string>}} Saving `is_active` null leaves it */

const INDENT = /** @type {Record<string, number>} */ ({ PYTHON: 4 });

/**
 * @param {{snippet: any | null, values: Values, original: Values, restored: boolean, categories: string[]}} state
 * @param {{changed: (values: Values) => void, save: (saving: Saving) => void, retire: () => void, discard: () => void,
 *   say: (words: string) => void}} actions
 */
export function editorView({ snippet, values, original, restored, categories }, actions) {
  const t = text.editor;
  const readOnly = snippet !== null && !snippet.is_latest;
  /** @type {Set<string>} */
  const touched = new Set(
    Object.keys(values).filter(
      (name) => values[/** @type {'source'} */ (name)] !== original[/** @type {'source'} */ (name)],
    ),
  );
  /** @type {any} the last answer about a text without faults */
  let measures = null;

  const changed = (/** @type {string} */ name) => {
    touched.add(name);
    actions.changed(read());
  };
  const code = new CodeEditor(
    { value: values.snippet_text, indent: INDENT[values.language] ?? 2, readOnly },
    { changed: () => changed('snippet_text'), say: actions.say },
  );

  const fields = fieldsOf({ values, isNew: snippet === null, readOnly }, changed);
  fields.each.language.input.addEventListener('change', () => {
    code.indent = INDENT[fields.each.language.input.value] ?? 2;
  });

  /** @returns {Values} */
  const read = () => ({ ...fields.read(), snippet_text: code.value });

  // ------------------------------------------------------------ what the library says

  const verdict = verdictView(code);
  const suggest = () => measures && suggestInto(fields, measures, readOnly, changed);
  fields.each.difficulty.input.addEventListener('input', suggest);
  fields.each.expected_wpm.input.addEventListener('input', suggest);

  // ------------------------------------------------------------ saving

  const general = h('p.error', { role: 'alert', hidden: true });
  const conflict = h('section.card.conflict', { hidden: true, role: 'alert', tabindex: -1 });
  const button = (/** @type {string} */ label, /** @type {boolean | null} */ is_active, kind = '') =>
    h(
      'button',
      { type: 'button', class: kind, onclick: () => actions.save({ values: read(), is_active, touched }) },
      label,
    );
  const state = snippet?.state ?? null;
  /** @type {HTMLElement[]} */
  const buttons = readOnly
    ? []
    : state === null
      ? [button(t.publish, true, 'primary'), button(t.draft, false)]
      : state === 'PUBLISHED'
        ? [button(t.save, null, 'primary'), h('button.danger', { type: 'button', onclick: actions.retire }, t.retire)]
        : [button(t.publish, true, 'primary'), button(state === 'DRAFT' ? t.draft : t.save, null)];
  const note = h(
    'p.note',
    { hidden: !restored },
    t.restored,
    ' ',
    h('button.link', { type: 'button', onclick: actions.discard }, t.discard),
  );

  const form = h(
    'form.snippet',
    { novalidate: true },
    h(
      'section.card.source',
      {},
      h(
        'div.headline',
        {},
        h('label.title', { for: 'code' }, t.code),
        snippet &&
          h('span', {}, stateTag(snippet.state), h('span.muted', {}, ` · ${text.list.version(snippet.version)}`)),
      ),
      code.element,
      h('p.hint', { id: 'code-keys' }, t.keys),
      verdict.element,
    ),
    verdict.preview,
    h(
      'section.card.said',
      {},
      h(
        'div.fields',
        {},
        Object.values(fields.each).map((one) => one.element),
      ),
      h(
        'datalist',
        { id: 'categories' },
        categories.map((name) => h('option', { value: name })),
      ),
      general,
      h('div.choices', {}, buttons),
    ),
  );
  form.addEventListener('submit', (event) => event.preventDefault()); // Enter in a field publishes nothing

  return {
    element: h('div.edit', {}, note, conflict, form),
    read,
    checking: verdict.checking,
    /** @param {any | null} answer null: the server does not answer */
    checked(answer) {
      verdict.checked(answer);
      measures = answer?.measures ?? measures;
      suggest();
    },
    get measures() {
      return measures;
    },
    /** @param {boolean} is */
    busy(is) {
      for (const one of buttons) /** @type {HTMLButtonElement} */ (one).disabled = is;
      if (is) {
        general.hidden = true;
        conflict.hidden = true;
        for (const one of Object.values(fields.each)) one.refuse('');
      }
    },
    /** @param {{errors: any[], message: string, body: any}} problem */
    refuse(problem) {
      const faults = problem.errors.filter((one) => one.line !== undefined);
      if (faults.length) verdict.faults(faults);
      let first = /** @type {any} */ (null);
      for (const { pointer, code: why, detail } of problem.errors) {
        const found = fields.each[/** @type {'source'} */ (pointer.slice(1))];
        found?.refuse(why === 'string_pattern_mismatch' ? t.categoryHint : detail);
        first ??= found;
      }
      fill(
        general,
        faults.length || first ? t.refused : problem.message,
        problem.body?.snippet_id && [' ', h('a', { href: `/admin/snippets/${problem.body.snippet_id}` }, t.other)],
      );
      general.hidden = false;
      if (faults.length) code.goTo(faults[0]);
      else first?.input.focus();
    },
    /** Somebody else was here. @param {any} theirs the latest version @param {{theirs: () => void, mine: () => void}} choose */
    conflicts(theirs, choose) {
      const mine = code.value.replace(/\r\n/g, '\n').replace(/\n$/, '');
      const same = mine === theirs.snippet_text;
      fill(
        conflict,
        h('h2', {}, t.conflict),
        same
          ? h('p', {}, t.sameText)
          : [h('p', {}, t.conflictDiff), diffView(t.conflictDiff, theirs.snippet_text, mine)],
        h(
          'div.choices',
          {},
          h('button', { type: 'button', onclick: choose.theirs }, t.theirs),
          h('button.danger', { type: 'button', onclick: choose.mine }, t.mine),
        ),
      );
      conflict.hidden = false;
      conflict.focus();
    },
  };
}
