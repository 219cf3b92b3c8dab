// @ts-check
/** The admin's list of snippets. Law: what is shown follows from the address alone. */

import { difficulties, languages } from '../../../text/common.js';
import { categoriesOf, forAdmins, refusal } from '../access.js';
import { addressOf, pageIn } from '../../../parts/pages.js';
import { ask } from '../../../parts/ask.js';
import { download } from '../../../parts/download.js';
import { states, text as adminText } from '../text.js';
import { sorts, text } from './text.js';
import { listView } from './view.js';
import { getAdminSnippetsExport, getAdminSnippetsResults, getAdminSnippetsSummary, patchSnippets } from '../routes.js';
import { getSnippets } from '../../../routes.js';

/** @import { App } from '../../../app.js' */
/** @import { SnippetListedPage, SummaryOut } from '../../../net/types.js' */
/** @import { Chosen } from './view.js' */

const PER_PAGE = 20;
let used = ''; // the filter that was changed last: its page is drawn anew, and keeps the focus there

export const openAdmin = forAdmins(async (app, { query }) => {
  const chosen = chosenIn(query);
  const page = pageIn(query);
  const filters = { ...asked(chosen), page, per_page: PER_PAGE };
  /** @type {[SnippetListedPage, SummaryOut]} */
  const [found, summary] = await Promise.all([
    app.api.call(getSnippets, { query: filters }),
    app.api.call(getAdminSnippetsSummary),
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
      exported: () => exportSnippets(app, chosen).catch((error) => app.notice(refusal(error))),
      setActive: (is, ids) => setActive(app, chosen, is, ids, found.total).catch((error) => app.notice(refusal(error))),
    },
  );
  used = '';
  if (found.items.length)
    app.api.call(getAdminSnippetsResults, { query: filters }).then(
      (results) => left || view.results(results),
      () => left || view.results(null),
    );
  return {
    element: view.element,
    title: adminText.snippets,
    leave: () => {
      left = true;
    },
  };
});

/**
 * @param {App} app @param {Chosen} chosen @param {boolean} is
 * @param {string[] | null} ids null for all that is chosen @param {number} total
 */
async function setActive(app, chosen, is, ids, total) {
  const t = text;
  const number = ids ? ids.length : total;
  const sure = await ask({
    title: t.sure(is, number),
    lead: t.sureLead(is),
    confirm: is ? t.activate : t.deactivate,
    danger: !is,
  });
  if (!sure) return;
  const filter = Object.fromEntries(Object.entries(asked(chosen)).filter(([name, value]) => value && name !== 'sort'));
  const done = await app.api.call(patchSnippets, { body: ids ? { is_active: is, ids } : { is_active: is, filter } });
  await app.router.open();
  app.notice(t.changed(done.changed, done.matched));
}

/** @param {App} app @param {Chosen} chosen */
async function exportSnippets(app, chosen) {
  const found = await app.api.call(getAdminSnippetsExport, { query: asked(chosen) });
  download(new Blob([JSON.stringify(found, null, 2)], { type: 'application/json' }), 'prodev-snippets.json');
  app.notice(text.exported(found.total));
}

/** @param {Chosen} chosen */
const asked = (chosen) => ({ ...chosen, disliked: chosen.disliked ? true : undefined });

/** @param {SummaryOut} summary */
function totals({ buckets }) {
  const sum = (/** @type {'published' | 'draft' | 'retired'} */ name) =>
    buckets.reduce((all, one) => all + one[name], 0);
  return { published: sum('published'), draft: sum('draft'), retired: sum('retired') };
}

/**
 * The filters in the address; invalid ones are ignored.
 * @param {URLSearchParams} query @returns {Chosen}
 */
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
    disliked: query.get('disliked') === 'true' ? 'true' : '',
    q: (query.get('q') ?? '').slice(0, 200),
    sort: one('sort', sorts, 'NEWEST'),
  };
}

/** @param {Chosen} chosen @param {number} [page] */
const address = (chosen, page) =>
  addressOf('/admin', { ...chosen, sort: chosen.sort === 'NEWEST' ? '' : chosen.sort }, page);
