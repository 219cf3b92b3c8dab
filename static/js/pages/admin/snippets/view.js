// @ts-check
/** The list of snippets: filters, how each is played, and what is done to many at once. */

import { fill, h } from '../../../dom.js';
import { sorts, states, text } from '../text.js';
import { difficulties, languages, tenths, whole } from '../../../text/common.js';
import { kindOfGame, pages } from '../../../parts/pieces.js';
import { adminFrame, select, stateTag, worstKeys } from '../frame.js';

/** @typedef {{language: string, difficulty: string, category: string, state: string, q: string, sort: string}} Chosen */

const SAYS_LITTLE = /^(import|from|export \{|["']use|$)/;

/** The first line that is no import says best which snippet it is. @param {any} snippet */
function nameOf({ snippet_text }) {
  const lines = snippet_text.split('\n');
  return (lines.find((/** @type {string} */ line) => !SAYS_LITTLE.test(line)) ?? lines[0]).trim();
}

/**
 * @param {{page: any, chosen: Chosen, categories: string[], summary: {published: number, draft: number, retired: number}, used: string}} state
 *   `used` is the filter that was changed last: the focus stays there
 * @param {{choose: (more: Partial<Chosen>, used: string) => void, at: (page: number) => string, exported: () => void,
 *   setActive: (is: boolean, ids: string[] | null) => void}} actions `ids` null means all that the filters find
 */
export function listView({ page, chosen, categories, summary, used }, actions) {
  const t = text.list;
  const focus = (/** @type {string} */ name) => ({ name, 'data-focus': used === name });
  const any = { '': text.any };
  const search = h('input', { type: 'search', value: chosen.q, maxlength: 200, ...focus('q') });
  const latest = Object.fromEntries(Object.entries(states).filter(([state]) => state !== 'SUPERSEDED'));
  const named = Object.fromEntries(categories.map((name) => [name, name]));
  if (chosen.category && !named[chosen.category]) named[chosen.category] = chosen.category;
  const pick = (/** @type {'language'} */ name) => (/** @type {string} */ value) =>
    actions.choose({ [name]: value }, name);
  const filters = h(
    'form.filters',
    { role: 'search' },
    select(t.language, { ...any, ...languages }, chosen.language, pick('language'), focus('language')),
    select(
      t.difficulty,
      { ...any, ...difficulties },
      chosen.difficulty,
      pick(/** @type {any} */ ('difficulty')),
      focus('difficulty'),
    ),
    select(t.category, { ...any, ...named }, chosen.category, pick(/** @type {any} */ ('category')), focus('category')),
    select(t.state, { ...any, ...latest }, chosen.state, pick(/** @type {any} */ ('state')), focus('state')),
    select(t.sort, sorts, chosen.sort, pick(/** @type {any} */ ('sort')), focus('sort')),
    h('label.wide', {}, h('span', {}, t.search), search),
    h('div.choices', {}, h('button', { type: 'submit' }, t.find), h('a.button.plain', { href: '/admin' }, t.clear)),
  );
  filters.addEventListener('submit', (event) => {
    event.preventDefault();
    actions.choose({ q: search.value.trim() }, 'q');
  });

  const rows = page.items.map(rowOf);
  const many = manyBar(page, rows, actions);
  const note = h('p.hint', {}, t.looking);
  const element = adminFrame(
    '/admin',
    text.title,
    h(
      'div.headline',
      {},
      h('p.muted', {}, t.summary(summary.published, summary.draft, summary.retired)),
      h(
        'div.choices',
        {},
        h('a.button', { href: '/admin/snippets/new' }, text.fresh),
        h('a.button.plain', { href: '/admin/upload' }, text.upload),
      ),
    ),
    filters,
    page.items.length ? [many, table(rows), note] : h('p.muted.empty', {}, t.empty),
    pages(page, actions.at),
  );
  return {
    element,
    /** How its snippets are played. @param {any | null} results null when they could not be read */
    results(results) {
      note.textContent = results ? t.looked(results.games_looked_at) : t.unread;
      const played = new Map((results?.items ?? []).map((/** @type {any} */ one) => [one.id, one]));
      for (const row of rows) row.played(played.get(row.snippet.id) ?? null);
    },
  };
}

/** @param {ReturnType<typeof rowOf>[]} rows */
function table(rows) {
  const t = text.list.columns;
  const head = (/** @type {string} */ label, kind = '') =>
    h('th', { scope: 'col', role: 'columnheader', class: kind }, label);
  return h(
    'div.table',
    {},
    h(
      'table.snippets',
      { role: 'table' },
      h('caption.unseen', {}, text.list.caption),
      h(
        'thead',
        { role: 'rowgroup' },
        h(
          'tr',
          { role: 'row' },
          h('th', { scope: 'col', role: 'columnheader' }, h('span.unseen', {}, t.choose)),
          head(t.snippet),
          head(t.state),
          head(t.drawn, 'number'),
          head(t.played, 'number'),
          head(t.accuracy, 'number'),
          head(t.speed, 'number'),
          head(t.worst),
        ),
      ),
      h(
        'tbody',
        { role: 'rowgroup' },
        rows.map((row) => row.element),
      ),
    ),
  );
}

/** @param {any} snippet */
function rowOf(snippet) {
  const t = text.list;
  const name = nameOf(snippet);
  const box = h('input', { type: 'checkbox', 'aria-label': t.choose(name) });
  const cell = (/** @type {string} */ label, /** @type {string} */ kind, /** @type {any[]} */ ...children) =>
    h('td', { role: 'cell', class: kind, 'data-label': label }, children);
  const c = t.columns;
  const played = cell(c.played, 'number', '…');
  const accuracy = cell(c.accuracy, 'number', '…');
  const speed = cell(c.speed, 'number', '…');
  const worst = cell(c.worst, 'worst-cell');
  const lines = snippet.snippet_text.split('\n').length;
  const element = h(
    'tr',
    { role: 'row' },
    h('td.choose', { role: 'cell' }, h('label', {}, box)),
    h(
      'td.what',
      { role: 'cell' },
      h('a', { href: `/admin/snippets/${snippet.id}` }, h('code', {}, name)),
      h(
        'span.hint',
        {},
        `${kindOfGame(snippet.language, snippet.difficulty)} · ${snippet.category} · ${t.lines(lines)} · ${t.version(snippet.version)}`,
      ),
    ),
    cell('', '', stateTag(snippet.state)),
    cell(c.drawn, 'number', whole(snippet.usage_count)),
    played,
    accuracy,
    speed,
    worst,
  );
  return {
    snippet,
    box,
    element,
    /** @param {any | null} results */
    played(results) {
      const none = t.never;
      fill(played, results ? whole(results.plays) : none);
      fill(accuracy, results?.mean_accuracy == null ? none : text.figures.percent(results.mean_accuracy));
      fill(
        speed,
        results?.mean_wpm == null
          ? none
          : h('span', { title: t.faster(results.speed_ratio) }, tenths(results.mean_wpm)),
        h('span.muted', {}, ` (${tenths(snippet.expected_wpm)})`),
      );
      const missed = (results?.worst_characters ?? []).filter((/** @type {any} */ one) => one.missed > 0);
      fill(worst, missed.length ? worstKeys(missed) : none);
    },
  };
}

/**
 * What is chosen, and what to do with it.
 * @param {any} page @param {ReturnType<typeof rowOf>[]} rows
 * @param {{exported: () => void, setActive: (is: boolean, ids: string[] | null) => void}} actions
 */
function manyBar(page, rows, actions) {
  const t = text.list;
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
