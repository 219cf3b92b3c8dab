// @ts-check
/** Bringing code, and the collections there are. What was found in it is drawn by found.js. */

import { fill, h } from '../../dom.js';
import { collectionList } from '../../parts/collections.js';
import { pages } from '../../parts/pages.js';
import { card, pageFrame, select } from '../../parts/pieces.js';
import { languages } from '../../text/common.js';
import { Found } from './found.js';
import { text } from './text.js';

/** @import { CollectionListed, CollectionListedPage, CutOut, Language, PieceOut } from '../../net/types.js' */
/** @import { Sources } from './sources.js' */

/**
 * @typedef {object} CodeActions
 * @property {(files: File[]) => void} chosen
 * @property {(data: DataTransfer) => void} dropped
 * @property {(pasted: string, language: Language) => void} cut
 * @property {(pieces: PieceOut[], language: Language, where: string, name: string) => void} save
 * @property {(id: string) => void} practise
 * @property {(language: string) => void} filter
 * @property {(page: number) => string} at
 */

export class CodeView {
  /** @param {Language} language the one played last @param {CodeActions} actions */
  constructor(language, actions) {
    this.actions = actions;
    this.language = language;
    this.pasted = h('textarea.code', {
      id: 'pasted',
      rows: 8,
      spellcheck: 'false',
      autocapitalize: 'none',
      autocomplete: 'off',
      'data-focus': true,
    });
    this.says = h('p.muted', { role: 'status' });
    this.error = h('p.error', { role: 'alert', hidden: true });
    this.go = h('button.primary', { type: 'submit' }, text.cut);
    this.result = new Found(actions.save);
    this.own = h('div');
    this.public = h('div');
    this.element = pageFrame(
      'own-code',
      text.title,
      h('p.lead', {}, text.lead),
      card('bring', text.bring, this.#form()),
      this.result.element,
      card('yours', text.yours, this.own),
      card('public', text.public, this.public),
    );
  }

  #form() {
    const files = chooser(text.files, false, this.actions.chosen);
    const folder = chooser(text.folder, true, this.actions.chosen);
    const form = h(
      'form.bring',
      {},
      h('div.field', {}, h('label', { for: 'pasted' }, text.paste), this.pasted),
      select(text.language, languages, this.language, (value) => {
        this.language = /** @type {Language} */ (value);
      }),
      h('div.choices.choosers', {}, files, folder, h('span.muted', {}, text.drop)),
      h('div.choices', {}, this.go),
      this.says,
      this.error,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.actions.cut(this.pasted.value, this.language);
    });
    const over = (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      form.classList.toggle('over', event.type === 'dragover');
    };
    form.addEventListener('dragover', over);
    form.addEventListener('dragleave', over);
    form.addEventListener('drop', (event) => {
      over(event);
      if (event.dataTransfer) this.actions.dropped(event.dataTransfer);
    });
    return form;
  }

  /** What was chosen. @param {Sources} sources */
  chosen({ files, left, tooMuch }) {
    const words = [
      files.length ? text.reading(files.length) : text.none,
      left && text.left(left),
      tooMuch && text.tooMuch,
    ];
    this.says.textContent = words.filter(Boolean).join(' ');
  }

  /** @param {boolean} is */
  busy(is) {
    this.go.disabled = is;
    this.go.textContent = is ? text.cutting : text.cut;
    if (is) this.error.hidden = true;
    this.result.busy(is);
  }

  /** @param {string} words */
  refuse(words) {
    this.error.textContent = words;
    this.error.hidden = false;
  }

  /** @param {string} words */
  refuseSave(words) {
    this.result.refuse(words);
  }

  /** Those of a language are; whether there are others. @param {Language} language */
  saved(language) {
    return this.result.saved(language);
  }

  /** @param {CutOut} found */
  found(found) {
    this.result.show(found);
  }

  /** @param {CollectionListed[]} own @param {CollectionListedPage} found @param {string} language */
  lists(own, found, language) {
    const { practise, filter, at } = this.actions;
    this.result.places(own);
    fill(this.own, own.length ? collectionList(own, practise) : h('p.muted', {}, text.noneYet));
    fill(
      this.public,
      h('div.filters', {}, select(text.filter, { '': text.any, ...languages }, language, filter)),
      found.items.length ? collectionList(found.items, practise) : h('p.muted', {}, text.nonePublic),
      pages(found, at),
    );
  }
}

/**
 * A button that opens the browser's chooser.
 * @param {string} label @param {boolean} folder @param {(files: File[]) => void} take
 */
function chooser(label, folder, take) {
  const input = h('input.unseen', { type: 'file', multiple: true, webkitdirectory: folder, 'aria-label': label });
  input.addEventListener('change', () => {
    take([...(input.files ?? [])]);
    input.value = ''; // the same once more is a change, too
  });
  return h('label.button.plain.chooser', {}, input, h('span', {}, label));
}
