// @ts-check
/**
 * A track as a tree whose parts can be edited where they stand.
 *
 * Law: it is drawn anew after each change; what was unfolded stays so, and the button that was used has the focus.
 */

import { fill, h } from '../../../dom.js';
import { trackAddress } from '../../../parts/course-links.js';
import { formElement } from '../../../parts/form.js';
import { card } from '../../../parts/pieces.js';
import { difficulties, languages } from '../../../text/common.js';
import { challengePage, newChallengePage } from '../courses-links.js';
import { descriptionField, onOneLine } from '../description.js';
import { adminFrame, stateTag } from '../frame.js';
import { orderButtons } from '../order.js';
import { lessonForm } from './lesson.js';
import { text } from './text.js';

/** @import { AdminChallengeListed, AdminLesson, AdminModule, AdminTrack } from '../../../net/types.js' */
/** @import { TextBlock } from '../../../net/types.js' */

/** @typedef {Record<string, string>} Values */

/**
 * What is sent; those that take values throw a Problem.
 * @typedef {object} Ways
 * @property {(values: Values) => Promise<void>} edit
 * @property {(is: boolean) => void} publish
 * @property {(tree: AdminTrack) => void} remove
 * @property {(values: Values) => Promise<void>} addModule
 * @property {(id: string, values: Values) => Promise<void>} editModule
 * @property {(id: string, title: string) => void} removeModule
 * @property {(ids: string[], key: string) => void} moveModule
 * @property {(module: string, values: Values) => Promise<void>} addLesson
 * @property {(id: string, values: Values) => Promise<void>} editLesson
 * @property {(id: string, title: string) => void} removeLesson
 * @property {(module: string, ids: string[], key: string) => void} moveLesson
 * @property {(lesson: string, ids: string[], key: string) => void} moveChallenge
 * @property {(words: string) => Promise<TextBlock[]>} preview
 */

export class TrackView {
  /** @param {Ways} ways */
  constructor(ways) {
    this.ways = ways;
    /** @type {Set<string>} what is unfolded */
    this.open = new Set();
    /** @type {Map<string, HTMLElement>} that may have the focus again, by its key */
    this.buttons = new Map();
    this.title = h('span');
    this.inside = h('div.tree');
    this.element = adminFrame('/admin/courses', '', this.inside);
    this.element.lastElementChild?.firstElementChild?.append(this.title);
  }

  /** @param {string} key */
  focus(key) {
    this.buttons.get(key)?.focus();
  }

  /** @param {AdminTrack} tree */
  draw(tree) {
    const { track, modules } = tree;
    const t = text;
    this.buttons.clear();
    this.track = track.id;
    this.title.textContent = track.title;
    const ids = modules.map(({ id }) => id);
    fill(
      this.inside,
      this.#head(tree),
      h('h2', {}, t.modules),
      modules.length ? modules.map((one) => this.#module(one, ids)) : h('p.empty', {}, t.none),
      this.#fold('new module', t.addModule, aboutForm('module', t.addModule, null, this.ways.addModule)),
    );
  }

  /** @param {AdminTrack} tree */
  #head(tree) {
    const t = text;
    const { track } = tree;
    const { is_published: is } = track;
    const publish = h(
      'button',
      { type: 'button', class: is ? '' : 'primary', onclick: () => this.ways.publish(!is) },
      is ? t.hide : t.publish,
    );
    this.buttons.set('publish', publish);
    const form = aboutForm('track', t.save, track, this.ways.edit);
    const save = [...form.elements].find((one) => one instanceof HTMLButtonElement);
    if (save) this.buttons.set('save', save);
    return card(
      'about',
      t.about,
      h(
        'p',
        {},
        stateTag(is ? 'PUBLISHED' : 'DRAFT'),
        ` · ${languages[track.language]} · ${is ? t.published : t.hidden}`,
      ),
      form,
      h(
        'p.choices',
        {},
        publish,
        is && h('a.button.plain', { href: trackAddress(track.slug) }, t.asPlayers),
        h('button.danger', { type: 'button', onclick: () => this.ways.remove(tree) }, t.removeTrack),
      ),
    );
  }

