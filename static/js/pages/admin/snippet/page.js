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
import {
  getAdminSnippetsSummary,
  getSnippetsById,
  getSnippetsByIdEstimate,
  getSnippetsByIdStats,
  getSnippetsByIdVersions,
} from '../routes.js';

export const openNew = forAdmins(async (app) => {
  const editing = new Editing(app, null, await app.api.call(getAdminSnippetsSummary));
  return { element: newView(editing.view), title: text.newTitle, leave: () => editing.leave() };
});

export const openSnippet = forAdmins(async (app, { params }) => {
  const { id } = params;
  const [snippet, { items: versions }, summary] = await Promise.all([
    app.api.call(getSnippetsById(id)),
    app.api.call(getSnippetsByIdVersions(id), { query: { per_page: 100 } }),
    app.api.call(getAdminSnippetsSummary),
  ]);
  const editing = new Editing(app, snippet, summary);
  const adopt = (/** @type {number} */ wpm) => editing.adopt(wpm);
  const figures = figuresView({ adopt: snippet.is_latest ? adopt : null });
  const played = Promise.all([app.api.call(getSnippetsByIdStats(id)), app.api.call(getSnippetsByIdEstimate(id))]);
  played.then(
    ([stats, estimate]) => figures.show(stats, estimate),
    () => figures.failed(),
  );
  const history = historyView({ versions, shown: snippet.id }, { rollback: (version) => editing.rollback(version) });
  const view = snippetView(snippet, versions[0].id, { editor: editing.view, figures, history });
  return { ...view, leave: () => editing.leave() };
});
