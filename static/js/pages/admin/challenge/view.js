// @ts-check
/** A challenge's editor: its code with the library's verdict, what is asked for it, and its versions. */

import { fill, h } from '../../../dom.js';
import { challengeAddress } from '../../../parts/course-links.js';
import { formElement, isProblem } from '../../../parts/form.js';
import { card } from '../../../parts/pieces.js';
import { CodeEditor, indentOf } from '../code.js';
import { trackPage } from '../courses-links.js';
import { text as editorText } from '../editor-text.js';
import { adminFrame } from '../frame.js';
import { verdictView } from '../verdict.js';
import { fieldsOf } from './fields.js';
import { libraryView } from './library.js';
import { text } from './text.js';
import { versionsTable } from './versions.js';

/** @import { AdminChallenge, SnippetListedPage, VersionState } from '../../../net/types.js' */
/** @import { Problem } from '../../../net/api.js' */
/** @import { Fault } from '../code.js' */

/** @typedef {Record<string, string>} Values */
/** Its text, or the snippet that has it. @typedef {{snippet_text: string} | {snippet_id: string}} Code */

/**
 * @typedef {object} Ways
 * @property {(values: Values, code: Code | {}) => Promise<void>} save throws a Problem; no code where it is unchanged
 * @property {() => void} changed the code is another one
 * @property {(q: string) => Promise<SnippetListedPage>} find throws a Problem
 * @property {(code: Code) => Promise<void>} suggest
 * @property {(words: string) => void} say
 * @property {(version: number) => void} [publish]
 * @property {(version: number) => void} [rollback]
 * @property {() => void} [unpublish]
 * @property {() => void} [remove]
 */

/**
 * What an edit starts from, here and on the server: the draft, or else what players get, which after going back is not
 * the latest version.
 * @param {AdminChallenge} challenge
 */
export const baseOf = ({ versions }) => {
  const of = (/** @type {VersionState} */ state) => versions.find((one) => one.state === state);
  return of('DRAFT') ?? of('PUBLISHED') ?? versions[0];
};

export class ChallengeView {
  /** @param {AdminChallenge | null} challenge null for a new one @param {string} language @param {Ways} ways */
  constructor(challenge, language, ways) {
    const t = text;
    const base = challenge && baseOf(challenge);
    this.ways = ways;
    /** The code that the server takes where none is sent. */
    this.before = base?.snippet.snippet_text ?? null;
    /** @type {{id: string, snippet_text: string} | null} that has the code, unless it was changed since */
    this.snippet = base?.snippet ?? null;
    this.code = new CodeEditor(
      { value: base?.snippet.snippet_text ?? '', indent: indentOf(language), readOnly: false },
      { changed: ways.changed, say: ways.say },
    );
    this.verdict = verdictView(this.code);
    this.says = h('p.muted', { role: 'status' });
    this.form = this.#form(challenge);
    this.path = h('nav.where', { 'aria-label': t.where });
    this.element = adminFrame(
      '/admin/courses',
      base?.title ?? t.fresh,
      this.path,
      h(
        'div.edit.challenge-edit',
        {},
        h('div.left', {}, this.#source(), this.verdict.preview),
        card('about', t.about, this.#suggest(), this.says, this.form),
      ),
      challenge && card('versions', t.versions, versionsTable(challenge, ways), this.#end(challenge)),
    );
  }

  #source() {
    const t = text;
    const use = (/** @type {{id: string, snippet_text: string}} */ snippet) => {
      this.snippet = snippet;
      this.code.write(snippet.snippet_text);
    };
    return h(
      'section.card.source',
      {},
      h('label.title', { for: 'code' }, t.code),
      this.code.element,
      h('p.hint', { id: 'code-keys' }, editorText.keys),
      this.verdict.element,
      libraryView(this.ways.find, use),
    );
  }

  /** @param {AdminChallenge | null} challenge */
  #form(challenge) {
    const t = text;
    const base = challenge && baseOf(challenge);
    const submit = base ? (base.state === 'DRAFT' ? t.save : t.saveNext) : t.create;
    return formElement(
      { name: 'challenge', fields: fieldsOf(base), submit },
      async (values) => {
        try {
          await this.ways.save(values, this.code.value === this.before ? {} : this.#sent());
        } catch (error) {
          if (isProblem(error)) this.refuse(error);
          throw error;
        }
      },
      h('p.hint', {}, t.saveHint),
    );
  }

  #suggest() {
    const onclick = () => this.ways.suggest(this.#sent());
    return h('p.choices', {}, h('button', { type: 'button', onclick }, text.suggest));
  }

  /** @returns {Code} */
  #sent() {
    const { value } = this.code;
    return this.snippet?.snippet_text === value ? { snippet_id: this.snippet.id } : { snippet_text: value };
  }

  /** @param {AdminChallenge} challenge */
  #end({ id, published_version }) {
    const t = text;
    const { unpublish, remove } = this.ways;
    return h(
      'p.choices',
      {},
      published_version !== null && h('a.button.plain', { href: challengeAddress(id) }, t.asPlayers),
      published_version !== null && h('button.danger', { type: 'button', onclick: unpublish }, t.unpublish),
      h('button.danger', { type: 'button', onclick: remove }, t.remove),
    );
  }

  /** @param {string} track id @param {string} title */
  where(track, title) {
    fill(this.path, h('a', { href: '/admin/courses' }, text.courses), ' › ', h('a', { href: trackPage(track) }, title));
  }

  /** Put these into the fields. @param {Values} values @param {string} words about them */
  fill(values, words) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
    this.says.textContent = words;
  }

  /** Errors of the code stand where they are. @param {Problem} problem */
  refuse({ errors }) {
    const faults = errors.filter((one) => one.line !== undefined && one.column !== undefined);
    if (faults.length) this.verdict.faults(/** @type {Fault[]} */ (faults));
  }
}
