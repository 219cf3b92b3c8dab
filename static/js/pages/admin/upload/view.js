// @ts-check
/** Uploading many files: what to take, what each would become, and adding the good ones. */

import { fill, h } from '../../../dom.js';
import { kindOfGame, select } from '../../../parts/pieces.js';
import { difficulties, languages } from '../../../text/common.js';
import { adminFrame, adminTable } from '../frame.js';
import { LANGUAGE_OF_SUFFIX, MOST_CHARACTERS } from '../terms.js';
import { text as adminText } from '../text.js';
import { text } from './text.js';

const FAULTS_SHOWN = 3; // of one file; the editor shows all
const KINDS = [...Object.keys(LANGUAGE_OF_SUFFIX), 'zip'].map((suffix) => `.${suffix}`).join();

/** @typedef {{difficulty: string, category: string, license: string, publish: boolean}} Defaults */

/**
 * @typedef {object} Row one file
 * @property {string} path
 * @property {{language: string, difficulty: string, category: string} | null} becomes
 * @property {boolean} good
 * @property {string} outcome
 * @property {{line: number, column: number, detail: string}[]} faults
 * @property {string | null} link
 * @property {string | null} text
 */

/**
 * @typedef {object} Actions
 * @property {(files: File[]) => void} files
 * @property {(data: DataTransfer) => void} dropped
 * @property {() => void} changed
 * @property {() => void} add
 * @property {(row: Row) => void} mend
 * @property {() => void} again
 */

export class UploadView {
  /** @param {string[]} categories @param {Actions} actions */
  constructor(categories, actions) {
    this.actions = actions;
    this.wishes = new Wishes(categories, actions.changed);
    this.bar = h('progress', { max: 1, value: 0, 'aria-label': text.outcome });
    this.says = h('p', { role: 'status' });
    this.notes = h('div.notes');
    this.refused = h('div.error', { role: 'alert', hidden: true });
    this.add = h('button.primary', { type: 'button', onclick: actions.add });
    this.table = h('div');
    this.after = h('div.choices.after', {}, this.add);
    this.outcome = h(
      'section.card.outcome',
      { hidden: true, 'aria-labelledby': 'outcome' },
      h('h2', { id: 'outcome' }, text.outcome),
      this.bar,
      this.says,
      this.notes,
      this.refused,
      this.table,
      this.after,
    );
    const lead = h('p.lead', {}, text.lead);
    this.element = adminFrame('/admin/upload', text.title, lead, dropZone(this.wishes, actions), this.outcome);
  }

  /** @returns {Defaults} */
  defaults() {
    return this.wishes.read();
  }

  /** @param {number} done @param {number} of @param {string} words */
  progress(done, of, words) {
    this.outcome.hidden = false;
    this.bar.max = Math.max(1, of);
    this.bar.value = done;
    this.bar.hidden = done === of;
    this.says.textContent = words;
  }

  /** @param {Row[]} list @param {{notes: string[], add: string | null}} more `add` null: nothing to add */
  show(list, { notes, add }) {
    const { file, kind, outcome } = text.columns;
    const rows = list.map((row) => rowView(row, () => this.actions.mend(row)));
    this.outcome.hidden = false;
    fill(this.table, adminTable('files', text.outcome, [file, kind, outcome], rows));
    fill(
      this.notes,
      notes.map((words) => h('p.muted', {}, words)),
    );
    this.refused.hidden = true;
    fill(this.after, this.add);
    this.add.textContent = add ?? '';
    this.add.hidden = add === null;
    this.add.disabled = false;
  }

  busy() {
    this.add.disabled = true;
  }

  /** @param {string} words @param {string[]} reasons */
  refuse(words, reasons) {
    const list = reasons.map((one) => h('li', {}, one));
    fill(this.refused, h('p', {}, words), list.length > 0 && h('ul', {}, list));
    this.refused.hidden = false;
    this.add.disabled = false;
  }

