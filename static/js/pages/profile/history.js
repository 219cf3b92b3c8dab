// @ts-check
/** The games of a player: a table, its filters and its pages. */

import { fill, h } from '../../dom.js';
import { dateTime, difficulties, languages, percent, tenths, whole } from '../../text/common.js';
import { text as profileText } from './text.js';
import { rowLinks } from '../../parts/game-links.js';
import { pages } from '../../parts/pages.js';
import { kindOfGame, select, table } from '../../parts/pieces.js';

/** @import { BestResult, GameResult, GameResultPage } from '../../net/types.js' */

/**
 * @typedef {object} Ways
 * @property {(shown: Shown) => void} show is asked without leaving the page
 * @property {(shown: Shown) => string} address
 */

/**
 * Which games: empty is any.
 * @typedef {{language: string, difficulty: string, ranked: string, page: number, after: string}} Shown
 */

/** @param {GameResult | BestResult} game */
function gameRow(game) {
  const t = profileText;
  return h(
    'tr',
    {},
    h('td', {}, kindOfGame(game.language, game.difficulty), ' ', rowLinks(game)),
    h('td.number', {}, h('a', { href: `/results/${game.id}` }, whole(game.final_score))),
    h('td.number', {}, tenths(game.net_wpm)),
    h('td.number', {}, percent(game.key_accuracy_percentage)),
    h('td.number', {}, whole(game.waves_completed)),
    h('td.when', {}, dateTime(game.ended_at)),
    'ranked' in game && h('td', {}, game.ranked ? `✓ ${t.ranked}` : `○ ${t.unranked}`),
  );
}

const columns = () => Object.values(profileText.columns);

/**
 * All of one's own games.
 * @param {GameResultPage} history
 * @param {Shown} shown
 * @param {Ways} ways
 */
export function historyCard(history, shown, ways) {
  const t = profileText;
  const rows = h('div.games-shown');
  const heading = h('h2', { id: 'games', tabindex: -1 }, t.history);
  let now = shown;
  const choose = (/** @type {Partial<Shown>} */ more) => ways.show({ ...now, page: 1, after: '', ...more });
  const any = { '': t.filters.any };
  const filters = h(
    'form.filters',
    { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    select(t.filters.language, { ...any, ...languages }, shown.language, (language) => choose({ language })),
    select(t.filters.difficulty, { ...any, ...difficulties }, shown.difficulty, (difficulty) => choose({ difficulty })),
    select(t.filters.ranked, { ...any, ...t.rankedChoices }, shown.ranked, (ranked) => choose({ ranked })),
  );
  // The pages are links, which can be opened in new tabs; a plain click stays on this page.
  rows.addEventListener('click', (event) => {
    const link = /** @type {Element} */ (event.target).closest('a[rel]');
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const after = new URL(/** @type {HTMLAnchorElement} */ (link).href).searchParams.get('after') ?? '';
    ways.show({ ...now, page: now.page + (link.getAttribute('rel') === 'next' ? 1 : -1), after });
    heading.focus();
  });

  /** @param {GameResultPage} games @param {Shown} which */
  const update = (games, which) => {
    now = which;
    const { items } = games;
    const filtered = which.language || which.difficulty || which.ranked;
    fill(
      rows,
      items.length
        ? table(t.history, columns(), items.map(gameRow))
        : h('p.muted', { role: 'status' }, filtered ? t.noSuchGames : t.noGames),
      pages(games, (page, after = '') => ways.address({ ...which, page, after })),
    );
  };
  update(history, shown);
  return { element: h('section.card', { 'aria-labelledby': 'games' }, heading, filters, rows), update };
}

/**
 * The best of somebody's ranked games.
 * @param {BestResult[]} games
 */
export function bestCard(games) {
  const t = profileText;
  return h(
    'section.card',
    { 'aria-labelledby': 'games' },
    h('h2', { id: 'games' }, t.best),
    games.length ? table(t.best, columns().slice(0, -1), games.map(gameRow)) : h('p.muted', {}, t.noRanked),
  );
}
