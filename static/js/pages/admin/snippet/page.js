// @ts-check
/**
 * Adding and editing one snippet. The server checks the text while it is typed; unsaved changes are kept in this tab
 * and are there again when the admin comes back.
 */

import { forAdmins } from '../access.js';
import { Editing } from './editing.js';
import { figuresView } from './figures.js';
import { historyView } from './history.js';
import { text } from './text.js';
import { newView, snippetView } from './view.js';

/** @import { EstimateOut, SnippetOut, SnippetPage, StatsOut, SummaryOut } from '../../../net/answers.js' */

export const openNew = forAdmins(async (app) => {
  const editing = new Editing(app, null, await app.api.get('/api/admin/snippets/summary'));
  return { element: newView(editing.view), title: text.newTitle, leave: () => editing.leave() };
});

export const openSnippet = forAdmins(async (app, { params }) => {
  const path = `/api/snippets/${encodeURIComponent(params.id)}`;
  /** @type {[SnippetOut, SnippetPage, SummaryOut]} */
  const [snippet, { items: versions }, summary] = await Promise.all([
    app.api.get(path),
    app.api.get(`${path}/versions`, { per_page: 100 }),
    app.api.get('/api/admin/snippets/summary'),
  ]);
  const editing = new Editing(app, snippet, summary);
  const adopt = (/** @type {number} */ wpm) => editing.adopt(wpm);
  const figures = figuresView({ adopt: snippet.is_latest ? adopt : null });
  /** @type {Promise<[StatsOut, EstimateOut]>} */
  const played = Promise.all([app.api.get(`${path}/stats`), app.api.get(`${path}/estimate`)]);
  played.then(
    ([stats, estimate]) => figures.show(stats, estimate),
    () => figures.failed(),
  );
  const history = historyView({ versions, shown: snippet.id }, { rollback: (version) => editing.rollback(version) });
  const view = snippetView(snippet, versions[0].id, { editor: editing.view, figures, history });
  return { ...view, leave: () => editing.leave() };
});