  /** @param {string} see address of the list */
  done(see) {
    const again = h('button', { type: 'button', onclick: this.actions.again }, text.again);
    fill(this.after, h('a.button', { href: see }, text.see), again);
  }
}

/** What files are that do not say so themselves. */
class Wishes {
  /** @param {string[]} categories @param {() => void} changed */
  constructor(categories, changed) {
    this.difficulty = '';
    this.category = h('input', {
      value: 'uploaded',
      list: 'categories',
      maxlength: MOST_CHARACTERS.category,
      pattern: '[a-z][a-z0-9\\-]*',
      autocapitalize: 'none',
      autocomplete: 'off',
    });
    this.license = h('input', {
      value: 'MIT',
      maxlength: MOST_CHARACTERS.license,
      autocomplete: 'off',
      required: true,
    });
    this.publish = h('input', { type: 'checkbox' });
    for (const input of [this.category, this.license, this.publish]) input.addEventListener('change', changed);
    const options = { '': text.asMeasured, ...difficulties };
    const difficulty = select(adminText.difficulty, options, '', (value) => {
      this.difficulty = value;
      changed();
    });
    const known = categories.map((name) => h('option', { value: name }));
    this.element = h(
      'fieldset.filters',
      {},
      h('legend', {}, text.defaults),
      difficulty,
      h('label', {}, h('span', {}, adminText.category), this.category),
      h('label', {}, h('span', {}, text.license), this.license),
      h('label.check', {}, this.publish, h('span', {}, text.publish)),
      h('datalist', { id: 'categories' }, known),
    );
  }

  /** @returns {Defaults} */
  read() {
    const { difficulty, category, license, publish } = this;
    return { difficulty, category: category.value.trim(), license: license.value.trim(), publish: publish.checked };
  }
}

/** @param {Wishes} wishes @param {Actions} actions */
function dropZone(wishes, actions) {
  const files = picker(text.files, actions, { accept: KINDS });
  const folder = picker(text.folder, actions, { webkitdirectory: true });
  const choices = h('div.choices', {}, files, folder, h('span.muted', {}, text.drop));
  const zone = h('section.card.drop', {}, choices, h('p.hint', {}, text.archive), wishes.element);
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    if (event.dataTransfer) actions.dropped(event.dataTransfer);
  });
  return zone;
}

/** @param {string} label @param {Actions} actions @param {Record<string, string | boolean>} more attributes */
function picker(label, actions, more) {
  const input = h('input', { type: 'file', multiple: true, ...more });
  input.addEventListener('change', () => {
    actions.files([...(input.files ?? [])]);
    input.value = ''; // the same choice again is a choice
  });
  return h('label.pick', {}, h('span', {}, label), input);
}

/** @param {Row} row @param {() => void} mend */
function rowView({ path, becomes, good, outcome, faults, link }, mend) {
  const words = link ? h('a', { href: link }, outcome) : outcome;
  const list = () => faults.slice(0, FAULTS_SHOWN).map((one) => adminText.fault(one.line, one.column, one.detail));
  const wrong = () => [
    h(
      'ul',
      {},
      list().map((fault) => h('li', {}, fault)),
    ),
    h('button.link', { type: 'button', onclick: mend }, text.fix),
  ];
  return h(
    'tr',
    { role: 'row', class: good ? 'good' : 'bad' },
    h('td.what', { role: 'cell' }, h('code', {}, path)),
    h('td', { role: 'cell' }, becomes && kindOf(becomes)),
    h(
      'td.outcome',
      { role: 'cell' },
      h('span', { class: good ? 'good' : 'error' }, `${good ? '✓' : '✗'} `, words),
      faults.length > 0 && wrong(),
    ),
  );
}

/** @param {{language: string, difficulty: string, category: string}} becomes */
function kindOf({ language, difficulty, category }) {
  return difficulty ? `${kindOfGame(language, difficulty)} · ${category}` : languages[language];
}
