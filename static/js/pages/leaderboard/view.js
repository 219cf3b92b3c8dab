// @ts-check
/** A leaderboard with its filters, the reader's own row, and who is playing now; it can be brought up to date. */

import { fill, h } from '../../dom.js';
import { date, difficulties, languages, tenths, whole } from '../../text/common.js';
import { text as boardText } from '../../text/board.js';
import { text as linkText } from '../../text/game-links.js';
import { rowLinks } from '../../parts/game-links.js';
import { kindOfGame, pageFrame, pager, table } from '../../parts/pieces.js';

const NAMES = 12; // of who is playing now; the others are counted

/** @typedef {{metric: string, period: string, language: string, difficulty: string}} Board */

/** @param {any} page @param {string | null} me user id @param {Set<string>} [fresh] whose best is new @param {boolean} [links] to replays and races */
export function boardTable(page, me, fresh = new Set(), links = false) {
  const t = boardText;
  if (!page.entries.length) return h('p.muted.empty', {}, t.empty);
  const rows = page.entries.map((/** @type {any} */ entry) =>
    row(entry, page.metric, me, fresh.has(entry.user_id) ? 'fresh' : '', links),
  );
  const mine = page.me && !page.entries.some((/** @type {any} */ entry) => entry.user_id === page.me.user_id);
  if (mine && page.me.rank < page.entries[0].rank) rows.unshift(row(page.me, page.metric, me, 'apart above', links));
  else if (mine) rows.push(row(page.me, page.metric, me, 'apart', links));
  const value = t.metrics[/** @type {'score'} */ (page.metric)] ?? t.columns.value;
  return table(
    t.title,
    [t.columns.rank, t.columns.player, value, t.columns.when, ...(links ? [linkText.title] : [])],
    rows,
  );
}

/** @param {any} entry @param {string} metric @param {string | null} me @param {string} kind @param {boolean} links to its replay and to a race */
function row(entry, metric, me, kind, links) {
  const own = entry.user_id === me;
  const value = metric === 'wpm' ? tenths(entry.value) : whole(entry.value);
  const shown = own || entry.replays_public; // a player may keep their games to themselves
  return h(
    'tr',
    { class: `${own ? 'own ' : ''}${kind} rank-${entry.rank}`, 'data-user': entry.user_id },
    h('td.rank', {}, whole(entry.rank)),
    h(
      'td.player',
      {},
      h('a', { href: `/players/${encodeURIComponent(entry.username)}` }, entry.display_name),
      own && h('span.tag', {}, boardText.you),
      kind === 'fresh' && h('span.tag.new', {}, boardText.fresh),
    ),
    h('td.number', {}, shown ? h('a', { href: `/results/${entry.result_id}` }, value) : value),
    h('td.when', {}, date(entry.ended_at)),
    links && h('td', {}, shown && rowLinks(entry)),
  );
}

/**
 * @param {{page: any, board: Board, me: string | null, around: boolean, offset: number, limit: number}} state
 * @param {{choose: (board: Partial<Board>) => void, at: (offset: number) => string, aroundMe: string, top: string}} ways
 */
export function leaderboardView({ page: first, board, me, around, offset, limit }, ways) {
  const t = boardText;
  const any = { '': t.any };
  const state = h('p.live', { 'data-state': 'connecting' }, t.states.connecting);
  const shown = h('div.standings');
  const now = h('div.names', {}, h('p.muted', {}, t.playingNobody));
  const element = pageFrame(
    'leaderboard',
    t.title,
    h(
      'form.filters',
      { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
      select(t.metric, t.metrics, board.metric, (metric) => ways.choose({ metric })),
      select(t.period, t.periods, board.period, (period) => ways.choose({ period })),
      select(t.language, { ...any, ...languages }, board.language, (language) => ways.choose({ language })),
      select(t.difficulty, { ...any, ...difficulties }, board.difficulty, (difficulty) => ways.choose({ difficulty })),
      me && h('a.button.plain', { href: around ? ways.top : ways.aroundMe }, around ? t.top : t.around),
      state,
    ),
    h(
      'div.beside',
      {},
      shown,
      h('section.card.now', { 'aria-labelledby': 'now' }, h('h2', { id: 'now' }, t.playing), now),
    ),
  );
  const view = {
    element,
    page: first,

    /** Draw the board as it is; the focus stays with the player it was on. @param {any} page @param {Set<string>} [fresh] */
    update(page, fresh = new Set()) {
      view.page = page;
      const held = focused(shown);
      fill(
        shown,
        page.source === 'postgres' && h('p.note', {}, t.slow),
        me && !page.me && page.total > 0 && h('p.muted', {}, t.notRanked),
        boardTable(page, me, fresh, true),
        pages(page),
      );
      refocus(shown, held);
    },

    /** What was new is not new any more. */
    fade() {
      view.update(view.page);
    },

    /** @param {'connecting' | 'live' | 'waiting'} is */
    state(is) {
      state.dataset.state = is;
      state.textContent = t.states[is];
    },

    /** @param {{total: number, guests: number, players: any[]}} players */
    players({ total, guests, players }) {
      const named = players.slice(0, NAMES);
      fill(
        now,
        h('p.muted', {}, total ? t.playingTotal(total, guests) : t.playingNobody),
        named.length > 0 && h('ul', {}, named.map(player)),
        named.length > 0 &&
          total - guests > named.length &&
          h('p.muted', {}, t.playingMore(total - guests - named.length)),
      );
    },
  };

  /** @param {any} page */
  function pages(page) {
    const at = around && page.entries.length ? page.entries[0].rank - 1 : offset;
    return pager({
      from: page.entries.length ? page.entries[0].rank : 0,
      to: page.entries.length ? page.entries[page.entries.length - 1].rank : 0,
      total: page.total,
      previous: at > 0 ? ways.at(Math.max(0, at - limit)) : null,
      next: at + limit < page.total ? ways.at(at + limit) : null,
    });
  }

  view.update(first);
  return view;
}

/** @param {any} one */
function player(one) {
  return h(
    'li',
    {},
    h('a', { href: `/players/${encodeURIComponent(one.username)}` }, one.display_name),
    h('span.hint', {}, `${kindOfGame(one.language, one.difficulty)} · ${boardText.wave(one.wave)}`),
  );
}

/** Which of whose links has the focus. @param {HTMLElement} within @returns {[string, number] | 'rel' | null} */
function focused(within) {
  const link = document.activeElement;
  if (!(link instanceof HTMLAnchorElement) || !within.contains(link)) return null;
  const row = link.closest('tr');
  return row ? [row.dataset.user ?? '', [...row.querySelectorAll('a')].indexOf(link)] : /** @type {'rel'} */ (link.rel);
}

/** @param {HTMLElement} within @param {[string, number] | string | null} held */
function refocus(within, held) {
  if (held === null) return;
  const link = Array.isArray(held)
    ? [...within.querySelectorAll('tr')].find((row) => row.dataset.user === held[0])?.querySelectorAll('a')[held[1]]
    : /** @type {HTMLAnchorElement | null} */ (within.querySelector(`a[rel=${held}]`));
  link?.focus({ preventScroll: true });
}

/** @param {string} label @param {Record<string, string>} options @param {string} chosen @param {(value: string) => void} onchange */
function select(label, options, chosen, onchange) {
  const list = h(
    'select',
    {},
    Object.entries(options).map(([value, words]) => h('option', { value, selected: value === chosen }, words)),
  );
  list.addEventListener('change', () => onchange(list.value));
  return h('label', {}, h('span', {}, label), list);
}
