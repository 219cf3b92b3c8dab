// @ts-check
/** One post or comment: who wrote it, what it says, and what the reader can do with it. */

import { fill, h } from '../dom.js';
import { dateTime, languages, tenths, whole } from '../text/common.js';
import { text } from '../text/discussion.js';
import { ask } from './ask.js';
import { isProblem } from './form.js';
import { markdownView, strangersLink } from './markdown.js';
import { reportView } from './report.js';
import { WritingView } from './writing.js';

/** @import { CommentOut, JudgedText, Likes, PostOut, ReplayCard, TextPreview } from '../net/types.js' */
/** @import { Report } from './report.js' */

/** @typedef {PostOut | CommentOut} WrittenText */

/**
 * What a reader can do, over the network; each throws a Problem.
 * @typedef {object} Deeds
 * @property {(text: string) => Promise<TextPreview>} preview
 * @property {(one: WrittenText, words: string) => Promise<WrittenText>} edit
 * @property {(one: WrittenText) => Promise<unknown>} remove
 * @property {(one: WrittenText, likes: boolean) => Promise<Likes>} like
 * @property {Report | null} report
 * @property {((one: WrittenText, isShown: boolean, note: string) => Promise<JudgedText>) | null} judge for moderators
 * @property {boolean} mayWrite
 * @property {(words: string) => void} say to a screen reader
 * @property {(problem: Error) => void} refuse
 */

/** @param {ReplayCard} card */
function replayCard({ id, title, display_name, net_wpm, language }) {
  const said = text.replay(tenths(net_wpm), languages[language]);
  return h(
    'li',
    {},
    h(
      'a',
      { href: `/replays/${id}` },
      h('bdi.title', {}, title),
      h('span', {}, h('bdi', {}, display_name), ` · ${said}`),
    ),
  );
}

const MOST_REASON = 500; // characters

export class WrittenView {
  /**
   * @param {WrittenText} shown @param {Deeds} deeds
   * @param {{answer: () => void, gone: () => void, to?: string | null}} ways `to`: whom it answers
   */
  constructor(shown, deeds, ways) {
    this.shown = shown;
    this.deeds = deeds;
    this.ways = ways;
    this.isPost = 'comment_count' in shown;
    this.reports = deeds.report && !shown.is_own && shown.author ? this.#report(deeds.report) : null;
    this.below = h('div.below'); // the field of an answer
    this.element = h('article.written', { id: `${this.isPost ? 'post' : 'comment'}-${shown.id}`, tabindex: -1 });
    this.draw();
  }

