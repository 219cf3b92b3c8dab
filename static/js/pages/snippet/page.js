// @ts-check
/** One snippet. An address of an earlier version leads to the one that is played now. */

import { discussion } from '../../discussions.js';
import { startOrSay } from '../../games.js';
import { getSnippetsByIdPage } from '../../later-routes.js';
import { Problem } from '../../net/api.js';
import { opining } from '../../opinions.js';
import { reporter } from '../../reports.js';
import { languages } from '../../text/common.js';
import { text } from './text.js';
import { missingView, snippetView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { SnippetPage } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openSnippet(app, { params }) {
  /** @type {SnippetPage} */
  let shown;
  try {
    shown = await app.api.call(getSnippetsByIdPage(params.id));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return { element: missingView(), title: text.missing };
  }
  if (shown.id !== params.id) history.replaceState(history.state, '', `/snippets/${shown.id}`);
  const element = snippetView(shown, {
    opining: opining(app),
    report: reporter(app),
    play: () => startOrSay(app, { mode: 'PRACTICE', snippet: shown.id }),
  });
  element.append(discussion(app, `snippet:${shown.id}`));
  return { element, title: text.title(languages[shown.language]) };
}
