// @ts-check
/**
 * One's own profile with its games, and other players' public ones. Law: which games are shown follows from the address
 * alone. A filter changes the address and its own part of the page; the rest stays where it was.
 */

import { lastChoice } from '../../game/choice.js';
import { ownBest, startOrSay, weakKeys } from '../../games.js';
import { Problem } from '../../net/api.js';
import { reporter } from '../../reports.js';
import { placeIn } from '../../parts/pages.js';
import { whyNot } from '../../text/common.js';
import { text as profileText } from './text.js';
import { nobodyView, playerView, profileView } from './view.js';
import {
  deleteFriendsByUsername,
  deleteUsersByUsernameFollow,
  getUserPlatforms,
  getUserProgress,
  getUsersByUsernameJourney,
  putFriendsByUsername,
  putUsersByUsernameFollow,
  getUsersByUsername,
  getUsersByUsernameActivity,
  getUsersByUsernameKeys,
  getUsersByUsernameProgress,
  getUsersByUsernameRatings,
} from '../../later-routes.js';
import { getGameHistory, getUserProfile, getUserStats } from '../../routes.js';
import { DIFFICULTIES, LANGUAGES } from '../../terms.js';

/** @import { App } from '../../app.js' */
/** @import { FriendBody, GameResultPage, Progress, PublicProfile } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */
/** @import { Shown } from './history.js' */
/** @import { Drawn } from './view.js' */

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openProfile(app, { query }) {
  const title = profileText.title;
  const me = app.account.user;
  if (!me) return { element: nobodyView(), title };
  const [user, statistics, history, figures, topics, platforms] = await Promise.all([
    app.api.call(getUserProfile),
    app.api.call(getUserStats),
    games(app, shownIn(query)),
    figuresOf(app, me.username, query),
    app.api.call(getUserProgress).catch(missing),
    app.api.call(getUserPlatforms).catch(missing),
  ]);
  const view = profileView(
    { user, statistics, history, shown: shownIn(query), topics, imported: platforms?.days ?? [], ...figures },
    {
      address,
      show: async (shown) => {
        go(address(shown, languageIn(new URLSearchParams(location.search))));
        const page = await told(app, games(app, shown));
        if (page && location.search === search(shown)) view.history(page, shown);
      },
      chooseLanguage: (language) => {
        go(address(shownIn(new URLSearchParams(location.search)), language));
        showProgress(app, me.username, language, view);
      },
    },
  );
  ownBest(app).then((best) => best && view.offerBest(best));
  weakKeys(app).then((keys) => view.weak(keys, () => focus(app)));
  return { element: view.element, title };
}

/** A game on the player's weak keys, of the kind that was chosen last. @param {App} app */
function focus(app) {
  const { language, difficulty } = lastChoice();
  return startOrSay(app, { mode: 'SOLO', language, difficulty, focus: true });
}

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openPlayer(app, { params, query }) {
  const name = params.username;
  /** @type {[PublicProfile, Drawn]} */
  const [player, figures] = await Promise.all([app.api.call(getUsersByUsername(name)), figuresOf(app, name, query)]);
  const view = playerView(
    { player, own: app.account.user?.id === player.id, statistics: player.statistics, ...figures },
    {
      chooseLanguage: (language) => {
        go(`${location.pathname}${language ? `?progress=${language}` : ''}`);
        showProgress(app, name, language, view);
      },
      report: reporter(app),
      relation: player.relation && relationWays(app, name),
    },
  );
  return { element: view.element, title: player.display_name };
}

/** @param {App} app @param {string} name @returns {import('./relation.js').Ways} */
function relationWays(app, name) {
  /** @param {Promise<unknown>} work */
  const seen = (work) =>
    told(
      app,
      work.then(() => app.api.call(getUsersByUsername(name))),
    );
  /** @param {FriendBody['action']} action whose answer says what the two are: after a block there is no page to ask */
  const acted = async (action) => {
    const relation = await told(app, app.api.call(putFriendsByUsername(name), { body: { action } }));
    return relation && { relation };
  };
  return {
    isGuest: app.account.user?.is_guest === true,
    follow: (on) => seen(app.api.call((on ? putUsersByUsernameFollow : deleteUsersByUsernameFollow)(name))),
    act: acted,
    part: () => seen(app.api.call(deleteFriendsByUsername(name))),
  };
}

/**
 * Everything that is worked out from the games; a part that could not be loaded is null.
 * @param {App} app @param {string} username @param {URLSearchParams} query
 * @returns {Promise<Drawn>}
 */
async function figuresOf(app, username, query) {
  const language = languageIn(query);
  const [progress, activity, keys, ratings, journey] = await Promise.all([
    app.api.call(getUsersByUsernameProgress(username), { query: { language } }).catch(missing),
    app.api.call(getUsersByUsernameActivity(username)).catch(missing),
    app.api.call(getUsersByUsernameKeys(username)).catch(missing),
    app.api.call(getUsersByUsernameRatings(username)).catch(missing),
    app.api.call(getUsersByUsernameJourney(username)).catch(missing),
  ]);
  return { progress, activity, keys, ratings, journey, layout: app.preferences.values.keyboard, language };
}

/** @param {unknown} error */
function missing(error) {
  if (!(error instanceof Problem)) throw error;
  return null;
}

/**
 * The chart of another language, unless yet another was chosen meanwhile.
 * @param {App} app @param {string} username @param {string} language
 * @param {{progress: (progress: Progress, language: string) => void}} view
 */
async function showProgress(app, username, language, view) {
  const progress = await told(app, app.api.call(getUsersByUsernameProgress(username), { query: { language } }));
  if (progress && languageIn(new URLSearchParams(location.search)) === language) view.progress(progress, language);
}

/** @param {App} app @param {Shown} shown @returns {Promise<GameResultPage>} */
const games = (app, shown) => app.api.call(getGameHistory, { query: { ...shown, per_page: 20 } });

/**
 * The result, or null after telling the reader.
 * @template T
 * @param {App} app @param {Promise<T>} work @returns {Promise<T | null>}
 */
async function told(app, work) {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    app.notice(whyNot(error));
    return null;
  }
}

// ---------------------------------------------------------------- the address

/** Another address for what is on the page already. @param {string} path */
const go = (path) => history.pushState(null, '', path);

/** @param {URLSearchParams} query @param {string} name @param {readonly string[]} of */
const one = (query, name, of) => of.find((value) => value === query.get(name)?.toUpperCase()) ?? '';

/** @param {URLSearchParams} query */
const languageIn = (query) => one(query, 'progress', LANGUAGES);

/** @param {URLSearchParams} query @returns {Shown} */
function shownIn(query) {
  return {
    language: one(query, 'language', LANGUAGES),
    difficulty: one(query, 'difficulty', DIFFICULTIES),
    ranked: one(query, 'ranked', ['TRUE', 'FALSE']).toLowerCase(),
    ...placeIn(query),
  };
}

/** What is as usual stays out of the address. @param {Shown} shown @param {string} [progress] */
function address(shown, progress = languageIn(new URLSearchParams(location.search))) {
  const all = Object.entries({ ...shown, progress }).filter(([, value]) => value && value !== 1);
  const query = new URLSearchParams(all.map(([name, value]) => [name, String(value)])).toString();
  return query ? `/profile?${query}` : '/profile';
}

/** @param {Shown} shown */
const search = (shown) => new URL(address(shown), location.href).search;
