// @ts-check
/** Puts the page together: the frame around every page, the routes, and the sign-in that was there. */

import { App } from './app.js';
import { Problem } from './net/api.js';
import { openHome } from './pages/home/page.js';
import { Router } from './router.js';
import { MATCH } from './terms.js';
import { text, whyNot } from './text/common.js';
import { Header } from './parts/header.js';

/** @typedef {import('./router.js').Opened} Opened */
/** @typedef {import('./router.js').Place} Place */

const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const main = find('main');
const header = new Header(find('header'), {
  toggleTheme: () => app.preferences.change({ theme: app.preferences.theme === 'light' ? 'dark' : 'light' }),
  logout: async () => {
    try {
      await app.account.api.signOut();
      router.go('/');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      app.notice(text.stillIn(whyNot(error)));
    }
  },
});

/** Here somebody can start, or say who they are, though the server does not. */
const FOR_ANYBODY = ['/', '/login'];

/** @typedef {(app: App, place: Place) => Opened | Promise<Opened>} OpenPage */

/**
 * A page whose module and own style sheets are fetched when it is first opened. Whoever still has a password from
 * somebody else is asked for one of their own instead.
 * @param {(place: Place) => Promise<OpenPage>} load
 * @param {...string} names of its files in /static/css/
 * @returns {(place: Place) => Promise<Opened>}
 */
const page =
  (load, ...names) =>
  async (place) => {
    try {
      if (!FOR_ANYBODY.includes(location.pathname)) await app.account.find();
    } catch (error) {
      return problem(({ failed }) => failed(app, error));
    }
    /** @type {OpenPage} */
    let open;
    try {
      const due = app.account.user?.must_change_password;
      const shared = location.pathname === '/' ? [] : ['inner']; // the start page should be light
      if (shared.length) styled('print'); // and nobody prints it
      [open] = await Promise.all([due ? firstPassword() : load(place), ...[...shared, ...names].map(styled)]);
    } catch (error) {
      return problem(({ unloaded }) => unloaded(error));
    }
    try {
      return await open(app, place);
    } catch (error) {
      return problem(({ failed }) => failed(app, error));
    }
  };

/**
 * The pages for what did not work are fetched when something does not; the last of them is in index.html.
 * @param {(pages: typeof import('./pages/missing/page.js')) => Opened} choose @returns {Promise<Opened>}
 */
async function problem(choose) {
  const pages = await import('./pages/missing/page.js').catch(() => null);
  return pages ? choose(pages) : { element: unloadedPage(), title: '' };
}

const firstPassword = async () => (await import('./pages/first-password/page.js')).openFirstPassword;

/** @type {Map<string, Promise<void>>} */
const styles = new Map();

/** @param {string} name */
function styled(name) {
  const loaded =
    styles.get(name) ??
    new Promise((resolve) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = `/static/css/${name}.css`;
      link.onload = () => resolve();
      link.onerror = () => {
        styles.delete(name); // plain, and asked for again next time
        link.remove();
        resolve();
      };
      document.head.append(link);
    });
  styles.set(name, loaded);
  return loaded;
}

const profile = () => import('./pages/profile/page.js');
const follows = () => import('./pages/follows/page.js');
const adminChallenge = () => import('./pages/admin/challenge/page.js');
const contestForm = () => import('./pages/contest-form/page.js');
const TALK = ['discussion', 'markdown'];
/** A match by its code, or the ghost of a game by its result. @param {Place} place */
const race = async ({ params }) =>
  params.id.length === MATCH.code_length
    ? (await import('./pages/match/page.js')).openMatch
    : (await import('./pages/race/page.js')).openRace;