  /** @param {AdminModule} module @param {string[]} ids of all modules */
  #module(module, ids) {
    const t = text;
    const { id, title, description, lessons } = module;
    const inner = lessons.map((one) => one.id);
    return h(
      'section.card.module',
      { 'aria-labelledby': `module-${id}` },
      this.#headline(
        'h3',
        `module-${id}`,
        title,
        orderButtons({ ids, id, name: title }, this.ways.moveModule, this.#made),
      ),
      description && h('p.muted', {}, description),
      this.#fold(
        `edit ${id}`,
        t.edit(title),
        aboutForm(`module-${id}`, t.save, module, (values) => this.ways.editModule(id, values)),
        removeButton(() => this.ways.removeModule(id, title)),
      ),
      lessons.map((one) => this.#lesson(one, id, inner)),
      this.#fold(
        `new lesson ${id}`,
        t.addLesson,
        lessonForm(`new-${id}`, t.addLesson, null, (values) => this.ways.addLesson(id, values), this.ways.preview),
      ),
    );
  }

  /** @param {AdminLesson} lesson @param {string} module id @param {string[]} ids of all lessons of the module */
  #lesson(lesson, module, ids) {
    const t = text;
    const { id, title, challenges } = lesson;
    const inner = challenges.map((one) => one.id);
    const move = (/** @type {string[]} */ now, /** @type {string} */ key) => this.ways.moveLesson(module, now, key);
    const save = (/** @type {Values} */ values) => this.ways.editLesson(id, values);
    return h(
      'div.lesson',
      {},
      this.#headline('h4', `lesson-${id}`, title, orderButtons({ ids, id, name: title }, move, this.#made)),
      this.#fold(
        `edit ${id}`,
        t.edit(title),
        lessonForm(id, t.save, lesson, save, this.ways.preview),
        removeButton(() => this.ways.removeLesson(id, title)),
      ),
      h(
        'ol.challenges',
        { 'aria-label': t.challenges },
        challenges.map((one) => this.#challenge(one, id, inner)),
      ),
      h('p', {}, h('a.button.plain.small', { href: newChallengePage(this.track ?? '', id) }, t.addChallenge)),
    );
  }

  /** @param {AdminChallengeListed} challenge @param {string} lesson id @param {string[]} ids of all of the lesson */
  #challenge({ id, title, published_version, has_draft, difficulty, attempts, completed }, lesson, ids) {
    const t = text;
    const move = (/** @type {string[]} */ now, /** @type {string} */ key) => this.ways.moveChallenge(lesson, now, key);
    const about = [
      difficulties[difficulty],
      t.version(published_version),
      has_draft && t.draft,
      t.tried(attempts, completed),
    ];
    return h(
      'li',
      {},
      h('a', { href: challengePage(id) }, title),
      h('span.hint', {}, about.filter(Boolean).join(' · ')),
      h('span.order', {}, orderButtons({ ids, id, name: title }, move, this.#made)),
    );
  }

  #made = (/** @type {string} */ key, /** @type {HTMLButtonElement} */ button) => {
    this.buttons.set(key, button);
  };

  /** @param {'h3' | 'h4'} level @param {string} id @param {string} title @param {HTMLElement[]} buttons */
  #headline(level, id, title, buttons) {
    return h('div.headline', {}, h(level, { id }, title), h('span.order', {}, buttons));
  }

  /** @param {string} key @param {string} label @param {...HTMLElement} inside */
  #fold(key, label, ...inside) {
    const summary = h('summary', {}, label);
    this.buttons.set(key, summary);
    const fold = h('details', { open: this.open.has(key) }, summary, h('div.inside', {}, inside));
    fold.addEventListener('toggle', () => (fold.open ? this.open.add(key) : this.open.delete(key)));
    return fold;
  }
}

/** @param {() => void} onclick */
const removeButton = (onclick) => h('p.choices', {}, h('button.danger', { type: 'button', onclick }, text.remove));

/**
 * Title and description, of a track or a module.
 * @param {string} name @param {string} submit @param {{title: string, description: string} | null} now
 * @param {(values: Values) => Promise<void>} send
 */
function aboutForm(name, submit, now, send) {
  const t = text;
  return formElement(
    {
      name,
      fields: [
        { name: 'title', label: t.name, type: 'text', autocomplete: 'off', value: now?.title },
        descriptionField({ label: t.description, hint: t.descriptionHint, value: now?.description }),
      ],
      submit,
      kind: now ? '' : 'primary',
    },
    (values) => send(onOneLine(values)),
  );
}
