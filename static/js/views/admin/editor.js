// @ts-check
/**
 * The form of one snippet: its code, what is said about it, what the library says to it, and saving.
 *
 * Law: a refusal stands where it belongs (an error of the code at its line and column, another at its field), in words,
 * and the focus goes to the first.
 */

import { fill, h } from '../../dom.js';
import { states, text } from '../../text/admin.js';
import { difficulties, languages, tenths } from '../../text/common.js';
import { CodeEditor } from './code.js';
import { diffView } from './diff.js';
import { stateTag } from './frame.js';
import { previewView } from './preview.js';

/** @typedef {{language: string, difficulty: string, category: string, snippet_text: string, expected_wpm: string, source: string, license: string}} Values */
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
  const touched = new Set(Object.keys(values).filter((name) => values[/** @type {'source'} */ (name)] !== original[/** @type {'source'} */ (name)]));
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

  const field = (/** @type {keyof Values} */ name, /** @type {string} */ label, /** @type {HTMLInputElement | HTMLSelectElement} */ input, /** @type {string} */ hint = '') => {
    input.id = `field-${name}`;
    input.setAttribute('aria-describedby', `field-${name}-hint field-${name}-error`);
    const says = h('span.error', { id: `field-${name}-error`, hidden: true });
    const hints = h('span.hint', { id: `field-${name}-hint` }, hint);
    input.addEventListener('input', () => changed(name));
    return {
      input,
      hints,
      element: h('div.field', {}, h('label', { for: `field-${name}` }, label), input, hints, says),
      /** @param {string} words empty when it is not refused */
      refuse(words) {
        says.textContent = words ? `✗ ${words}` : '';
        says.hidden = !words;
        if (words) input.setAttribute('aria-invalid', 'true');
        else input.removeAttribute('aria-invalid');
      },
    };
  };
  const options = (/** @type {Record<string, string>} */ of, /** @type {string} */ chosen, /** @type {boolean} */ disabled) =>
    h('select', { disabled }, Object.entries(of).map(([value, label]) => h('option', { value, selected: value === chosen }, label)));
  const input = (/** @type {string} */ value, more = {}) => h('input', { value, readonly: readOnly, autocomplete: 'off', spellcheck: 'false', ...more });

  const fields = {
    language: field('language', t.language, options(languages, values.language, snippet !== null), snippet ? t.fixedLanguage : ''),
    difficulty: field('difficulty', t.difficulty, options(difficulties, values.difficulty, readOnly)),
    category: field('category', t.category, input(values.category, { list: 'categories', maxlength: 50, autocapitalize: 'none' }), t.categoryHint),
    expected_wpm: field('expected_wpm', t.wpm, input(values.expected_wpm, { inputmode: 'decimal', maxlength: 6 }), t.wpmHint),
    source: field('source', t.source, input(values.source, { maxlength: 500 }), t.sourceHint),
    license: field('license', t.license, input(values.license, { maxlength: 100 })),
  };
  fields.language.input.addEventListener('change', () => {
    code.indent = INDENT[fields.language.input.value] ?? 2;
  });

  /** @returns {Values} */
  const read = () => ({
    language: fields.language.input.value,
    difficulty: fields.difficulty.input.value,
    category: fields.category.input.value.trim(),
    snippet_text: code.value,
    expected_wpm: fields.expected_wpm.input.value.trim(),
    source: fields.source.input.value.trim(),
    license: fields.license.input.value.trim(),
  });

  // ------------------------------------------------------------ what the library says

  const says = h('p.says', { id: 'code-says', role: 'status' }, t.emptyYet);
  const faultList = h('ol.faults');
  const alike = h('div.note', { hidden: true });
  const preview = previewView();

  const showFaults = (/** @type {import('./code.js').Fault[]} */ faults) => {
    code.mark(faults);
    fill(
      faultList,
      faults.map((fault) => h('li', {}, h('button.link', { type: 'button', onclick: () => code.goTo(fault) }, `✗ ${t.fault(fault.line, fault.column, fault.detail)}`))),
    );
  };
  const suggest = () => {
    if (!measures) return;
    const { difficulty, expected_wpm: wpm, figure } = measures;
    const use = (/** @type {keyof typeof fields} */ name, /** @type {string} */ value, /** @type {string} */ label) =>
      !readOnly &&
      fields[name].input.value !== value &&
      h('button.link', {
        type: 'button',
        onclick: () => {
          fields[name].input.value = value;
          fields[name].input.focus();
          changed(name);
          suggest();
        },
      }, t.use(label));
    fill(fields.difficulty.hints, t.measured(difficulties[difficulty], figure), ' ', use('difficulty', difficulty, difficulties[difficulty]));
    fill(fields.expected_wpm.hints, t.suggested(wpm), ' ', use('expected_wpm', String(wpm), tenths(wpm)));
  };
  fields.difficulty.input.addEventListener('input', suggest);
  fields.expected_wpm.input.addEventListener('input', suggest);

  // ------------------------------------------------------------ saving

  const general = h('p.error', { role: 'alert', hidden: true });
  const conflict = h('section.card.conflict', { hidden: true, role: 'alert', tabindex: -1 });
  const button = (/** @type {string} */ label, /** @type {boolean | null} */ is_active, kind = '') =>
    h('button', { type: 'button', class: kind, onclick: () => actions.save({ values: read(), is_active, touched }) }, label);
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
      h('div.headline', {}, h('label.title', { for: 'code' }, t.code), snippet && h('span', {}, stateTag(snippet.state), h('span.muted', {}, ` · ${text.list.version(snippet.version)}`))),
      code.element,
      h('p.hint', { id: 'code-keys' }, t.keys),
      says,
      faultList,
      alike,
    ),
    preview.element,
    h(
      'section.card.said',
      {},
      h('div.fields', {}, Object.values(fields).map((one) => one.element)),
      h('datalist', { id: 'categories' }, categories.map((name) => h('option', { value: name }))),
      general,
      h('div.choices', {}, buttons),
    ),
  );
  form.addEventListener('submit', (event) => event.preventDefault()); // Enter in a field publishes nothing

  return {
    element: h('div.edit', {}, note, conflict, form),
    read,
    checking() {
      says.classList.add('waiting');
    },
    /** @param {any | null} answer null: the server does not answer */
    checked(answer) {
      says.classList.remove('waiting');
      alike.hidden = true;
      says.classList.toggle('error', Boolean(answer?.faults.length));
      if (answer === null) {
        says.textContent = t.unchecked;
        return;
      }
      showFaults(code.value.trim() ? answer.faults : []);
      if (!code.value.trim()) {
        says.classList.remove('error');
        says.textContent = t.emptyYet;
        preview.stale();
      } else if (answer.faults.length) {
        const [first] = answer.faults;
        fill(says, t.faultsBelow(answer.faults.length), h('span.unseen', {}, ` ${t.fault(first.line, first.column, first.detail)}`));
        preview.stale();
      } else {
        measures = answer.measures;
        says.textContent = t.clean(answer.enemies.length, measures.token_count, measures.keys);
        preview.show(answer);
        suggest();
        fill(
          alike,
          h('p', {}, t.alike),
          h('ul', {}, answer.near_duplicates.map((/** @type {any} */ one) => h('li', {}, h('a', { href: `/admin/snippets/${one.id}`, target: '_blank' }, t.alikeOne(one.alikeness, `${difficulties[one.difficulty]} · ${one.category} · ${states[one.state]}`))))),
        );
        alike.hidden = answer.near_duplicates.length === 0;
      }
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
        for (const one of Object.values(fields)) one.refuse('');
      }
    },
    /** @param {{errors: any[], message: string, body: any}} problem */
    refuse(problem) {
      const faults = problem.errors.filter((one) => one.line !== undefined);
      if (faults.length) showFaults(faults);
      let first = /** @type {any} */ (null);
      for (const { pointer, detail } of problem.errors) {
        const found = fields[/** @type {keyof typeof fields} */ (pointer.slice(1))];
        found?.refuse(detail);
        first ??= found;
      }
      fill(general, faults.length || first ? t.refused : problem.message, problem.body?.snippet_id && [' ', h('a', { href: `/admin/snippets/${problem.body.snippet_id}` }, text.history.shown)]);
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
        same ? h('p', {}, t.sameText) : [h('p', {}, t.conflictDiff), diffView(t.conflictDiff, theirs.snippet_text, mine)],
        h('div.choices', {}, h('button', { type: 'button', onclick: choose.theirs }, t.theirs), h('button.danger', { type: 'button', onclick: choose.mine }, t.mine)),
      );
      conflict.hidden = false;
      conflict.focus();
    },
  };
}
