// @ts-check
/**
 * Adding and editing one snippet. The text is checked by the server as one types; what is not saved yet is kept in this
 * tab and is there again when one comes back.
 */

import { Problem } from '../../../net/api.js';
import { text } from '../text.js';
import { h } from '../../../dom.js';
import { editorView } from './editor.js';
import { figuresView } from './figures.js';
import { adminFrame, ask } from '../frame.js';
import { historyView } from './history.js';
import { categoriesOf, forAdmins, words } from '../snippets/page.js';

/** @typedef {import('../../../app.js').App} App */
/** @typedef {import('./editor.js').Values} Values */
/** @typedef {import('./editor.js').Saving} Saving */

const CHECK_AFTER_MS = 300; // of no typing
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

export const openNew = forAdmins(async (app) => {
  const summary = await app.api.get('/api/admin/snippets/summary');
  const editing = new Editing(app, null, summary);
  return {
    element: adminFrame('/admin/snippets/new', text.editor.newTitle, editing.view.element),
    title: text.editor.newTitle,
    leave: () => editing.leave(),
  };
});

export const openSnippet = forAdmins(async (app, { params }) => {
  const path = `/api/snippets/${encodeURIComponent(params.id)}`;
  const [snippet, versions, summary] = await Promise.all([
    app.api.get(path),
    app.api.get(`${path}/versions`, { per_page: 100 }),
    app.api.get('/api/admin/snippets/summary'),
  ]);
  const editing = new Editing(app, snippet, summary);
  const t = text.editor;
  const title = snippet.is_latest ? t.title : t.oldTitle;
  const adopt = (/** @type {number} */ wpm) => editing.adopt(wpm);
  const figures = figuresView({ adopt: snippet.is_latest ? adopt : null });
  Promise.all([app.api.get(`${path}/stats`), app.api.get(`${path}/estimate`)]).then(
    ([stats, estimate]) => figures.show(stats, estimate),
    () => figures.failed(),
  );
  const element = adminFrame(
    '/admin',
    title,
    !snippet.is_latest &&
      h(
        'p.note',
        {},
        t.readOnly(snippet.version),
        ' ',
        h('a', { href: `/admin/snippets/${versions.items[0].id}` }, t.toLatest),
      ),
    editing.view.element,
    figures.element,
    historyView({ versions: versions.items, shown: snippet.id }, { rollback: (version) => editing.rollback(version) }),
  );
  return { element, title, leave: () => editing.leave() };
});

class Editing {
  /** @param {App} app @param {any | null} snippet null for a new one @param {any} summary */
  constructor(app, snippet, summary) {
    this.app = app;
    this.snippet = snippet;
    this.kept = `prodev.admin.${snippet?.id ?? 'new'}`;
    const kept = snippet && !snippet.is_latest ? null : recall(this.kept);
    const original = { ...EMPTY, ...(snippet && valuesOf(snippet)) };
    const values = { ...original, ...kept };
    this.turn = 0;
    this.left = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
    this.view = editorView(
      { snippet, values, original, restored: kept !== null, categories: categoriesOf(summary, '') },
      {
        changed: (now) => {
          keep(this.kept, now);
          this.check(CHECK_AFTER_MS);
        },
        save: (saving) => this.save(saving),
        retire: () => this.change({ is_active: false }, text.editor.took),
        discard: () => {
          keep(this.kept, null);
          app.router.open();
        },
        say: (spoken) => app.say(spoken),
      },
    );
    if (values.snippet_text) this.check(0);
  }

  leave() {
    this.left = true;
    clearTimeout(this.later);
  }

  /** @param {number} after_ms */
  check(after_ms) {
    clearTimeout(this.later);
    const turn = ++this.turn;
    this.view?.checking();
    this.later = setTimeout(async () => {
      const { language, snippet_text } = this.view.read();
      const body = { language, snippet_text, id: this.snippet?.id ?? null };
      const answer = await this.app.api.post('/api/admin/snippets/check', body).catch((error) => {
        if (!(error instanceof Problem)) throw error;
        return null;
      });
      if (turn === this.turn && !this.left) this.view.checked(answer);
    }, after_ms);
  }

