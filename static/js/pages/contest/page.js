// @ts-check
/**
 * One contest: announced with a countdown, joined, played once, its standings as they change, and what came of it.
 *
 * Law: what is shown follows from the contest and the reader's part in it, as the server says them; this page only
 * counts down, and asks again when a count is over.
 */

import { discussion } from '../../discussions.js';
import { keepStart } from '../../game/again.js';
import { sayRefusal } from '../../games.js';
import { Problem } from '../../net/api.js';
import { followContest } from '../../net/live.js';
import { ask } from '../../parts/ask.js';
import { contestAddress } from '../../parts/contest-links.js';
import { STANDINGS_SHOWN } from '../../terms.js';
import { whyNot } from '../../text/common.js';
import { missingView } from './missing.js';
import { text as contestText } from './text.js';
import { ContestPageView } from './view.js';
import {
  deleteContestsBySlug,
  getContestsBySlug,
  getContestsBySlugStandings,
  postContestsBySlugJoin,
  postContestsBySlugLeave,
  postContestsBySlugStart,
} from '../../later-routes.js';

/** @import { App } from '../../app.js' */
/** @import { State } from '../../net/live.js' */
/** @import { Contest, ContestStandingPage, ContestTop, ContestView } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

const COUNT_EVERY_MS = 500;
const LATE_MS = 400; // after a count is over, so that the server's clock is there, too

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openContest(app, { params, query }) {
  const number = Math.max(1, Math.floor(Number(query.get('page'))) || 1);
  /** @type {[ContestView, ContestStandingPage]} */
  let found;
  try {
    found = await Promise.all([
      app.api.call(getContestsBySlug(params.slug)),
      app.api.call(getContestsBySlugStandings(params.slug), { query: { page: number, per_page: STANDINGS_SHOWN } }),
    ]);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return { element: missingView(), title: contestText.missing.title };
  }
  const page = new ContestPage(app, ...found);
  page.view.element.append(discussion(app, `contest:${found[0].contest.slug}`));
  return { element: page.view.element, title: found[0].contest.title, leave: () => page.close() };
}

class ContestPage {
  /** @param {App} app @param {ContestView} shown @param {ContestStandingPage} standings */
  constructor(app, shown, standings) {
    this.app = app;
    this.shown = shown;
    this.standings = standings;
    this.view = new ContestPageView(app.account.user, this.#ways());
    this.closed = false;
    /** @type {number | null} when it starts or ends, on the monotonic clock */
    this.due_ms = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.asking = undefined;
    this.#take(shown);
    this.view.draw(shown, standings);
    this.counting = setInterval(() => this.#count(), COUNT_EVERY_MS);
    this.line = this.#follow();
    this.#count();
  }

  get slug() {
    return this.shown.contest.slug;
  }

  close() {
    this.closed = true;
    clearInterval(this.counting);
    clearTimeout(this.asking);
    this.line?.close();
  }

  /** Nothing changes any more once it is over. */
  #follow() {
    const { contest } = this.shown;
    if (contest.state === 'OVER') return null;
    const hear = {
      contest: (/** @type {Contest} */ now) => {
        const { state } = this.shown.contest;
        this.shown = { ...this.shown, contest: now };
        if (now.state !== state) this.#askAgain(); // what the reader may do has changed with it
        this.#take(this.shown);
        this.#draw();
      },
      standings: (/** @type {ContestTop} */ top) => this.#moved(top),
      state: (/** @type {State} */ state) => this.view.state(state),
      refetch: () => this.#askAgain(),
    };
    // Members alone see a contest of their group, so the server has to be told who asks.
    return followContest(
      contest.slug,
      hear,
      contest.group && ((route, signal) => this.app.api.streamOf(route, signal)),
    );
  }

  /** @returns {import('./view.js').Ways} */
  #ways() {
    const { app } = this;
    return {
      join: () => this.#do(app.api.call(postContestsBySlugJoin(this.slug))),
      leave: () => this.#do(app.api.call(postContestsBySlugLeave(this.slug))),
      play: () => this.#play(),
      remove: () => this.#remove(),
      at: (page) => `${contestAddress(this.slug)}?page=${page}`,
    };
  }

  // ---------------------------------------------------------------- what is done

  /** @param {Promise<ContestView>} work */
  async #do(work) {
    try {
      this.shown = await work;
      this.#take(this.shown);
      this.#draw();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.app.notice(whyNot(error));
      this.#askAgain();
    }
  }

  async #play() {
    const t = contestText;
    const goesOn = this.shown.yours?.is_playing;
    if (!goesOn && !(await ask({ title: t.sure, lead: t.sureLead, confirm: t.play }))) return;
    try {
      const started = await this.app.api.call(postContestsBySlugStart(this.slug));
      keepStart(started.session_id, { mode: 'CONTEST', contest: this.slug });
      await this.app.play(started);
    } catch (error) {
      sayRefusal(this.app, error);
      this.#askAgain();
    }
  }

  async #remove() {
    const t = contestText;
    const { title } = this.shown.contest;
    if (!(await ask({ title: t.sureRemove(title), lead: t.sureRemoveLead, confirm: t.remove, danger: true }))) return;
    try {
      await this.app.api.call(deleteContestsBySlug(this.slug));
      this.app.notice(t.removed);
      this.app.router.go('/contests');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.app.notice(whyNot(error));
      this.#askAgain();
    }
  }

  // ---------------------------------------------------------------- what has changed

  /** @param {ContestView} shown */
  #take({ contest: { starts_in_ms, ends_in_ms } }) {
    const now_ms = performance.now();
    const until_ms = starts_in_ms ?? ends_in_ms;
    this.due_ms = until_ms === null ? null : now_ms + until_ms;
  }

  /** @param {ContestTop} top */
  #moved(top) {
    const { participants, playing, finished } = top;
    this.shown = { ...this.shown, contest: { ...this.shown.contest, participants, playing, finished } };
    if (this.standings.page === 1) this.standings = { ...this.standings, items: top.standings, total: finished };
    const me = this.app.account.user?.id;
    const own = top.standings.find((one) => one.user_id === me);
    const { yours } = this.shown;
    if (own && yours && yours.rank !== own.rank) {
      this.app.say(contestText.climbed(own.rank));
      this.shown.yours = { ...yours, rank: own.rank, result_id: own.result_id, final_score: own.final_score };
      this.shown.yours.is_playing = false;
    }
    this.#draw();
  }

  #count() {
    if (this.due_ms === null) return;
    const left_ms = this.due_ms - performance.now();
    this.view.count(Math.max(0, left_ms));
    if (left_ms > 0) return;
    this.due_ms = null;
    this.#askAgain(LATE_MS);
  }

  #askAgain(wait_ms = 0) {
    if (this.closed) return;
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.#askNow(), wait_ms);
  }

  async #askNow() {
    const query = { page: this.standings.page, per_page: STANDINGS_SHOWN };
    /** @type {[ContestView, ContestStandingPage] | null} */
    const found = await Promise.all([
      this.app.api.call(getContestsBySlug(this.slug)),
      this.app.api.call(getContestsBySlugStandings(this.slug), { query }),
    ]).catch(() => null);
    if (this.closed || !found) return;
    [this.shown, this.standings] = found;
    this.#take(this.shown);
    this.#draw();
    if (this.shown.contest.state !== 'OVER') return;
    this.line?.close();
    this.line = null;
  }

  #draw() {
    if (!this.closed) this.view.draw(this.shown, this.standings);
  }
}
