// @ts-check
/** The answers to a post, as they are read: what answers one stands below it. */

import { fill, h } from '../dom.js';
import { text } from '../text/discussion.js';
import { attempt } from './form.js';
import { WrittenView } from './written.js';
import { WritingView } from './writing.js';

/** @import { CommentOut, CommentOutStretch } from '../net/types.js' */
/** @import { Deeds } from './written.js' */

/**
 * @typedef {object} ThreadDeeds
 * @property {(after: string) => Promise<CommentOutStretch>} comments throws a Problem
 * @property {(parent: string | null, text: string) => Promise<CommentOut>} answer throws a Problem
 * @property {(by: number) => void} counted there are so many more answers
 */

/** @typedef {{view: WrittenView, row: HTMLLIElement}} Entry */

export class ThreadView {
  /** @param {ThreadDeeds} thread @param {Deeds} deeds */
  constructor(thread, deeds) {
    this.thread = thread;
    this.deeds = deeds;
    /** @type {Entry[]} as they are shown */
    this.entries = [];
    /** @type {string | null} */
    this.next = '';
    this.list = h('ol.thread');
    const onclick = () => attempt(() => this.showMore(), deeds.refuse);
    this.more = h('button.more', { type: 'button', hidden: true, onclick }, text.moreAnswers);
    this.element = h('div', {}, this.list, this.more);
  }

  /** The next of them; the first of these gets the focus, where it is, if others were there before. */
  async showMore() {
    const { items, next } = await this.thread.comments(this.next ?? '');
    const had = this.entries.length;
    for (const one of items) if (!this.#entry(one.id)) this.#put(one, this.entries.length);
    this.next = next;
    this.more.hidden = next === null;
    if (had) this.entries[had]?.view.element.focus({ preventScroll: true });
  }

  /**
   * Write an answer, below what is answered.
   * @param {HTMLElement} place @param {WrittenView} answered @param {string | null} parent
   */
  write(place, answered, parent) {
    const close = () => {
      fill(place);
      answered.element.focus({ preventScroll: true });
    };
    const form = new WritingView({
      label: answered.name ? text.answerTo(answered.name) : text.comment,
      submit: text.answer,
      preview: this.deeds.preview,
      cancel: close,
      send: async (words) => {
        const made = await this.thread.answer(parent, words);
        fill(place);
        this.thread.counted(1);
        this.deeds.say(made.state === 'WAITING' ? text.waits : text.posted);
        this.#put(made, this.#placeOf(made)).view.element.focus();
      },
    });
    fill(place, form.element);
    form.focus();
  }

  /** @param {string | null} id */
  #entry(id) {
    return this.entries.find(({ view }) => view.shown.id === id);
  }

  /** Behind the last that is below what it answers. @param {CommentOut} made */
  #placeOf(made) {
    const parent = this.#entry(made.parent_id);
    if (!parent) return this.entries.length;
    const { depth } = /** @type {CommentOut} */ (parent.view.shown);
    const at = this.entries.indexOf(parent) + 1;
    const rest = this.entries.slice(at).findIndex(({ view }) => 'depth' in view.shown && view.shown.depth <= depth);
    return rest < 0 ? this.entries.length : at + rest;
  }

  /** @param {CommentOut} shown @param {number} at @returns {Entry} */
  #put(shown, at) {
    const view = new WrittenView(shown, this.deeds, {
      answer: () => this.write(view.below, view, shown.id),
      gone: () => this.#gone(shown.id),
      to: this.#entry(shown.parent_id)?.view.name || null,
    });
    const row = h('li', { class: `depth-${shown.depth}` }, view.element);
    this.list.insertBefore(row, this.entries[at]?.row ?? null);
    const entry = { view, row };
    this.entries.splice(at, 0, entry);
    return entry;
  }

  /** While it is answered its place stays. @param {string} id */
  #gone(id) {
    const entry = this.#entry(id);
    if (!entry) return;
    this.thread.counted(-1);
    const isAnswered = this.entries.some(({ view }) => 'parent_id' in view.shown && view.shown.parent_id === id);
    if (isAnswered) return entry.view.empty();
    const at = this.entries.indexOf(entry);
    this.entries.splice(at, 1);
    entry.row.remove();
    (this.entries[at] ?? this.entries[at - 1])?.view.element.focus({ preventScroll: true });
  }
}
