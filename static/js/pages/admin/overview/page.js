// @ts-check
/** What needs an admin's attention: jobs that failed, reports, new posts, snippets that players dislike. */

import { getSnippets } from '../../../routes.js';
import { forAdmins, refusal } from '../access.js';
import { getAdminFeed, getAdminPosts, getModerationQueue, postAdminFeedByIdRetry } from '../routes.js';
import { text } from './text.js';
import { overviewView } from './view.js';

/** @import { App } from '../../../app.js' */
/** @import { JobOut } from '../../../net/types.js' */

const FAILED = 20;
const FIRST = 5;

export const openOverview = forAdmins(async (app) => {
  const { api } = app;
  const [failed, reported, written, disliked] = await Promise.all([
    api.call(getAdminFeed, { query: { dead: 'true', per_page: FAILED } }),
    api.call(getModerationQueue, { query: { cause: 'REPORTED', sort: 'MOST_REPORTED', per_page: FIRST } }),
    api.call(getAdminPosts, { query: { per_page: FIRST } }),
    api.call(getSnippets, { query: { disliked: true, sort: 'DISLIKED', per_page: FIRST } }),
  ]);
  const element = overviewView({ failed, reported, written, disliked }, (job) => retry(app, job));
  return { element, title: text.title };
});

/** @param {App} app @param {JobOut} job */
async function retry(app, { id, queue }) {
  const asked = app.api.call(postAdminFeedByIdRetry(String(id)));
  const said = await asked.then(() => text.failed.retried(queue), refusal);
  await app.router.open(); // show what the server has, also after a refusal
  app.notice(said);
}
