// @ts-check
/** The admin's list of snippets. Law: what is shown follows from the address alone. */

import { Problem } from '../../../net/api.js';
import { sorts, states, text } from '../text.js';
import { difficulties, languages, whyNot } from '../../../text/common.js';
import { ask, deniedView } from '../frame.js';
import { listView } from './view.js';

/** @typedef {import('../../../app.js').App} App */
/** @typedef {import('../../../router.js').Place} Place */
/** @typedef {import('../../../router.js').Opened} Opened */

const PER_PAGE = 20;
const PAGES_LIMIT = 100_000; // the server counts no further
let used = ''; // the filter that was changed last: its page is drawn anew, and the focus shall stay there

/**
 * A page for admins alone; others are told so. The server refuses them in any case.
 * @param {(app: App, place: Place) => Opened | Promise<Opened>} open
 * @returns {(app: App, place: Place) => Opened | Promise<Opened>}
 */
export const forAdmins = (open) => (app, place) => {
  const { user } = app.account;
  if (user?.role === 'ADMIN') return open(app, place);
  return { element: deniedView(user ? user.display_name : null), title: text.denied.title };
};

/** What to say about a refusal. @param {unknown} error */
export function words(error) {
  if (!(error instanceof Problem)) throw error;
  return whyNot(error);
}

export const openAdmin = forAdmins(async (app, { query }) => {
  const chosen = chosenIn(query);
  const page = pageIn(query);
  const filters = { ...chosen, page, per_page: PER_PAGE };
  const [found, summary] = await Promise.all([
    app.api.get('/api/snippets', filters),
    app.api.get('/api/admin/snippets/summary'),
  ]);
  let left = false;

  const view = listView(
    { page: found, chosen, categories: categoriesOf(summary, chosen.language), summary: totals(summary), used },
    {
      choose: (more, name) => {
        used = name;
        app.router.go(address({ ...chosenIn(new URLSearchParams(location.search)), ...more }));
      },
      at: (to) => address(chosen, to),
      exported: () => exportSnippets(app, chosen).catch((error) => app.notice(words(error))),
      setActive: (is, ids) => setActive(app, chosen, is, ids, found.total).catch((error) => app.notice(words(error))),
    },
  );
  used = '';
  if (found.items.length)
    app.api.get('/api/admin/snippets/results', filters).then(
      (results) => left || view.results(results),
      () => left || view.results(null),
    );
  return {
    element: view.element,
    title: text.title,
    leave: () => {
      left = true;
    },
  };
});

/** @param {App} app @param {import('./view.js').Chosen} chosen @param {boolean} is @param {string[] | null} ids @param {number} total */
async function setActive(app, chosen, is, ids, total) {
  const t = text.list;
  const number = ids ? ids.length : total;
  const sure = await ask({
    title: t.sure(is, number),
    lead: t.sureLead(is),
    confirm: is ? t.activate : t.deactivate,
    danger: !is,
  });
  if (!sure) return;
  const { sort: _, ...filters } = chosen;
  const filter = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
  const done = await app.api.patch('/api/snippets', ids ? { is_active: is, ids } : { is_active: is, filter });
  await app.router.open();
  app.notice(t.changed(done.changed, done.matched));
}

/** @param {App} app @param {import('./view.js').Chosen} chosen */
async function exportSnippets(app, chosen) {
  const found = await app.api.get('/api/admin/snippets/export', chosen);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(found, null, 2)], { type: 'application/json' }));
  link.download = 'prodev-snippets.json';
  link.click();
  URL.revokeObjectURL(link.href);
  app.notice(text.list.exported(found.total));
}

/** @param {any} summary @param {string} language empty means any @returns {string[]} */
export function categoriesOf(summary, language) {
  const of = summary.categories.filter((/** @type {any} */ one) => !language || one.language === language);
  return [.../** @type {Set<string>} */ (new Set(of.map((/** @type {any} */ one) => one.category)))].sort();
}

/** @param {any} summary */
function totals(summary) {
  const sum = (/** @type {string} */ name) =>
    summary.buckets.reduce((/** @type {number} */ all, /** @type {any} */ one) => all + one[name], 0);
  return { published: sum('published'), draft: sum('draft'), retired: sum('retired') };
}

/** @param {URLSearchParams} query */
export const pageIn = (query) => Math.min(PAGES_LIMIT, Math.max(1, Math.floor(Number(query.get('page'))) || 1));

/** What the address says; what it cannot mean is as if it were not there. @param {URLSearchParams} query @returns {import('./view.js').Chosen} */
function chosenIn(query) {
  const one = (/** @type {string} */ name, /** @type {Record<string, string>} */ of, usual = '') => {
    const value = (query.get(name) ?? '').toUpperCase();
    return Object.hasOwn(of, value) ? value : usual;
  };
  return {
    language: one('language', languages),
    difficulty: one('difficulty', difficulties),
    category: (query.get('category') ?? '').slice(0, 50),
    state: one('state', states),
    q: (query.get('q') ?? '').slice(0, 200),
    sort: one('sort', sorts, 'NEWEST'),
  };
}

/** What is as usual stays out of the address. @param {Record<string, string>} chosen @param {number} [page] */
function address(chosen, page = 1) {
  const all = Object.entries({ ...chosen, page: page > 1 ? String(page) : '' }).filter(
    ([, value]) => value && value !== 'NEWEST',
  );
  const search = new URLSearchParams(all).toString();
  return search ? `/admin?${search}` : '/admin';
}
