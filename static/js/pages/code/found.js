// @ts-check
/** What was found in somebody's code: pieces to keep, those that were mended, and what cannot be typed. */

import { fill, h } from '../../dom.js';
import { optionsOf } from '../../parts/pieces.js';
import { difficulties, languages } from '../../text/common.js';
import { text } from './text.js';

/** @import { CollectionListed, CutOut, Language, LeftOutOut, PieceOut } from '../../net/types.js' */

const OPEN_AT_FIRST = 3;

/** @typedef {{piece: PieceOut, box: HTMLInputElement, row: HTMLElement}} Row */

/** @typedef {(pieces: PieceOut[], language: Language, where: string, name: string) => void} Save */

export class Found {
  /** @param {Save} save */
  constructor(save) {
    this.save = save;
    /** @type {Row[]} */
    this.rows = [];
    this.heading = h('h2', { id: 'found', tabindex: -1 }, text.found);
    this.others = h('p.muted', { role: 'status' });
    /** @type {CollectionListed[]} */
    this.own = [];
    this.go = h('button.primary', { type: 'submit' });
    this.error = h('p.error', { role: 'alert', hidden: true });
    this.language = h('select', { id: 'save-language' });
    this.where = h('select', { id: 'save-where' });
    this.name = h('input', {
      id: 'save-name',
      type: 'text',
      maxlength: 80,
      value: text.usualName,
      autocomplete: 'off',
    });
    this.nameField = h('div.field', {}, h('label', { for: 'save-name' }, text.name), this.name);
    this.element = h('div.slot');
    this.language.addEventListener('change', () => this.#places());
    this.where.addEventListener('change', () => this.#draw());
  }

  /** @param {boolean} is */
  busy(is) {
    this.go.disabled = is;
    if (is) this.error.hidden = true;
  }

  /** @param {string} words */
  refuse(words) {
    this.error.textContent = words;
    this.error.hidden = false;
  }

  /** @param {CutOut} found */
  show(found) {
    this.rows = found.pieces.map((piece, index) => {
      const box = this.#box(piece);
      return { piece, box, row: pieceView(piece, box, index < OPEN_AT_FIRST) };
    });
    const asIs = this.rows.filter(({ piece }) => !piece.mends.length);
    const mended = this.rows.filter(({ piece }) => piece.mends.length);
    fill(
      this.element,
      h(
        'section.card.found',
        { 'aria-labelledby': 'found' },
        this.heading,
        h('p', { role: 'status' }, counts(found)),
        this.rows.length > 0 && this.#chooseAll(),
        asIs.length > 0 && group(text.pieces, '', asIs),
        mended.length > 0 && group(text.mended, text.mendsLead, mended),
        found.left.length > 0 && leftOut(found.left, found.left_total),
        this.rows.length > 0 && this.#form(),
      ),
    );
    this.#languages();
    this.heading.focus();
  }

  /**
   * Those of a language are kept now, and leave the list. Whether others are left.
   * @param {Language} language
   */
  saved(language) {
    for (const { piece, row } of this.rows) if (piece.language === language) row.remove();
    this.rows = this.rows.filter(({ piece }) => piece.language !== language);
    this.#languages();
    if (this.rows.length) this.heading.focus();
    return this.rows.length > 0;
  }

  /** The collections to save in. @param {CollectionListed[]} own */
  places(own) {
    this.own = own;
    this.#places();
  }

  /** @param {PieceOut} piece */
  #box(piece) {
    const label = text.keep(text.place(piece.path, piece.first_line, piece.last_line));
    return h('input', { type: 'checkbox', checked: true, 'aria-label': label, onchange: () => this.#languages() });
  }

  #chooseAll() {
    const set = (/** @type {boolean} */ to) => () => {
      for (const { box } of this.rows) box.checked = to;
      this.#languages();
    };
    return h(
      'div.choices',
      {},
      h('button.small', { type: 'button', onclick: set(true) }, text.all),
      h('button.small', { type: 'button', onclick: set(false) }, text.notAll),
    );
  }

  #form() {
    const form = h(
      'form.save',
      { 'aria-labelledby': 'save' },
      h('h3', { id: 'save' }, text.saveTitle),
      h('div.field', {}, h('label', { for: 'save-language' }, text.of), this.language),
      h('div.field', {}, h('label', { for: 'save-where' }, text.where), this.where),
      this.nameField,
      this.others,
      this.error,
      h('div.choices', {}, this.go),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const pieces = this.#chosen();
      if (!pieces.length) this.refuse(text.noneChosen);
      else this.save(pieces, /** @type {Language} */ (this.language.value), this.where.value, this.name.value);
    });
    return form;
  }

