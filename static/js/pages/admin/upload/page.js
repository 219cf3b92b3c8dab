// @ts-check
/**
 * Many files at once: each is checked by itself, and what is good is added in one request, all or none.
 */

import { Problem } from '../../../net/api.js';
import { droppedFiles } from '../../../parts/dropped.js';
import { categoriesOf, forAdmins, refusal } from '../access.js';
import { keepDraft } from '../drafts.js';
import { text as adminText } from '../text.js';
import { Checks } from './checks.js';
import { FILES_LIMIT, gather } from './files.js';
import { text } from './text.js';
import { UploadView } from './view.js';
import { getAdminSnippetsSummary, postAdminSnippets } from '../routes.js';

/** @import { App } from '../../../app.js' */
/** @import { SnippetBody } from '../../../net/types.js' */
/** @import { FieldError } from '../../../net/api.js' */
/** @import { Checked } from './checks.js' */
/** @import { Gathered } from './files.js' */
/** @import { Row } from './view.js' */

const SOURCE_LIMIT = 500; // characters

export const openUpload = forAdmins(async (app) => {
  const upload = new Upload(app, categoriesOf(await app.api.call(getAdminSnippetsSummary)));
  return { element: upload.view.element, title: text.title, leave: () => upload.leave() };
});

class Upload {
  /** @param {App} app @param {string[]} categories */
  constructor(app, categories) {
    this.app = app;
    this.checks = new Checks(app.api);
    /** @type {string[]} */
    this.notes = [];
    this.view = new UploadView(categories, {
      files: (files) => this.#read(files),
      dropped: async (data) => this.#read(await droppedFiles(data, FILES_LIMIT * 4)),
      changed: () => this.#draw(),
      add: () => this.#add(),
      again: () => app.router.open(),
      mend: (row) => this.#mend(row),
    });
  }

  leave() {
    this.checks.stop();
  }

  /** @param {File[]} files */
  async #read(files) {
    if (!files.length) return;
    const gathered = await gather(files);
    const { view, checks } = this;
    this.notes = notesOn(gathered);
    view.show([], { notes: this.notes, add: null });
    const finished = await checks.run(gathered.sources, (done, of) => view.progress(done, of, text.checking(done, of)));
    if (finished) this.#draw();
  }

  #draw() {
    const { checks, view } = this;
    if (!checks.all.length) return;
    const defaults = view.defaults();
    const number = checks.good.length;
    view.progress(1, 1, text.counts(number, checks.all.length - number));
    const rows = checks.all.map((one) => checks.row(one, defaults));
    view.show(rows, { notes: this.notes, add: number ? text.add(number, defaults.publish) : null });
  }

  async #add() {
    const { app, checks, view } = this;
    const { license, publish } = view.defaults();
    const chosen = checks.good;
    if (!license) {
      view.refuse(text.licenseNeeded, []);
      return;
    }
    view.busy();
    view.progress(0, 1, text.adding(chosen.length));
    try {
      const { ids } = await app.api.call(postAdminSnippets, { body: { snippets: this.#snippets(chosen) } });
      this.#added(new Map(chosen.map((one, index) => [one, ids[index]])));
      view.done(publish ? '/admin' : '/admin?state=DRAFT');
    } catch (error) {
      const said = refusal(error);
      view.progress(1, 1, '');
      const reasons = error instanceof Problem ? error.errors.map((one) => reason(chosen, one)) : [];
      view.refuse(`${text.refused} ${said}`, reasons);
    }
  }

  /** @param {Checked[]} chosen */
  #snippets(chosen) {
    const defaults = this.view.defaults();
    const snippets = chosen.map((one) => ({
      ...this.checks.becomes(one, defaults),
      snippet_text: one.answer?.snippet_text ?? '',
      source: `upload: ${one.source.path}`.slice(0, SOURCE_LIMIT),
      license: defaults.license,
      is_active: defaults.publish,
    }));
    return /** @type {SnippetBody[]} */ (snippets);
  }

  /** @param {Map<Checked, string>} added with their ids */
  #added(added) {
    const { checks, view } = this;
    const defaults = view.defaults();
    const rows = checks.all.map((one) => {
      const row = checks.row(one, defaults);
      return added.has(one) ? { ...row, outcome: text.added, link: `/admin/snippets/${added.get(one)}` } : row;
    });
    view.show(rows, { notes: this.notes, add: null });
    view.progress(1, 1, text.done(added.size));
  }

  /** Take a file with errors to the editor. @param {Row} row */
  #mend({ becomes, text: snippet_text }) {
    if (!becomes || snippet_text === null) return;
    const { license } = this.view.defaults();
    const { language, category } = becomes;
    const difficulty = becomes.difficulty || 'NORMAL';
    keepDraft('new', { language, difficulty, category, snippet_text, source: '', expected_wpm: '', license });
    this.app.router.go('/admin/snippets/new');
  }
}

/** @param {Gathered} gathered */
function notesOn({ sources, broken, more, left }) {
  return [
    ...broken.map(text.brokenZip),
    ...(more ? [text.tooMany(FILES_LIMIT)] : []),
    ...(left ? [text.left(left)] : []),
    ...(sources.length ? [] : [text.none]),
  ];
}

/** @param {Checked[]} chosen @param {FieldError} error */
function reason(chosen, { pointer, line, column, detail }) {
  const index = Number(/^\/snippets\/(\d+)\//.exec(pointer)?.[1] ?? -1);
  const place = line === undefined ? detail : adminText.fault(line, column ?? 1, detail);
  return index < 0 ? place : `${chosen[index].source.path}: ${place}`;
}