const router = new Router(
  [
    ['/', page(async () => openHome, 'board')],
    ['/login', page(async () => (await import('./pages/sign-in/page.js')).openLogin)],
    ['/register', page(async () => (await import('./pages/sign-in/page.js')).openRegister)],
    ['/play', page(async () => (await import('./pages/play/page.js')).openPlay, 'play', 'ghost')],
    [
      '/replay/{session_id}',
      page(async () => (await import('./pages/replay/page.js')).openReplay, 'play', 'replay', 'snippets'),
    ],
    ['/replays', page(async () => (await import('./pages/replays/page.js')).openReplays, 'snippets')],
    [
      '/replays/{id}',
      page(
        async () => (await import('./pages/shared-replay/page.js')).openSharedReplay,
        ...['play', 'replay', 'snippets', ...TALK],
      ),
    ],
    ['/race', page(async () => (await import('./pages/races/page.js')).openRaces, 'board', 'match')],
    ['/race/{id}', page(race, 'play', 'board', 'match', 'replay', 'friends')],
    [
      '/results/{id}',
      page(
        async () => (await import('./pages/result/page.js')).openResult,
        'result',
        'charts',
        'ghost',
        'verdict',
        'journey',
        'snippets',
      ),
    ],
    ['/leaderboard', page(async () => (await import('./pages/leaderboard/page.js')).openLeaderboard, 'board')],
    ['/ratings', page(async () => (await import('./pages/ratings/page.js')).openRatings, 'board')],
    [
      '/players/{username}',
      page(async () => (await profile()).openPlayer, 'profile', 'charts', 'verdict', 'friends', 'journey'),
    ],
    ['/players/{username}/followers', page(async () => (await follows()).openFollowers, 'friends')],
    ['/players/{username}/following', page(async () => (await follows()).openFollowing, 'friends')],
    ['/friends', page(async () => (await import('./pages/friends/page.js')).openFriends, 'friends')],
    ['/practice', page(async () => (await import('./pages/practice/page.js')).openPractice, 'practice', 'charts')],
    ['/achievements', page(async () => (await import('./pages/achievements/page.js')).openAchievements, 'journey')],
    ['/topics', page(async () => (await import('./pages/topics/page.js')).openTopics, 'topics')],
    ['/groups', page(async () => (await import('./pages/groups/page.js')).openGroups, 'groups')],
    [
      '/groups/{slug}',
      page(async () => (await import('./pages/group/board/page.js')).openBoard, 'board', 'groups', 'contests'),
    ],
    [
      '/groups/{slug}/projector',
      page(async () => (await import('./pages/group/projector/page.js')).openProjector, 'board', 'groups'),
    ],
    [
      '/groups/{slug}/members',
      page(async () => (await import('./pages/group/members/page.js')).openMembers, 'board', 'groups'),
    ],
    [
      '/groups/{slug}/assignments',
      page(async () => (await import('./pages/group/assignments/page.js')).openAssignments, 'board', 'groups'),
    ],
    [
      '/groups/{slug}/settings',
      page(async () => (await import('./pages/group/settings/page.js')).openSettings, 'board', 'groups'),
    ],
    ['/code', page(async () => (await import('./pages/code/page.js')).openCode, 'code')],
    ['/code/{id}', page(async () => (await import('./pages/collection/page.js')).openCollection, 'code')],
    ['/snippets/{id}', page(async () => (await import('./pages/snippet/page.js')).openSnippet, 'snippets', ...TALK)],
    ['/bookmarks', page(async () => (await import('./pages/bookmarks/page.js')).openBookmarks, 'snippets')],
    ['/contests', page(async () => (await import('./pages/contests/page.js')).openContests, 'contests')],
    ['/contests/new', page(async () => (await contestForm()).openNewContest, 'contests')],
    [
      '/contests/{slug}',
      page(async () => (await import('./pages/contest/page.js')).openContest, 'board', 'contests', ...TALK),
    ],
    ['/contests/{slug}/edit', page(async () => (await contestForm()).openEditContest, 'contests')],
    ['/learn', page(async () => (await import('./pages/learn/page.js')).openLearn, 'courses')],
    ['/learn/{slug}', page(async () => (await import('./pages/track/page.js')).openTrack, 'courses', 'markdown')],
    [
      '/challenges/{id}',
      page(async () => (await import('./pages/challenge/page.js')).openChallenge, 'board', 'courses', 'markdown'),
    ],
    [
      '/notifications',
      page(async () => (await import('./pages/notifications/page.js')).openNotifications, 'notifications'),
    ],
    ['/settings', page(async () => (await import('./pages/settings/page.js')).openSettings, 'settings')],
    ['/profile', page(async () => (await profile()).openProfile, 'profile', 'charts', 'topics', 'journey')],
    ['/admin', page(async () => (await import('./pages/admin/snippets/page.js')).openAdmin, 'admin')],
    ['/admin/snippets/new', page(async () => (await import('./pages/admin/snippet/page.js')).openNew, 'admin')],
    ['/admin/snippets/{id}', page(async () => (await import('./pages/admin/snippet/page.js')).openSnippet, 'admin')],
    ['/admin/upload', page(async () => (await import('./pages/admin/upload/page.js')).openUpload, 'admin')],
    [
      '/admin/courses',
      page(async () => (await import('./pages/admin/courses/page.js')).openCourses, 'admin', 'authoring'),
    ],
    [
      '/admin/courses/{id}',
      page(
        async () => (await import('./pages/admin/track/page.js')).openTrack,
        'admin',
        'courses',
        'authoring',
        'markdown',
      ),
    ],
    [
      '/admin/challenges/new',
      page(async () => (await adminChallenge()).openNewChallenge, 'admin', 'courses', 'authoring'),
    ],
    [
      '/admin/challenges/{id}',
      page(async () => (await adminChallenge()).openChallenge, 'admin', 'courses', 'authoring'),
    ],
    ['/admin/users', page(async () => (await import('./pages/admin/users/page.js')).openUsers, 'admin')],
    ['/admin/audit', page(async () => (await import('./pages/admin/audit/page.js')).openAudit, 'admin', 'moderation')],
    [
      '/admin/overview',
      page(async () => (await import('./pages/admin/overview/page.js')).openOverview, 'admin', 'moderation'),
    ],
    [
      '/moderation',
      page(async () => (await import('./pages/admin/moderation/page.js')).openModeration, 'admin', 'moderation'),
    ],
    [
      '/moderation/results/{id}',
      page(
        async () => (await import('./pages/admin/case/page.js')).openCase,
        'admin',
        'charts',
        'moderation',
        'verdict',
      ),
    ],
    ['*', page(async () => (await import('./pages/missing/page.js')).notFound)],
  ],
  show,
);
const app = new App(router, { live: find('live'), notices: find('notices') });
/** @type {string | null} */
let shownPath = null;

