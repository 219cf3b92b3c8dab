// @ts-check
/** The list of snippets: filters, how each is played, and what is done to many at once. */

import { h } from '../../../dom.js';
import { pages } from '../../../parts/pages.js';
import { select } from '../../../parts/pieces.js';
import { difficulties, languages } from '../../../text/common.js';
import { adminFrame, adminTable } from '../frame.js';
import { states, text as adminText } from '../text.js';
import { Row } from './row.js';
import { sorts, text } from './text.js';

/** @import { ResultsOut, SnippetListedPage } from '../../../net/types.js' */

/**
 * The filters as the address has them.
 * @typedef {object} Chosen
 * @property {string} language
 * @property {string} difficulty
 * @property {string} category
 * @property {string} state
 * @property {string} disliked
 * @property {string} q
 * @property {string} sort
 */

/**
 * @typedef {object} Actions
 * @property {(more: Partial<Chosen>, used: string) => void} choose
 * @property {(page: number) => string} at
 * @property {() => void} exported
 * @property {(is: boolean, ids: string[] | null) => void} setActive `ids` null means all that the filters find
 */

/**
 * @typedef {object} State
 * @property {SnippetListedPage} page
 * @property {Chosen} chosen
 * @property {string[]} categories
 * @property {{published: number, draft: number, retired: number}} summary
 * @property {string} used the filter that was changed last: the focus stays there
 */

/** @param {State} state @param {Actions} actions */
export function listView(state, actions) {
  const t = text;
  const { page, summary } = state;
  const rows = page.items.map((snippet) => new Row(snippet));
  const note = h('p.hint', {}, adminText.looking);
  const list = () => [manyBar(page, rows, actions), table(rows), note];
  const element = adminFrame(
    '/admin',
    adminText.snippets,
    h(
      'div.headline',
      {},
      h('p.muted', {}, t.summary(summary.published, summary.draft, summary.retired)),
      h(
        'div.choices',
        {},
        h('a.button', { href: '/admin/snippets/new' }, adminText.fresh),
        h('a.button.plain', { href: '/admin/upload' }, adminText.upload),
      ),
    ),
    filters(state, actions),
    page.items.length ? list() : h('p.muted.empty', {}, t.empty),
    pages(page, actions.at),
  );
  return {
    element,
    /** How its snippets are played. @param {ResultsOut | null} results null when they could not be read */
    results(results) {
      note.textContent = results ? t.looked(results.games_looked_at) : adminText.unread;
      const played = new Map((results?.items ?? []).map((one) => [one.id, one]));
      for (const row of rows) row.played(played.get(row.snippet.id) ?? null);
    },
  };
}

/** @param {State} state @param {Actions} actions */
function filters({ chosen, categories, used }, actions) {
  const t = text;
  const focus = (/** @type {string} */ name) => ({ name, 'data-focus': used === name });
  const search = h('input', { type: 'search', value: chosen.q, maxlength: 200, ...focus('q') });
  const pick = (
    /** @type {keyof Chosen} */ name,
    /** @type {string} */ label,
    /** @type {Record<string, string>} */ options,
  ) => select(label, options, chosen[name], (value) => actions.choose({ [name]: value }, name), focus(name));
  const any = { '': adminText.any };
  const latest = Object.fromEntries(Object.entries(states).filter(([state]) => state !== 'SUPERSEDED'));
  const named = Object.fromEntries([...categories, chosen.category].filter(Boolean).map((name) => [name, name]));
  const element = h(
    'form.filters',
    { role: 'search' },
    pick('language', adminText.language, { ...any, ...languages }),
    pick('difficulty', adminText.difficulty, { ...any, ...difficulties }),
    pick('category', adminText.category, { ...any, ...named }),
    pick('state', t.state, { ...any, ...latest }),
    pick('disliked', t.opinions, { ...any, ...t.disliked }),
    pick('sort', t.sort, sorts),
    h('label.wide', {}, h('span', {}, t.search), search),
    h('div.choices', {}, h('button', { type: 'submit' }, t.find), h('a.button.plain', { href: '/admin' }, t.clear)),
  );
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    actions.choose({ q: search.value.trim() }, 'q');
  });
  return element;
}

/** @param {Row[]} rows */
function table(rows) {
  const c = text.columns;
  const number = (/** @type {string} */ label) => ({ label, kind: 'number' });
  const choose = h('th', { scope: 'col', role: 'columnheader' }, h('span.unseen', {}, c.choose));
  return adminTable(
    'snippets',
    text.caption,
    [
      choose,
      c.snippet,
      c.state,
      number(c.drawn),
      number(c.played),
      number(c.accuracy),
      number(c.speed),
      c.worst,
      number(c.votes),
    ],
    rows.map((row) => row.element),
  );
}

/**
 * What is chosen, and what to do with it.
 * @param {SnippetListedPage} page @param {Row[]} rows @param {Actions} actions
 */
function manyBar(page, rows, actions) {
  const t = text;
  const all = h('input', { type: 'checkbox' });
  const every = h('input', { type: 'checkbox' });
  const says = h('span.muted', { role: 'status' });
  const chosen = () => rows.filter((row) => row.box.checked).map((row) => row.snippet.id);
  const on = h('button', { type: 'button', onclick: () => act(true) }, t.activate);
  const off = h('button', { type: 'button', onclick: () => act(false) }, t.deactivate);
  const act = (/** @type {boolean} */ is) => actions.setActive(is, every.checked ? null : chosen());
  const draw = () => {
    const number = every.checked ? page.total : chosen().length;
    says.textContent = t.chosen(number);
    on.disabled = off.disabled = number === 0;
    all.checked = rows.length > 0 && (every.checked || chosen().length === rows.length);
    all.indeterminate = !all.checked && number > 0;
    for (const row of rows) row.box.disabled = every.checked;
    all.disabled = every.checked;
  };
  for (const row of rows) row.box.addEventListener('change', draw);
  all.addEventListener('change', () => {
    for (const row of rows) row.box.checked = all.checked;
    draw();
  });
  every.addEventListener('change', draw);
  draw();
  return h(
    'div.many',
    { role: 'group', 'aria-label': t.columns.choose },
    h('label.check', {}, all, h('span', {}, t.chooseAll)),
    page.total > rows.length && h('label.check', {}, every, h('span', {}, t.every(page.total))),
    says,
    h('div.choices', {}, on, off, h('button.quiet', { type: 'button', onclick: actions.exported }, t.export)),
  );
}
