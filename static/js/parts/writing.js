// @ts-check
/** The field in which a post or an answer is written, with a preview by the server that will read it. */

import { fill, h } from '../dom.js';
import { MOST_TEXT } from '../terms.js';
import { whyNot } from '../text/common.js';
import { text } from '../text/discussion.js';
import { isProblem } from './form.js';
import { markdownView, strangersLink } from './markdown.js';

/** @import { TextPreview } from '../net/types.js' */

const SHOWN_FROM = 300; // characters left
const TOLD_AT = [SHOWN_FROM, 100, 20, 0]; // to those who hear the page: not at each key

/**
 * @typedef {object} Writing
 * @property {string} label
 * @property {string} submit
 * @property {string} [value]
 * @property {(text: string) => Promise<void>} send throws a Problem
 * @property {(text: string) => Promise<TextPreview>} preview throws a Problem
 * @property {() => void} [cancel]
 */

let made = 0;

export class WritingView {
  /** @param {Writing} writing */
  constructor(writing) {
    this.writing = writing;
    const { label, submit, value = '', cancel } = writing;
    const id = `writing-${++made}`;
    const hint = `${id}-hint`;
    const properties = { id, rows: 3, maxlength: MOST_TEXT, 'aria-describedby': hint, dir: 'auto' };
    this.field = h('textarea', { ...properties, oninput: () => this.#typed() }, value);
    this.left = h('span.hint');
    this.told = h('span.unseen', { role: 'status' });
    this.toldAt = Infinity;
    this.error = h('p.error', { role: 'alert', hidden: true });
    this.shown = h('div.preview', { role: 'region', 'aria-label': text.previewed, hidden: true });
    this.button = h('button.primary', { type: 'submit' }, submit);
    const onclick = () => this.#look();
    this.looks = h('button', { type: 'button', 'aria-pressed': 'false', onclick }, text.preview);
    const quit = cancel && h('button.quiet', { type: 'button', onclick: cancel }, text.cancel);
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      return this.#submit();
    };
    this.element = h(
      'form.writing',
      { novalidate: true, onsubmit },
      h('label', { for: id }, label),
      this.field,
      h('p.hint', { id: hint }, text.hint),
      this.shown,
      this.error,
      h('div.choices', {}, this.button, this.looks, quit, this.left, this.told),
    );
  }

  focus() {
    this.field.focus();
  }

  #typed() {
    const rest = MOST_TEXT - this.field.value.length;
    this.left.textContent = rest <= SHOWN_FROM ? text.left(rest) : '';
    const at = TOLD_AT.findLast((few) => rest <= few) ?? Infinity;
    if (at !== this.toldAt) this.told.textContent = at < this.toldAt ? text.left(rest) : '';
    this.toldAt = at;
    this.#close(); // it shows what was written before
  }

  #close() {
    this.shown.hidden = true;
    this.looks.ariaPressed = 'false';
  }

  #look() {
    if (!this.shown.hidden || !this.field.value.trim()) return this.#close();
    return this.#attempt(async () => {
      const { blocks, waits } = await this.writing.preview(this.field.value);
      fill(this.shown, markdownView(blocks, 3, strangersLink), waits && h('p.hint', {}, text.willWait));
      this.shown.hidden = false;
      this.looks.ariaPressed = 'true';
    });
  }

  #submit() {
    if (!this.field.value.trim()) return this.focus();
    return this.#attempt(async () => {
      await this.writing.send(this.field.value);
      this.field.value = '';
      this.#typed();
    });
  }

  /** @param {() => Promise<void>} work */
  async #attempt(work) {
    this.error.hidden = true;
    this.button.disabled = true;
    try {
      await work();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.error.textContent = whyNot(problem);
      this.error.hidden = false;
    } finally {
      this.button.disabled = false;
    }
  }
}
