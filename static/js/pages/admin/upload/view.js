// @ts-check
/** Uploading many files: what to take, what each would become, and adding the good ones. */

import { fill, h } from '../../../dom.js';
import { text } from '../text.js';
import { difficulties, languages } from '../../../text/common.js';
import { kindOfGame } from '../../../parts/pieces.js';
import { adminFrame, select } from '../frame.js';

const FAULTS_SHOWN = 3; // of one file; the editor shows all

/** @typedef {{difficulty: string, category: string, license: string, publish: boolean}} Defaults */
/** @typedef {{path: string, becomes: {language: string, difficulty: string, category: string} | null, good: boolean, outcome: string,
 *   faults: {line: number, column: number, detail: string}[], link: string | null, text: string | null}} Row */

/**
 * @param {{categories: string[]}} state
 * @param {{files: (files: File[]) => void, dropped: (data: DataTransfer) => void, changed: () => void, add: () => void,
 *   mend: (row: Row) => void, again: () => void}} actions
 */
export function uploadView({ categories }, actions) {
  const t = text.uploads;
  const picker = (/** @type {string} */ label, /** @type {Record<string, any>} */ more) => {
    const input = h('input', { type: 'file', multiple: true, ...more });
    input.addEventListener('change', () => {
      actions.files([...(input.files ?? [])]);
      input.value = ''; // the same choice again is a choice
    });
    return h('label.pick', {}, h('span', {}, label), input);
  };
  const category = h('input', {
    value: 'uploaded',
    list: 'categories',
    maxlength: 50,
    pattern: '[a-z][a-z0-9\\-]*',
    autocapitalize: 'none',
    autocomplete: 'off',
  });
  const license = h('input', { value: 'MIT', maxlength: 100, autocomplete: 'off', required: true });
  const publish = h('input', { type: 'checkbox' });
  const chosen = { difficulty: '' };
  const difficulty = select(text.editor.difficulty, { '': t.asMeasured, ...difficulties }, '', (value) => {
    chosen.difficulty = value;
    actions.changed();
  });
  for (const input of [category, license, publish]) input.addEventListener('change', actions.changed);

  const drop = h(
    'section.card.drop',
    {},
    h(
      'div.choices',
      {},
      picker(t.files, { accept: '.py,.js,.mjs,.jsx,.ts,.mts,.zip' }),
      picker(t.folder, { webkitdirectory: true }),
      h('span.muted', {}, t.drop),
    ),
    h('p.hint', {}, t.archive),
    h(
      'fieldset.filters',
      {},
      h('legend', {}, t.defaults),
      difficulty,
      h('label', {}, h('span', {}, text.editor.category), category),
      h('label', {}, h('span', {}, t.license), license),
      h('label.check', {}, publish, h('span', {}, t.publish)),
      h(
        'datalist',
        { id: 'categories' },
        categories.map((name) => h('option', { value: name })),
      ),
    ),
  );
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    if (event.dataTransfer) actions.dropped(event.dataTransfer);
  });

  const bar = h('progress', { max: 1, value: 0, 'aria-label': t.outcome });
  const says = h('p', { role: 'status' });
  const notes = h('div.notes');
  const refused = h('div.error', { role: 'alert', hidden: true });
  const add = h('button.primary', { type: 'button', onclick: actions.add });
  const rows = h('tbody', { role: 'rowgroup' });
  const head = (/** @type {string} */ label) => h('th', { scope: 'col', role: 'columnheader' }, label);
  const outcome = h(
    'section.card.outcome',
    { hidden: true, 'aria-labelledby': 'outcome' },
    h('h2', { id: 'outcome' }, t.outcome),
    bar,
    says,
    notes,
    refused,
    h(
      'div.table',
      {},
      h(
        'table.files',
        { role: 'table' },
        h('caption.unseen', {}, t.outcome),
        h(
          'thead',
          { role: 'rowgroup' },
          h('tr', { role: 'row' }, head(t.columns.file), head(t.columns.kind), head(t.columns.outcome)),
        ),
        rows,
      ),
    ),
    h('div.choices.after', {}, add),
  );
  return {
    element: adminFrame('/admin/upload', t.title, h('p.lead', {}, t.lead), drop, outcome),
    /** @returns {Defaults} */
    defaults: () => ({
      ...chosen,
      category: category.value.trim(),
      license: license.value.trim(),
      publish: publish.checked,
    }),
    /** @param {number} done @param {number} of @param {string} words */
    progress(done, of, words) {
      outcome.hidden = false;
      bar.max = Math.max(1, of);
      bar.value = done;
      bar.hidden = done === of;
      says.textContent = words;
    },
    /** @param {Row[]} list @param {{notes: string[], add: string | null}} more `add` null: nothing to add */
    show(list, more) {
      outcome.hidden = false;
      fill(rows, list.map(rowView));
      fill(
        notes,
        more.notes.map((words) => h('p.muted', {}, words)),
      );
      refused.hidden = true;
      fill(outcome.querySelector('.after') ?? outcome, add);
      add.textContent = more.add ?? '';
      add.hidden = more.add === null;
      add.disabled = false;
    },
    busy() {
      add.disabled = true;
    },
    /** @param {string} words @param {string[]} reasons */
    refuse(words, reasons) {
      fill(
        refused,
        h('p', {}, words),
        reasons.length > 0 &&
          h(
            'ul',
            {},
            reasons.map((one) => h('li', {}, one)),
          ),
      );
      refused.hidden = false;
      add.disabled = false;
    },
    /** @param {string} see address of the list */
    done(see) {
      fill(
        outcome.querySelector('.after') ?? outcome,
        h('a.button', { href: see }, t.see),
        h('button', { type: 'button', onclick: actions.again }, t.again),
      );
    },
  };

  /** @param {Row} row */
  function rowView(row) {
    return h(
      'tr',
      { role: 'row', class: row.good ? 'good' : 'bad' },
      h('td.what', { role: 'cell' }, h('code', {}, row.path)),
      h(
        'td',
        { role: 'cell' },
        row.becomes &&
          (row.becomes.difficulty
            ? `${kindOfGame(row.becomes.language, row.becomes.difficulty)} · ${row.becomes.category}`
            : languages[row.becomes.language]),
      ),
      h(
        'td.outcome',
        { role: 'cell' },
        h(
          'span',
          { class: row.good ? 'good' : 'error' },
          `${row.good ? '✓' : '✗'} `,
          row.link ? h('a', { href: row.link }, row.outcome) : row.outcome,
        ),
        row.faults.length > 0 && [
          h(
            'ul',
            {},
            row.faults
              .slice(0, FAULTS_SHOWN)
              .map((fault) => h('li', {}, text.editor.fault(fault.line, fault.column, fault.detail))),
          ),
          h('button.link', { type: 'button', onclick: () => actions.mend(row) }, t.mend),
        ],
      ),
    );
  }
}