/** @param {Opened} opened */
function show(opened) {
  document.title = opened.title ? `${opened.title} · ${text.name}` : text.name;
  document.body.classList.toggle('bare', opened.bare === true);
  const filter = shownPath === location.pathname ? labelOf(document.activeElement) : '';
  main.replaceChildren(opened.element);
  drawHeader();
  scrollTo(0, 0);
  if (shownPath !== null) focusIn(opened.element, filter);
  shownPath = location.pathname;
}

/**
 * A reader of the page hears where they are; a typist goes on from the first field, or from where they were.
 * @param {HTMLElement} element @param {string} filter label of the control that had the focus; empty for none
 */
function focusIn(element, filter) {
  const same = filter && [...main.querySelectorAll('select, input')].find((one) => labelOf(one) === filter);
  const first = same || (element.querySelector('[data-focus]') ?? element.querySelector('h1'));
  if (first instanceof HTMLElement) first.focus({ preventScroll: true });
}

/** @param {Element | null} control */
function labelOf(control) {
  const isField = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
  return (isField && control.labels?.[0]?.textContent) || '';
}

function drawHeader() {
  const { user, unsure } = app.account;
  header.draw({ user, unsure, path: location.pathname, theme: app.preferences.theme, bell: app.bell });
}

const forced = matchMedia('(forced-colors: active)');
const showForced = () => forced.matches && styled('forced');
forced.addEventListener('change', showForced);
showForced();

app.account.addEventListener('change', drawHeader);
app.account.addEventListener('password-due', () => router.open());
app.account.addEventListener('found', () => {
  const { pathname } = location; // others wait while they open
  if (pathname === '/' || (pathname !== '/login' && router.opened)) router.open();
});
app.preferences.addEventListener('change', () => header.showTheme(app.preferences.theme));
app.told.addEventListener('bell', drawHeader);
app.settings.addEventListener('failed', () => app.notice(text.problem.notSaved));
await app.account.restore();
await router.open();