  /** Those of the chosen language. */
  #chosen() {
    const chosen = this.rows.filter(({ box, piece }) => box.checked && piece.language === this.language.value);
    return chosen.map(({ piece }) => piece);
  }

  /** The languages of what is selected, the most frequent first. */
  #languages() {
    /** @type {Map<string, number>} */
    const numbers = new Map();
    for (const { piece, box } of this.rows)
      if (box.checked) numbers.set(piece.language, (numbers.get(piece.language) ?? 0) + 1);
    const sorted = [...numbers.keys()].sort((one, other) => (numbers.get(other) ?? 0) - (numbers.get(one) ?? 0));
    const before = sorted.includes(this.language.value) ? this.language.value : sorted[0];
    fill(this.language, ...optionsOf(Object.fromEntries(sorted.map((one) => [one, languages[one]])), before));
    this.#places();
  }

  #places() {
    const of = this.own.filter((one) => one.language === this.language.value);
    const options = [['', text.fresh], ...of.map((one) => [one.id, one.name])];
    fill(this.where, ...optionsOf(Object.fromEntries(options), this.where.value));
    this.#draw();
  }

  #draw() {
    this.nameField.hidden = this.where.value !== '';
    const chosen = this.#chosen().length;
    const others = this.rows.filter(({ box }) => box.checked).length - chosen;
    this.go.textContent = text.saveSome(chosen);
    this.others.textContent = others ? text.others(others) : '';
  }
}

/** @param {CutOut} found */
function counts({ pieces, pieces_total, files, short }) {
  const words = [
    text.counts(pieces_total, files),
    pieces_total > pieces.length && text.shownOf(pieces.length, pieces_total),
    short > 0 && text.short(short),
  ];
  return words.filter(Boolean).join(' ');
}

/** @param {string} title @param {string} lead @param {Row[]} rows */
function group(title, lead, rows) {
  const id = title === text.pieces ? 'pieces' : 'mended';
  return h(
    'section.pieces',
    { 'aria-labelledby': id },
    h('h3', { id }, title),
    lead && h('p.muted', {}, lead),
    h(
      'ul',
      {},
      rows.map(({ row }) => row),
    ),
  );
}

/** @param {PieceOut} piece @param {HTMLInputElement} box @param {boolean} open */
function pieceView(piece, box, open) {
  const { path, first_line, last_line, language, difficulty, mends, snippet_text } = piece;
  const place = text.place(path, first_line, last_line);
  return h(
    'li',
    {},
    h('label.check', {}, box),
    h(
      'details',
      { open },
      h('summary', {}, h('b', {}, place), h('span.muted', {}, `${languages[language]} · ${difficulties[difficulty]}`)),
      mends.length > 0 && h('p.hint', {}, text.mends(mends)),
      h('pre', { tabindex: 0, role: 'region', 'aria-label': place }, h('code', {}, snippet_text)),
    ),
  );
}

/** @param {LeftOutOut[]} left @param {number} total */
function leftOut(left, total) {
  const items = left.flatMap(({ path, faults }) =>
    faults.map(({ line, detail }) => h('li', {}, h('b', {}, text.fault(path, line)), ` ${detail}`)),
  );
  return h(
    'section.left-out',
    { 'aria-labelledby': 'cannot' },
    h('h3', { id: 'cannot' }, text.cannot),
    h('ul', {}, items),
    total > left.length && h('p.muted', {}, text.more(total - left.length)),
  );
}
