// @ts-check
/** A discussion: its posts, the newest first, and the answers to each. */

import { h } from '../dom.js';
import { text } from '../text/discussion.js';
import { attempt } from './form.js';
import { card } from './pieces.js';
import { ThreadView } from './thread.js';
import { WrittenView } from './written.js';
import { WritingView } from './writing.js';

/** @import { CommentOut, CommentOutStretch, PostOut, PostOutStretch } from '../net/types.js' */
/** @import { Deeds } from './written.js' */

/**
 * Over the network; each throws a Problem.
 * @typedef {object} DiscussionDeeds
 * @property {(after: string) => Promise<PostOutStretch>} posts
 * @property {(text: string) => Promise<PostOut>} add
 * @property {(id: string) => Promise<PostOut>} one
 * @property {(post: string, after: string) => Promise<CommentOutStretch>} comments
 * @property {(post: string, parent: string | null, text: string) => Promise<CommentOut>} answer
 * @property {Deeds} written
 * @property {{login: string, register: string} | null} entry the ways in of somebody who may not write; null: none
 */

export class DiscussionView {
  /** @param {DiscussionDeeds} deeds */
  constructor(deeds) {
    this.deeds = deeds;
    /** @type {Map<string, HTMLLIElement>} by id */
    this.rows = new Map();
    this.next = '';
    this.list = h('ol.posts');
    this.none = h('p.muted', { hidden: true }, text.none);
    this.more = h('button.more', { type: 'button', hidden: true, onclick: () => this.#attempt(() => this.showMore()) });
    this.more.append(text.more);
    this.element = card('discussion', text.title, this.#top(), this.none, this.list, this.more);
    this.element.classList.add('discussion');
  }

  #top() {
    const { written, entry, add } = this.deeds;
    if (!written.mayWrite)
      return (
        entry &&
        h(
          'p.choices',
          {},
          h('a.button.plain', { href: entry.login }, text.login),
          h('a.button.plain', { href: entry.register }, text.register),
        )
      );
    const send = async (/** @type {string} */ words) => {
      const made = await add(words);
      written.say(made.state === 'WAITING' ? text.waits : text.posted);
      this.#put(made, true);
    };
    return new WritingView({ label: text.post, submit: text.send, preview: written.preview, send }).element;
  }

  /** What a link led to comes first, with its answers. @param {string | null} linked id of a post */
  async open(linked) {
    await this.showMore();
    if (!linked) return;
    await this.#attempt(async () => {
      if (!this.rows.has(linked)) this.#put(await this.deeds.one(linked), true);
      this.opens.get(linked)?.();
      this.rows.get(linked)?.scrollIntoView({ block: 'start' });
    });
  }

  /** The discussion could not be read. @param {string} words */
  fail(words) {
    this.none.textContent = words;
    this.none.hidden = false;
  }

  /** The first of them gets the focus, where it is, if others were there before. */
  async showMore() {
    const { items, next } = await this.deeds.posts(this.next);
    const had = this.rows.size;
    /** @type {WrittenView[]} */
    const fresh = [];
    for (const one of items) if (!this.rows.has(one.id)) fresh.push(this.#put(one, false));
    this.next = next ?? '';
    this.more.hidden = next === null;
    this.none.hidden = this.rows.size > 0;
    if (had) fresh[0]?.element.focus({ preventScroll: true });
  }

  /** @type {Map<string, () => void>} what opens the answers, by post */
  opens = new Map();

  /** @param {PostOut} shown @param {boolean} isFirst */
  #put(shown, isFirst) {
    let answers = shown.comment_count;
    const toggle = h('button.quiet', {
      type: 'button',
      'aria-expanded': 'false',
      onclick: () => open(toggle.ariaExpanded !== 'true'),
    });
    const counted = (/** @type {number} */ by) => {
      answers += by;
      toggle.textContent = text.answers(answers);
      toggle.hidden = answers === 0;
    };
    const thread = new ThreadView(
      {
        comments: (after) => this.deeds.comments(shown.id, after),
        answer: (parent, words) => this.deeds.answer(shown.id, parent, words),
        counted,
      },
      this.deeds.written,
    );
    let isRead = false;
    const open = (/** @type {boolean} */ is) =>
      this.#attempt(async () => {
        if (is && !isRead) await thread.showMore();
        isRead ||= is;
        toggle.ariaExpanded = String(is);
        thread.element.hidden = !is;
      });
    thread.element.hidden = true;
    const view = new WrittenView(shown, this.deeds.written, {
      answer: async () => {
        await open(true);
        thread.write(view.below, view, null);
      },
      gone: () => {
        if (answers > 0) return view.empty();
        this.rows.get(shown.id)?.remove();
        this.rows.delete(shown.id);
        this.none.hidden = this.rows.size > 0;
      },
    });
    counted(0);
    const row = h('li', {}, view.element, toggle, thread.element);
    this.rows.set(shown.id, row);
    this.opens.set(shown.id, () => open(true));
    if (isFirst) this.list.prepend(row);
    else this.list.append(row);
    this.none.hidden = true;
    return view;
  }

  /** @param {() => Promise<void>} work */
  #attempt(work) {
    return attempt(work, this.deeds.written.refuse);
  }
}