  /** @param {Report} report */
  #report(report) {
    return reportView(this.isPost ? 'POST' : 'COMMENT', this.shown.id, report);
  }

  get name() {
    return this.shown.author?.display_name ?? '';
  }

  draw() {
    const { author, blocks, cards } = this.shown;
    const title = this.isPost ? text.postBy(this.name) : text.commentBy(this.name);
    this.element.setAttribute('aria-label', author ? title : text.gone);
    this.element.classList.toggle('gone', !author);
    if (!author) return fill(this.element, h('p.muted', {}, text.gone), this.below);
    return fill(
      this.element,
      this.#head(),
      markdownView(blocks, 3, strangersLink),
      cards.length > 0 && h('ul.replay-cards', {}, cards.map(replayCard)),
      this.shown.state === 'WAITING' && this.shown.is_own && h('p.hint', {}, text.waits),
      this.#actions(),
      this.below,
    );
  }

  #head() {
    const { author, state, created_at, edited_at, is_own } = this.shown;
    if (!author) return null;
    const staff = text.staff[author.role];
    return h(
      'header',
      {},
      h('a.name', { href: `/players/${encodeURIComponent(author.username)}` }, h('bdi', {}, author.display_name)),
      staff && h('span.tag', {}, staff),
      is_own && h('span.tag', {}, text.you),
      this.ways.to && h('span.muted', {}, h('bdi', {}, text.to(this.ways.to))),
      h('time.muted', { datetime: created_at }, dateTime(created_at)),
      edited_at && h('span.muted', {}, text.edited),
      state === 'WAITING' && h('span.tag.held', {}, text.waiting),
      state === 'HIDDEN' && h('span.tag.held', {}, text.hidden),
    );
  }

  #actions() {
    const { is_own, state, edit_left_ms } = this.shown;
    const { mayWrite, judge } = this.deeds;
    const button = (/** @type {string} */ words, /** @type {() => void} */ onclick) =>
      h('button.quiet', { type: 'button', onclick }, words);
    return h(
      'div.choices',
      {},
      this.#like(),
      mayWrite && state === 'VISIBLE' && button(text.answer, this.ways.answer),
      is_own && edit_left_ms > 0 && button(text.edit, () => this.#edit()),
      is_own && button(text.remove, () => this.#remove()),
      judge && !is_own && state !== 'VISIBLE' && button(text.show, () => this.#judge(judge, true)),
      judge && !is_own && state !== 'HIDDEN' && button(text.hide, () => this.#hide(judge)),
      this.reports,
    );
  }

  #like() {
    const { like_count, is_liked, is_own, state } = this.shown;
    const heart = h('span', { 'aria-hidden': 'true' }, is_liked ? '♥' : '♡');
    if (is_own || !this.deeds.mayWrite || state !== 'VISIBLE')
      return like_count > 0 && h('span.likes', {}, heart, text.likes(like_count));
    const label = like_count ? `${text.like}, ${text.likes(like_count)}` : text.like;
    const button = h(
      'button.quiet.like',
      { type: 'button', 'aria-pressed': String(is_liked), 'aria-label': label, onclick: () => this.#liked(button) },
      heart,
      like_count > 0 ? whole(like_count) : text.like,
    );
    return button;
  }

  /** @param {HTMLButtonElement} button */
  async #liked(button) {
    button.disabled = true; // it is drawn anew
    await this.#attempt(async () => {
      const likes = await this.deeds.like(this.shown, !this.shown.is_liked);
      this.shown = { ...this.shown, ...likes };
    });
    const hadFocus = document.activeElement === document.body || document.activeElement === button;
    const fresh = this.#like();
    if (fresh) button.replaceWith(fresh);
    if (hadFocus && fresh) fresh.focus();
  }

  #edit() {
    const close = () => {
      this.draw();
      this.element.focus({ preventScroll: true });
    };
    const form = new WritingView({
      label: text.editing,
      submit: text.save,
      value: this.shown.text ?? '',
      preview: this.deeds.preview,
      cancel: close,
      send: async (words) => {
        this.shown = await this.deeds.edit(this.shown, words);
        this.deeds.say(text.saved);
        close();
      },
    });
    fill(this.element, this.#head(), form.element);
    form.focus();
  }

  async #remove() {
    if (!(await ask({ title: text.sure, lead: text.sureLead, confirm: text.remove, danger: true }))) return;
    await this.#attempt(async () => {
      await this.deeds.remove(this.shown);
      this.deeds.say(text.removed);
      this.ways.gone();
    });
  }

  /** @param {NonNullable<Deeds['judge']>} judge */
  async #hide(judge) {
    const id = `hide-${this.shown.id}`;
    const reason = h('textarea', { id, rows: 3, maxlength: MOST_REASON, required: true });
    const body = h('div.field', {}, h('label', { for: id }, text.reason), reason);
    const question = { title: text.sureHide, lead: text.sureHideLead, body, confirm: text.hide, danger: true };
    if (await ask(question)) await this.#judge(judge, false, reason.value.trim());
  }

  /** @param {NonNullable<Deeds['judge']>} judge @param {boolean} isShown */
  async #judge(judge, isShown, note = '') {
    await this.#attempt(async () => {
      const { state } = await judge(this.shown, isShown, note);
      this.shown = { ...this.shown, state };
      this.deeds.say(isShown ? text.shownNow : text.hiddenNow);
      this.draw();
      this.element.focus({ preventScroll: true });
    });
  }

  /** Its place stays, without words and without a name. */
  empty() {
    this.shown = { ...this.shown, author: null, blocks: [], text: null, is_own: false, like_count: 0 };
    fill(this.below);
    this.draw();
  }

  /** @param {() => Promise<void>} work */
  async #attempt(work) {
    try {
      await work();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.deeds.refuse(problem);
    }
  }
}