  /** @param {Saving} saving */
  async save({ values, is_active, touched }) {
    const wpm = Number(values.expected_wpm.replace(',', '.'));
    if (values.expected_wpm && !(wpm >= 5 && wpm <= 300)) {
      const detail = text.editor.wpmNumber;
      this.view.busy(false);
      this.view.refuse({ errors: [{ pointer: '/expected_wpm', detail }], message: detail, body: null });
      return;
    }
    const { difficulty, category, license, snippet_text } = values;
    const said = { difficulty, category, license, snippet_text };
    if (!this.snippet) {
      const more = { source: values.source, expected_wpm: values.expected_wpm ? wpm : null, is_active };
      await this.#try(
        async () => {
          const row = await this.app.api.post('/api/snippets', { language: values.language, ...said, ...more });
          keep(this.kept, null);
          return row;
        },
        () => text.editor.added(is_active === true),
      );
      return;
    }
    // What the admin did not touch is left to the server: another text has another speed, and another source.
    const speed = values.expected_wpm ? wpm : (this.view.measures?.expected_wpm ?? null);
    const body = {
      ...said,
      expected_wpm: touched.has('expected_wpm') ? speed : null,
      source: touched.has('source') ? values.source : null,
      is_active,
    };
    const done = (/** @type {any} */ row) =>
      row.version > this.snippet.version
        ? text.editor.savedVersion(row.version)
        : is_active
          ? text.editor.published
          : text.editor.saved;
    await this.#put(this.snippet, body, (row) => {
      keep(this.kept, null);
      return done(row);
    });
  }

  /** @param {Record<string, any>} body @param {string} done */
  change(body, done) {
    return this.#put(this.snippet, body, () => done);
  }

  /** @param {any} over the version that was seen @param {Record<string, any>} body @param {(row: any) => string} done @returns {Promise<void>} */
  #put(over, body, done) {
    const edit = { ...body, seen_updated_at: over.updated_at };
    return this.#try(
      () => this.app.api.put(`/api/snippets/${over.id}`, edit),
      done,
      async (problem) => {
        const theirs = await this.app.api.get(`/api/snippets/${problem.body.latest_id}`);
        this.view.conflicts(theirs, {
          theirs: () => {
            keep(this.kept, null);
            this.app.router.go(`/admin/snippets/${theirs.id}`, { replace: true });
          },
          mine: () => this.#put(theirs, body, done),
        });
      },
    );
  }

  /**
   * @param {() => Promise<any>} send @param {(row: any) => string} done
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
      else this.view.refuse({ errors: error.errors, message: words(error), body: error.body });
    } finally {
      this.view.busy(false);
    }
  }

  /** Take what players say as the expected speed. @param {number} wpm */
  adopt(wpm) {
    return this.change({ expected_wpm: wpm }, text.figures.adopted(wpm));
  }

  /** @param {any} version */
  async rollback(version) {
    const t = text.history;
    if (!(await ask({ title: t.sure(version.version), lead: t.sureLead, confirm: t.rollback(version.version) })))
      return;
    await this.#try(
      () => this.app.api.post(`/api/snippets/${version.id}/rollback`),
      (row) => t.back(row.version),
    );
  }
}

/** @param {any} snippet @returns {Values} */
function valuesOf({ language, difficulty, category, snippet_text, expected_wpm, source, license }) {
  return { language, difficulty, category, snippet_text, expected_wpm: String(expected_wpm), source, license };
}

/** Kept for this tab alone; a browser that stores nothing loses what is not saved. @param {string} name @param {any} values null forgets */
export function keep(name, values) {
  try {
    if (values === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(values));
  } catch {
    // nothing is stored
  }
}

/** @param {string} name @returns {any | null} */
function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}
