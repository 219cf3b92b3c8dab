// @ts-check
/** A player: statistics, progress, days, languages, keys, games. */

import { fill, h } from '../../dom.js';
import { focusOffer } from '../../parts/focus.js';
import { bestLink } from '../../parts/game-links.js';
import { journeyCard } from '../../parts/journey.js';
import { pageFrame, stat } from '../../parts/pieces.js';
import { reportView } from '../../parts/report.js';
import { text as journeyText } from '../../text/journey.js';
import { text as snippetsText } from '../../text/snippets.js';
import { text as topicsText } from '../../text/topics.js';
import { date, duration, languages, percent, tenths, text, whole } from '../../text/common.js';
import { activityCard, hidden, keysCard, languagesCard, progressCard, unloaded } from './charts.js';
import { bestCard, historyCard } from './history.js';
import { followLinks, relationView } from './relation.js';
import { ratingsCard } from './ratings.js';
import { text as profileText } from './text.js';
import { topicsCard } from './topics.js';

/** @import { Ways as RelationWays } from './relation.js' */
/** @import { Children } from '../../dom.js' */
/**
 * @import {
 *   Activity, EntryOut, GameResultPage, JourneyOut, KeysOut, LanguageProgress, LearningOut, PlatformDay, Progress,
 *   PublicProfile, RatingHistory, Statistics, User
 * } from '../../net/types.js'
 */
/** @import { Report } from '../../parts/report.js' */
/** @import { Shown } from './history.js' */

/**
 * What is drawn of somebody's games. A part that is null did not come.
 * @typedef {object} Drawn
 * @property {Progress | null} progress
 * @property {Activity | null} activity
 * @property {KeysOut | null} keys
 * @property {RatingHistory | null} ratings
 * @property {JourneyOut | null} journey
 * @property {string} layout of the keyboard
 * @property {string} language of the progress; empty for all
 * @property {PlatformDay[]} [imported] one's own days elsewhere
 */

/** @typedef {Drawn & {statistics: Statistics}} Figures what both pages show */

/**
 * Speed and accuracy of all games, from each language's. Null without games, or if they did not come.
 * @param {Progress | null} progress
 */
function typing(progress) {
  const split = progress?.languages ?? [];
  const games = split.reduce((all, one) => all + one.total_games, 0);
  if (!games) return null;
  /** @param {(one: LanguageProgress) => number} of */
  const mean = (of) => split.reduce((all, one) => all + of(one) * one.total_games, 0) / games;
  return {
    best: Math.max(...split.map((one) => one.best_net_wpm)),
    average: mean((one) => one.avg_net_wpm),
    accuracy: mean((one) => one.avg_key_accuracy),
  };
}

/** @param {Figures} figures */
function statisticsView({ statistics, progress }) {
  const t = profileText;
  const typed = typing(progress);
  return h(
    'section.card',
    { 'aria-labelledby': 'statistics' },
    h('h2', { id: 'statistics' }, t.statistics),
    h(
      'dl.stats.wide',
      {},
      stat(t.games, whole(statistics.total_games)),
      stat(t.bestScore, whole(statistics.best_score)),
      stat(t.bestWpm, typed ? tenths(typed.best) : '–'),
      stat(t.avgWpm, typed ? tenths(typed.average) : '–'),
      stat(t.avgAccuracy, typed ? percent(typed.accuracy) : '–'),
      stat(t.highestWave, whole(statistics.highest_wave)),
      stat(t.enemies, whole(statistics.total_enemies_killed)),
      stat(t.words, whole(statistics.total_words_typed)),
      stat(t.playtime, duration(statistics.total_playtime_sec)),
      stat(t.favourite, statistics.favorite_language ? languages[statistics.favorite_language] : '–'),
    ),
  );
}

/** @param {User | PublicProfile} player */
const replaysLink = ({ username }) => h('a', { href: `/replays?by=${username}` }, profileText.replays);

/** @param {PublicProfile} player */
const sharesReplays = ({ is_guest, is_bot, replays_public }) => replays_public && !is_guest && !is_bot;

/** @param {User | PublicProfile} player @param {...Children} links */
function head(player, ...links) {
  return h(
    'p.muted.since',
    {},
    h(
      'span',
      {},
      `@${player.username}`,
      player.role && player.role !== 'PLAYER' && h('span.tag', {}, player.role.toLowerCase()),
      player.is_bot && h('span.tag', {}, profileText.robot),
    ),
    h('span', {}, profileText.since(date(player.created_at))),
    player.is_bot && h('span', {}, profileText.robotNote),
    ...links,
  );
}

