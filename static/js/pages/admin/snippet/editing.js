// @ts-check
/** One snippet being edited: its draft, the checks while it is typed, and saving, also over somebody else's changes. */

import { Problem } from '../../../net/api.js';
import { categoriesOf, refusal } from '../access.js';
import { Checking } from '../checking.js';
import { draftOf, keepDraft } from '../drafts.js';
import { ask } from '../../../parts/ask.js';
import { Editor } from './editor.js';
import { EXPECTED_WPM } from '../terms.js';
import { figures, history, text } from './text.js';
import { getSnippetsById, postSnippets, postSnippetsByIdRollback, putSnippetsById } from '../routes.js';

/** @import { App } from '../../../app.js' */
/** @import { SnippetBody, SnippetListed, SnippetOut, SummaryOut } from '../../../net/types.js' */
/** @import { Saving } from './editor.js' */
/** @import { Values } from './fields.js' */

/** @typedef {Record<string, string | number | boolean | null>} Edit fields to change; null leaves one to the server */

const CONFLICTS = ['snippet/changed', 'snippet/superseded'];
/** @type {Values} */
const EMPTY = {
  language: 'PYTHON',
  difficulty: 'NORMAL',
  category: '',
  snippet_text: '',
  expected_wpm: '',
  source: '',
  license: 'MIT',
};

export class Editing {
  /** @param {App} app @param {SnippetOut | null} snippet null for a new one @param {SummaryOut} summary */
  constructor(app, snippet, summary) {
    this.app = app;
    this.snippet = snippet;
    this.id = snippet?.id ?? 'new';
    const draft = snippet && !snippet.is_latest ? null : draftOf(this.id);
    const original = { ...EMPTY, ...(snippet && valuesOf(snippet)) };
    const values = { ...original, ...draft };
    this.view = new Editor(
      { snippet, values, original, restored: draft !== null, categories: categoriesOf(summary) },
      {
        changed: (now) => {
          keepDraft(this.id, now);
          this.checking.soon();
        },
        save: (saving) => this.save(saving),
        retire: () => this.change({ is_active: false }, text.took),
        discard: () => {
          keepDraft(this.id, null);
          app.router.open();
        },
        say: (spoken) => app.say(spoken),
      },
    );
    this.checking = new Checking(app.api, () => this.code(), this.view);
    if (values.snippet_text) this.checking.soon(0);
  }

  /** What is checked. */
  code() {
    const { language, snippet_text } = this.view.read();
    return { language, snippet_text, id: this.snippet?.id ?? null };
  }

  leave() {
    this.checking.leave();
  }

  /** @param {Saving} saving */
  async save(saving) {
    const { expected_wpm } = saving.values;
    const wpm = expected_wpm ? Number(expected_wpm.replace(',', '.')) : null;
    if (wpm !== null && !(wpm >= EXPECTED_WPM.least && wpm <= EXPECTED_WPM.most)) {
      const detail = text.wpmNumber;
      this.view.busy(false);
      this.view.refuse({ errors: [{ pointer: '/expected_wpm', code: '', detail }], message: detail });
    } else if (this.snippet) {
      await this.#saveOver(this.snippet, saving, wpm);
    } else {
      await this.#add(saving, wpm);
    }
  }

  /** @param {Saving} saving @param {number | null} wpm */
  #add({ values, is_active }, wpm) {
    const { language, source } = values;
    const body = { language, ...saidIn(values), source, expected_wpm: wpm, is_active: is_active === true };
    return this.#try(
      async () => {
        const row = await this.app.api.call(postSnippets, { body: /** @type {SnippetBody} */ (body) });
        keepDraft(this.id, null);
        return row;
      },
      () => text.added(is_active === true),
    );
  }

  /**
   * What the admin did not touch is left to the server: another text has another speed, and another source.
   * @param {SnippetOut} seen @param {Saving} saving @param {number | null} wpm
   */
  #saveOver(seen, { values, is_active, touched }, wpm) {
    const body = {
      ...saidIn(values),
      expected_wpm: touched.has('expected_wpm') ? (wpm ?? this.view.measures?.expected_wpm ?? null) : null,
      source: touched.has('source') ? values.source : null,
      is_active,
    };
    return this.#put(seen, body, (row) => {
      keepDraft(this.id, null);
      if (row.version > seen.version) return text.savedVersion(row.version);
      return is_active ? text.published : text.saved;
    });
  }

  /** @param {Edit} body @param {string} done */
  async change(body, done) {
    if (this.snippet) await this.#put(this.snippet, body, () => done);
  }

  /**
   * @param {SnippetOut} over the version that was seen @param {Edit} body @param {(row: SnippetOut) => string} done
   * @returns {Promise<void>}
   */
  #put(over, body, done) {
    const edit = { ...body, seen_updated_at: over.updated_at };
    return this.#try(
      () => this.app.api.call(putSnippetsById(over.id), { body: edit }),
      done,
      async (problem) => {
        const theirs = await this.app.api.call(getSnippetsById(problem.body.latest_id ?? over.id));
        this.view.conflicts(theirs, {
          theirs: () => {
            keepDraft(this.id, null);
            this.app.router.go(`/admin/snippets/${theirs.id}`, { replace: true });
          },
          mine: () => this.#put(theirs, body, done),
        });
      },
    );
  }

  /**
   * @param {() => Promise<SnippetOut>} send @param {(row: SnippetOut) => string} done
   * @param {(problem: Problem) => Promise<void>} [conflicts]
   */
  async #try(send, done, conflicts) {
    this.view.busy(true);
    try {
      const row = await send();
      const said = done(row);
      this.leave();
      await this.app.router.go(`/admin/snippets/${row.id}`, { replace: this.snippet !== null });
      this.app.notice(said);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (conflicts && CONFLICTS.includes(error.code)) await conflicts(error);
      else this.view.refuse({ errors: error.errors, message: refusal(error), other: error.body.snippet_id });
    } finally {
      this.view.busy(false);
    }
  }

  /** Take what players say as the expected speed. @param {number} wpm */
  adopt(wpm) {
    return this.change({ expected_wpm: wpm }, figures.adopted(wpm));
  }

  /** @param {SnippetListed} version */
  async rollback(version) {
    const { id, version: number } = version;
    const t = history;
    if (!(await ask({ title: t.sure(number), lead: t.sureLead, confirm: t.rollback(number) }))) return;
    await this.#try(
      () => this.app.api.call(postSnippetsByIdRollback(id)),
      (row) => t.back(row.version),
    );
  }
}

/** @param {SnippetOut} snippet @returns {Values} */
function valuesOf({ language, difficulty, category, snippet_text, expected_wpm, source, license }) {
  return { language, difficulty, category, snippet_text, expected_wpm: String(expected_wpm), source, license };
}

/** @param {Values} values */
function saidIn({ difficulty, category, license, snippet_text }) {
  return { difficulty, category, license, snippet_text };
}
