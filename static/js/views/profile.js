// @ts-check
/** A player: statistics, games, best games. */

import { h } from '../dom.js';
import { date, dateTime, duration, languages, percent, tenths, text, whole } from '../text/common.js';
import { text as profileText } from '../text/profile.js';
import { kindOfGame, pageFrame, pager, stat, table } from './parts.js';

/** @param {any} statistics */
function statisticsView(statistics) {
  const t = profileText;
  return h(
    'section.card',
    { 'aria-labelledby': 'statistics' },
    h('h2', { id: 'statistics' }, t.statistics),
    h(
      'dl.stats.wide',
      {},
      stat(t.games, whole(statistics.total_games)),
      stat(t.bestScore, whole(statistics.best_score)),
      stat(t.bestWpm, tenths(statistics.best_wpm)),
      stat(t.avgWpm, tenths(statistics.avg_wpm)),
      stat(t.avgAccuracy, percent(statistics.avg_accuracy)),
      stat(t.highestWave, whole(statistics.highest_wave)),
      stat(t.enemies, whole(statistics.total_enemies_killed)),
      stat(t.words, whole(statistics.total_words_typed)),
      stat(t.playtime, duration(statistics.total_playtime_sec)),
      stat(t.favourite, statistics.favorite_language ? languages[statistics.favorite_language] : '–'),
    ),
  );
}

/** @param {any} player */
function head(player) {
  return h(
    'p.muted.since',
    {},
    h('span', {}, `@${player.username}`),
    player.role && player.role !== 'PLAYER' && h('span.tag', {}, player.role.toLowerCase()),
    h('span', {}, profileText.since(date(player.created_at))),
  );
}

/** @param {any} game */
function gameRow(game) {
  const t = profileText;
  return h(
    'tr',
    {},
    h('td', {}, kindOfGame(game.language, game.difficulty)),
    h('td.number', {}, h('a', { href: `/results/${game.id}` }, whole(game.final_score))),
    h('td.number', {}, tenths(game.words_per_minute)),
    h('td.number', {}, percent(game.accuracy_percentage)),
    h('td.number', {}, whole(game.waves_completed)),
    h('td.when', {}, dateTime(game.ended_at)),
    game.ranked === undefined ? null : h('td', {}, game.ranked ? `✓ ${t.ranked}` : `○ ${t.unranked}`),
  );
}

const columns = () => Object.values(profileText.columns);

/**
 * One's own profile.
 * @param {{user: any, statistics: any, history: any}} state
 * @param {(page: number) => string} link
 */
export function profileView({ user, statistics, history }, link) {
  const t = profileText;
  const { items, page, per_page, total } = history;
  const from = (page - 1) * per_page + 1;
  return pageFrame(
    'profile',
    user.display_name,
    head(user),
    user.is_guest && h('p.note', {}, `${t.guest} `, h('a', { href: '/register?then=/profile' }, text.nav.keep)),
    statisticsView(statistics),
    h(
      'section.card',
      { 'aria-labelledby': 'games' },
      h('h2', { id: 'games' }, t.history),
      total === 0 ? h('p.muted', {}, t.noGames) : table(t.history, columns(), items.map(gameRow)),
      pager({
        from,
        to: from + items.length - 1,
        total,
        previous: page > 1 ? link(page - 1) : null,
        next: page * per_page < total ? link(page + 1) : null,
      }),
    ),
  );
}

/** Another player, as everybody sees them. @param {any} player */
export function playerView(player) {
  const t = profileText;
  const games = player.best_results ?? [];
  return pageFrame(
    'profile',
    player.display_name,
    head(player),
    statisticsView(player.statistics),
    h('section.card', { 'aria-labelledby': 'games' }, h('h2', { id: 'games' }, t.best), games.length ? table(t.best, columns().slice(0, -1), games.map(gameRow)) : h('p.muted', {}, t.noGames)),
  );
}

/** Nobody is signed in. */
export function nobodyView() {
  const t = text.nav;
  return pageFrame(
    'profile',
    profileText.title,
    h('p', {}, profileText.signIn),
    h('p.choices', {}, h('a.button', { href: '/login?then=/profile' }, t.login), h('a.button.plain', { href: '/register?then=/profile' }, t.register)),
  );
}
