// @ts-check
/** Making a contest, at /contests/new, and changing one before it begins, at /contests/SLUG/edit. */

import { contestAddress } from '../../parts/contest-links.js';
import { getContestsBySlug, getGroups, postContests, putContestsBySlug } from '../../later-routes.js';
import { getSnippets } from '../../routes.js';
import { Problem } from '../../net/api.js';
import { changedIn, valuesOf } from './fields.js';
import { text as formText } from './text.js';
import { contestFormView, deniedView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { ContestView, Group, GroupPage } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */
/** @import { Found, Wanted } from './chooser.js' */

const GROUPS = 100; // more than anybody belongs to
const FOUND = 8;

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openNewContest(app, { query }) {
  const groups = await taught(app);
  const mayChoose = isStaff(app);
  if (!mayChoose && !groups.length) return denied(formText.denied.words);
  const element = contestFormView(
    { groups, mayChoose, mayBePublic: mayChoose, group: query.get('group') ?? '', contest: null },
    {
      find: (wanted) => find(app, wanted),
      send: async (values, snippets) => {
        const body = valuesOf(values, snippets);
        const { contest } = await app.api.call(postContests, { body });
        app.router.go(contestAddress(contest.slug));
        app.notice(formText.made);
      },
    },
  );
  return { element, title: formText.fresh };
}

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openEditContest(app, { params }) {
  /** @type {ContestView | null} */
  const shown = await app.api.call(getContestsBySlug(params.slug)).catch(missing);
  if (!shown?.may_edit) return denied(formText.denied.words);
  if (shown.contest.state !== 'UPCOMING') return denied(formText.denied.begun);
  const element = contestFormView(
    { groups: [], mayChoose: isStaff(app), mayBePublic: false, group: '', contest: shown },
    {
      find: (wanted) => find(app, wanted),
      send: async (values, snippets) => {
        const { slug } = shown.contest;
        await app.api.call(putContestsBySlug(slug), { body: changedIn(shown, values, snippets) });
        app.router.go(contestAddress(slug));
        app.notice(formText.saved);
      },
    },
  );
  return { element, title: formText.edit(shown.contest.title) };
}

/** @param {string} words @returns {Opened} */
const denied = (words) => ({ element: deniedView(words), title: formText.denied.title });

/** @param {unknown} error @returns {null} */
function missing(error) {
  if (error instanceof Problem && error.status === 404) return null;
  throw error;
}

/** @param {App} app */
const isStaff = (app) => ['ADMIN', 'MODERATOR'].includes(app.account.user?.role ?? '');

/** The groups for which the player can make contests. @param {App} app @returns {Promise<Group[]>} */
async function taught(app) {
  if (!app.account.user || app.account.user.is_guest) return [];
  /** @type {GroupPage} */
  const { items } = await app.api.call(getGroups, { query: { per_page: GROUPS } });
  return items.filter(({ role }) => role !== 'MEMBER');
}

/** @param {App} app @param {Wanted} wanted @returns {Promise<Found>} */
function find(app, { language, difficulty, state, q, page }) {
  const query = { language, difficulty, state, q, page, per_page: FOUND, sort: 'LEAST_USED' };
  return app.api.call(getSnippets, { query });
}