/**
 * @param {Figures} figures @param {(language: string) => void} chooseLanguage @param {boolean} own
 * @param {HTMLElement} [focus]
 */
function cards(figures, chooseLanguage, own, focus) {
  const { statistics, progress, activity, keys, ratings, journey, layout, language, imported } = figures;
  const t = profileText;
  const isHidden = progress && !progress.shown;
  const charted = progress?.shown && progressCard(progress, language, chooseLanguage, imported);
  return {
    elements: [
      journey ? journeyCard(journey, own) : unloaded(journeyText.journey),
      charted ? charted.element : (isHidden ? hidden : unloaded)(t.progress),
      ratings ? ratingsCard(ratings) : unloaded(t.rating),
      activity ? activityCard(activity, imported) : unloaded(t.activity),
      keys ? keysCard(keys, layout, focus) : unloaded(t.keys),
      progress?.shown &&
        progress.languages.length > 0 &&
        languagesCard(progress.languages, statistics.favorite_language),
    ],
    /** @param {Progress} now @param {string} of which language */
    progress: (now, of) => charted && charted.update(now, of),
  };
}

/**
 * One's own profile.
 * @param {Figures & {user: User, history: GameResultPage, shown: Shown, topics: LearningOut | null}} state
 * @param {import('./history.js').Ways & {chooseLanguage: (language: string) => void}} ways
 */
export function profileView({ user, history, shown, topics, ...figures }, ways) {
  const t = profileText;
  const games = historyCard(history, shown, ways);
  const focus = h('div.slot');
  const charts = cards(figures, ways.chooseLanguage, true, focus);
  const started = figures.statistics.total_games > 0;
  const practised = topics?.topics.some(({ waves_played }) => waves_played > 0); // practice is in no statistics
  const hasMore = practised || Boolean(figures.imported?.length);
  const links = [
    h('a', { href: `/players/${user.username}` }, t.asOthers),
    !user.is_guest && h('a', { href: '/friends' }, t.friends),
    h('a', { href: '/bookmarks' }, snippetsText.bookmarks),
    !user.is_guest && replaysLink(user),
    h('a', { href: '/settings' }, t.settings),
  ];
  const best = h('p.choices');
  const element = pageFrame(
    'profile',
    user.display_name,
    head(user, links),
    best,
    user.is_guest && h('p.note', {}, `${t.guest} `, h('a', { href: '/register?then=/profile' }, text.nav.keep)),
    started
      ? statisticsView(figures)
      : h(
          'div.empty',
          {},
          h('p', {}, hasMore ? t.uncounted : t.newcomer),
          h('p.choices', {}, h('a.button', { href: '/' }, t.play)),
        ),
    ...(started || hasMore
      ? [charts.elements, topics ? topicsCard(topics) : unloaded(topicsText.title), games.element]
      : []),
  );
  return {
    element,
    history: games.update,
    progress: charts.progress,
    /** One's own best game, to race against. @param {EntryOut} entry */
    offerBest: (entry) => best.append(bestLink(entry)),
    /** One's weak keys. @param {string[]} keys @param {() => void} start a game on them */
    weak: (keys, start) => fill(focus, focusOffer(keys, start)),
  };
}

/**
 * Another player, as everybody sees them.
 * @param {Figures & {player: PublicProfile, own: boolean}} state
 * @param {{chooseLanguage: (language: string) => void, report: Report | null, relation: RelationWays | null}} ways
 */
export function playerView({ player, own, ...figures }, ways) {
  const t = profileText;
  const charts = cards(figures, ways.chooseLanguage, own);
  const started = figures.statistics.total_games > 0;
  const follows = followLinks(player);
  const element = pageFrame(
    'profile',
    player.display_name,
    head(
      player,
      ...follows.links,
      sharesReplays(player) && replaysLink(player),
      own && h('a', { href: '/profile' }, t.ownProfile),
    ),
    player.relation && ways.relation && relationView(player, ways.relation, follows.update),
    ...(started
      ? [
          statisticsView(figures),
          own || player.replays_public ? bestCard(player.best_results) : hidden(t.best),
          charts.elements,
        ]
      : [h('div.empty', {}, h('p', {}, t.stranger))]),
    ways.report && !own && reportView('PROFILE', player.username, ways.report),
  );
  return { element, progress: charts.progress };
}

/** Nobody is signed in. */
export function nobodyView() {
  const t = text.nav;
  return pageFrame(
    'profile',
    profileText.title,
    h('p', {}, profileText.signIn),
    h(
      'p.choices',
      {},
      h('a.button', { href: '/login?then=/profile' }, t.login),
      h('a.button.plain', { href: '/register?then=/profile' }, t.register),
    ),
  );
}
