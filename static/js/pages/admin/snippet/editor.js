// @ts-check
/**
 * The form of one snippet: its code, the fields about it, the library's verdict, and saving.
 *
 * Law: a refusal is shown where it belongs (an error in the code at its line and column, another at its field), in
 * words, and the focus goes to the first.
 */

import { fill, h } from '../../../dom.js';
import { text as editorText } from '../editor-text.js';
import { stateTag } from '../frame.js';
import { text as adminText } from '../text.js';
import { CodeEditor, indentOf } from '../code.js';
import { Conflict } from './conflict.js';
import { fieldsOf, suggestInto } from './fields.js';
import { text } from './text.js';
import { verdictView } from '../verdict.js';

/** @import { CheckOut, MeasuresOut, SnippetOut } from '../../../net/types.js' */
/** @import { FieldError } from '../../../net/api.js' */
/** @import { Fault } from '../code.js' */
/** @import { Name, Values } from './fields.js' */

/** @typedef {{values: Values, is_active: boolean | null, touched: Set<string>}} Saving `is_active` null leaves it */

/**
 * @typedef {object} Editable
 * @property {SnippetOut | null} snippet null for a new one
 * @property {Values} values what the form starts with
 * @property {Values} original what is saved
 * @property {boolean} restored the values are changes that were not saved yet
 * @property {string[]} categories to choose from
 */

/**
 * @typedef {object} Actions
 * @property {(values: Values) => void} changed
 * @property {(saving: Saving) => void} save
 * @property {() => void} retire
 * @property {() => void} discard
 * @property {(words: string) => void} say
 */

/**
 * @typedef {{errors: FieldError[], message: string, other?: string}} Refusal `other`: the snippet that is in the way
 */

export class Editor {
  /** @param {Editable} editable @param {Actions} actions */
  constructor({ snippet, values, original, restored, categories }, actions) {
    this.actions = actions;
    this.snippet = snippet;
    this.readOnly = snippet !== null && !snippet.is_latest;
    const names = /** @type {(keyof Values)[]} */ (Object.keys(values));
    /** @type {Set<string>} */
    this.touched = new Set(names.filter((name) => values[name] !== original[name]));
    /** @type {MeasuresOut | null} of the last text without faults */
    this.measures = null;
    this.code = new CodeEditor(
      { value: values.snippet_text, indent: indentOf(values.language), readOnly: this.readOnly },
      { changed: () => this.#changed('snippet_text'), say: actions.say },
    );
    this.fields = fieldsOf({ values, isNew: snippet === null, readOnly: this.readOnly }, (name) => this.#changed(name));
    this.verdict = verdictView(this.code);
    this.conflict = new Conflict();
    this.general = h('p.error', { role: 'alert', hidden: true });
    this.buttons = this.#buttons();
    const form = h('form.snippet', { novalidate: true }, this.#source(), this.verdict.preview, this.#said(categories));
    form.addEventListener('submit', (event) => event.preventDefault()); // Enter in a field publishes nothing
    this.element = h('div.edit', {}, unsavedNote(restored, actions.discard), this.conflict.element, form);
    this.#listen();
  }

  #listen() {
    const { language, difficulty, expected_wpm } = this.fields.each;
    language.input.addEventListener('change', () => {
      this.code.indent = indentOf(language.input.value);
    });
    for (const { input } of [difficulty, expected_wpm]) input.addEventListener('input', () => this.#suggest());
  }

  /** The code, and the library's verdict on it. */
  #source() {
    const { snippet } = this;
    const version = snippet && h('span.muted', {}, ` · ${adminText.version(snippet.version)}`);
    return h(
      'section.card.source',
      {},
      h(
        'div.headline',
        {},
        h('label.title', { for: 'code' }, text.code),
        snippet && h('span', {}, stateTag(snippet.state), version),
      ),
      this.code.element,
      h('p.hint', { id: 'code-keys' }, editorText.keys),
      this.verdict.element,
    );
  }

  /** The fields about the code, and saving. @param {string[]} categories */
  #said(categories) {
    const fields = Object.values(this.fields.each).map((one) => one.element);
    const known = categories.map((name) => h('option', { value: name }));
    return h(
      'section.card.said',
      {},
      h('div.fields', {}, fields),
      h('datalist', { id: 'categories' }, known),
      this.general,
      h('div.choices', {}, this.buttons),
    );
  }

  #buttons() {
    const t = text;
    const save = (/** @type {string} */ label, /** @type {boolean | null} */ is_active, kind = '') => {
      const onclick = () => this.actions.save({ values: this.read(), is_active, touched: this.touched });
      return h('button', { type: 'button', class: kind, onclick }, label);
    };
    if (this.readOnly) return [];
    switch (this.snippet?.state) {
      case undefined:
        return [save(t.publish, true, 'primary'), save(t.draft, false)];
      case 'PUBLISHED': {
        const retire = h('button.danger', { type: 'button', onclick: this.actions.retire }, t.retire);
        return [save(t.save, null, 'primary'), retire];
      }
      case 'DRAFT':
        return [save(t.publish, true, 'primary'), save(t.draft, null)];
      default:
        return [save(t.publish, true, 'primary'), save(t.save, null)];
    }
  }

  /** @param {keyof Values} name */
  #changed(name) {
    this.touched.add(name);
    this.actions.changed(this.read());
  }

  #suggest() {
    if (!this.measures) return;
    suggestInto(this.fields, this.measures, this.readOnly, (name) => this.#changed(name));
  }

  /** @returns {Values} */
  read() {
    return { ...this.fields.read(), snippet_text: this.code.value };
  }

  checking() {
    this.verdict.checking();
  }

  /** @param {CheckOut | null} answer null: the server is not responding */
  checked(answer) {
    this.verdict.checked(answer);
    this.measures = answer?.measures ?? this.measures;
    this.#suggest();
  }

  /** @param {boolean} is */
  busy(is) {
    for (const one of this.buttons) one.disabled = is;
    if (!is) return;
    this.general.hidden = true;
    this.conflict.hide();
    for (const one of Object.values(this.fields.each)) one.refuse('');
  }

  /** @param {Refusal} refusal */
  refuse({ errors, message, other }) {
    const faults = errors.filter(isFault);
    if (faults.length) this.verdict.faults(faults);
    const refused = errors.flatMap((error) => this.#refuseField(error) ?? []);
    const link = other && [' ', h('a', { href: `/admin/snippets/${other}` }, text.other)];
    fill(this.general, faults.length || refused.length ? text.refused : message, link);
    this.general.hidden = false;
    if (faults.length) this.code.goTo(faults[0]);
    else refused[0]?.input.focus();
  }

  /** The field that an error is about, which now says so. @param {FieldError} error */
  #refuseField({ pointer, code, detail }) {
    const name = /** @type {Name} */ (pointer.slice(1));
    const field = Object.hasOwn(this.fields.each, name) ? this.fields.each[name] : null;
    field?.refuse(code === 'string_pattern_mismatch' ? text.categoryHint : detail);
    return field;
  }

  /** Somebody else was here. @param {SnippetOut} theirs @param {{theirs: () => void, mine: () => void}} choose */
  conflicts(theirs, choose) {
    this.conflict.show(theirs, this.code.value, choose);
  }
}

/** @param {FieldError} error @returns {error is FieldError & Fault} */
function isFault(error) {
  return error.line !== undefined && error.column !== undefined;
}

/** @param {boolean} shown @param {() => void} discard */
function unsavedNote(shown, discard) {
  const button = h('button.link', { type: 'button', onclick: discard }, text.discard);
  return h('p.note', { hidden: !shown }, text.restored, ' ', button);
}
