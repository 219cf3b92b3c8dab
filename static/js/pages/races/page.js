// @ts-check
/**
 * The page from which races begin: at once, by opening one, by a code, from the list of those that are open.
 *
 * The list is asked for every few seconds while the page is looked at: there is no stream of all matches.
 */

import { keepChoice, lastChoice } from '../../game/choice.js';
import { refusal, sayRefusal } from '../../games.js';
import { Problem } from '../../net/api.js';
import { matchAddress } from '../../parts/match-links.js';
import { refusals } from '../../text/races.js';
import { text as racesText } from './text.js';
import { RacesView } from './view.js';
import {
  getMatches,
  getMatchesByCode,
  postMatches,
  postMatchesByCodeJoin,
  postMatchesQuick,
} from '../../later-routes.js';

/** @import { App } from '../../app.js' */
/** @import { Match, QuickMatch } from '../../net/types.js' */
/** @import { Opened } from '../../router.js' */

const LOOK_EVERY_MS = 3_000;

/** @param {App} app @returns {Promise<Opened>} */
export async function openRaces(app) {
  const choice = lastChoice();
  const enter = (/** @type {string} */ code) => app.router.go(matchAddress(code));
  const view = new RacesView(choice, {
    quick: (wanted) => quick(app, view, wanted),
    create: (wanted) =>
      inWords(async () => {
        keepChoice({ ...lastChoice(), language: wanted.language, difficulty: wanted.difficulty ?? choice.difficulty });
        await app.account.ensure();
        const { code } = await app.api.call(postMatches, { body: wanted });
        await app.api.call(postMatchesByCodeJoin(code));
        await enter(code);
      }),
    find: (code) =>
      inWords(async () => {
        if (!code) throw new Problem(404, { code: 'play/no-match' });
        await app.api.call(getMatchesByCode(code));
        await enter(code.toUpperCase());
      }),
    join: (code) => join(app, code),
  });
  const list = new List(app, view);
  await list.look();
  return { element: view.element, title: racesText.title, leave: () => list.close() };
}

/** @param {App} app @param {RacesView} view @param {QuickMatch} wanted */
async function quick(app, view, wanted) {
  view.refuse('');
  view.busy(true);
  try {
    await app.account.ensure();
    const { match } = await app.api.call(postMatchesQuick, { body: wanted });
    await app.router.go(matchAddress(match.code));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    view.refuse(refusals[error.code] ?? refusal(error));
    if (error.body.sessions) sayRefusal(app, error);
  } finally {
    view.busy(false);
  }
}

/** A refusal in the words of this page. @param {() => Promise<void>} work */
async function inWords(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem) || error.errors.length) throw error;
    throw new Problem(error.status, { ...error.body, detail: refusals[error.code] ?? refusal(error) });
  }
}

/** Whoever was too late sees why on the page of the race. @param {App} app @param {string} code */
async function join(app, code) {
  try {
    await app.account.ensure();
    await app.api.call(postMatchesByCodeJoin(code));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    sayRefusal(app, error);
    if (error.body.sessions || !error.status) return;
  }
  await app.router.go(matchAddress(code));
}

/** The races that can be joined or watched, kept in step. */
class List {
  /** @param {App} app @param {RacesView} view */
  constructor(app, view) {
    this.app = app;
    this.view = view;
    this.closed = false;
    /** @type {Match[] | null} null before the first answer */
    this.matches = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.next = undefined;
    this.seen = () => !document.hidden && this.look();
    document.addEventListener('visibilitychange', this.seen);
  }

  close() {
    this.closed = true;
    clearTimeout(this.next);
    document.removeEventListener('visibilitychange', this.seen);
  }

  async look() {
    clearTimeout(this.next);
    const answer = await this.app.api.call(getMatches, { query: { live: true } }).catch(() => null);
    if (this.closed) return;
    if (answer) this.matches = answer.matches; // without one, what was known stays
    this.view.list(this.matches, answer ? 'live' : 'waiting', this.app.account.user?.id ?? null);
    clearTimeout(this.next);
    if (!document.hidden) this.next = setTimeout(() => this.look(), LOOK_EVERY_MS);
  }
}
