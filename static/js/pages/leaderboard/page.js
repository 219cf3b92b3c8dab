// @ts-check
/**
 * The leaderboard page, which follows its board as it changes.
 *
 * Law: what is shown follows from the address alone, so every view of it can be shared.
 */

import { follow } from '../../net/live.js';
import { text as boardText } from '../../text/board.js';
import { leaderboardView } from './view.js';

const LIMIT = 25; // what a live event holds
const METRICS = ['score', 'wpm'];
const PERIODS = ['all', 'week', 'day'];
const REFETCH_GAP_MS = 3_000; // pages that live events do not hold are asked for this often at the most
const SAY_EVERY_MS = 10_000;
const FRESH_MS = 12_000;
const SLACK_MS = 10_000; // a game may have ended this long before it was on the board

/** @param {import('../../app.js').App} app @param {import('../../router.js').Place} place @returns {Promise<import('../../router.js').Opened>} */
export async function openLeaderboard(app, { query }) {
  const board = boardOf(query);
  const me = app.account.user && !app.account.user.is_guest ? app.account.user.id : null;
  const around = me !== null && query.get('around') === 'me';
  const asked = Math.max(0, Math.floor(Number(query.get('offset'))) || 0);
  const ask = () =>
    app.api.get('/api/leaderboard', { ...board, limit: LIMIT, ...(around ? { around: 'me' } : { offset: asked }) });

  const view = leaderboardView(
    { page: await ask(), board, me, around, offset: asked, limit: LIMIT },
    {
      // From the address of this moment: a second filter may be chosen before the first one's page is there.
      choose: (more) => app.router.go(address({ ...boardOf(new URLSearchParams(location.search)), ...more })),
      at: (to) => address({ ...board, offset: to }),
      aroundMe: address({ ...board, around: 'me' }),
      top: address(board),
    },
  );
  const teller = new Teller((words) => app.say(words));
  const follower = new Follower(view, {
    me,
    isTop: !around && asked === 0,
    ask,
    tell: (changed) => teller.tell(changed),
  });
  const live = follow(board, {
    board: (page, isFirst) => follower.news(page, isFirst),
    players: (players) => view.players(players),
    state: (state) => {
      view.state(state);
      if (state === 'waiting') follower.forget();
    },
    refetch: () => follower.refetch(),
  });
  return {
    element: view.element,
    title: boardText.title,
    leave: () => {
      live.close();
      follower.close();
      teller.close();
    },
  };
}

/**
 * Keeps the shown page up to date. The first page comes whole with each event; of later pages, and of one's own rank
 * below them, the event's moves say whether they changed: a rank moves by counting, a page is asked for again.
 */
class Follower {
  /**
   * @param {ReturnType<typeof leaderboardView>} view
   * @param {{me: string | null, isTop: boolean, ask: () => Promise<any>, tell: (changed: any[]) => void}} means
   */
  constructor(view, means) {
    this.view = view;
    this.means = means;
    this.page = view.page;
    this.version = this.page.version ?? 0; // up to which moves are counted in the page's `me`
    this.asked_at = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.asking = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.fading = undefined;
    this.closed = false;
  }

  close() {
    this.closed = true;
    clearTimeout(this.asking);
    clearTimeout(this.fading);
  }

  /** @param {any} news an event's page @param {boolean} isFirst */
  news(news, isFirst) {
    const moves = isFirst ? null : news.moves;
    if (isFirst && news.version !== null && news.version <= this.version) return; // no later than the shown page
    const { me, isTop } = this.means;
    const own = me && news.entries.find((/** @type {any} */ entry) => entry.user_id === me);
    const mine = own ?? (moves ? this.#counted(moves) : this.page.me);
    this.#show(isTop ? { ...news, me: mine } : { ...this.page, total: news.total, me: mine });
    const needsOwn = me && !own && (moves === null || moves.some((/** @type {any} */ move) => move.user_id === me));
    if (isTop ? needsOwn : moves === null || moves.some((/** @type {any} */ move) => this.#touches(move)))
      this.refetch();
  }

  /** Whatever comes next is later than what is shown. */
  forget() {
    this.version = 0;
  }

  /** One's own entry after others have passed. @param {any[]} moves */
  #counted(moves) {
    const { me } = this.page;
    if (!me) return me;
    let rank = me.rank;
    for (const move of moves) {
      if (move.version <= this.version || move.user_id === me.user_id) continue;
      if (move.to <= rank && (move.from === null || move.from > rank)) rank += 1;
    }
    this.version = Math.max(this.version, ...moves.map((move) => move.version));
    return { ...me, rank };
  }

  /** Whether a move changed who stands on the shown page. @param {any} move */
  #touches(move) {
    const { entries, total } = this.page;
    const [first, last] = entries.length ? [entries[0].rank, entries[entries.length - 1].rank] : [1, total];
    return (
      move.user_id === this.means.me ||
      (move.to <= Math.max(last, first + 24) && (move.from === null || move.from >= first))
    );
  }

  /** Ask for the page again, soon. */
  refetch() {
    if (this.asking !== undefined || this.closed) return;
    const wait_ms = Math.max(0, this.asked_at + REFETCH_GAP_MS - Date.now()) + Math.random() * 300;
    this.asking = setTimeout(() => this.#ask(), wait_ms);
  }

  async #ask() {
    this.asked_at = Date.now();
    const page = await this.means.ask().catch(() => null);
    this.asking = undefined;
    if (this.closed) return;
    if (page === null) {
      this.refetch();
      return;
    }
    this.version = page.version ?? 0;
    this.#show(page);
  }

  /** @param {any} page */
  #show(page) {
    const before = new Map(this.page.entries.map((/** @type {any} */ entry) => [entry.user_id, entry.result_id]));
    const since = Date.parse(this.page.as_of) - SLACK_MS;
    const changed = page.entries.filter(
      (/** @type {any} */ entry) => before.get(entry.user_id) !== entry.result_id && Date.parse(entry.ended_at) > since,
    );
    this.page = page;
    this.view.update(page, new Set(changed.map((/** @type {any} */ entry) => entry.user_id)));
    if (!changed.length) return;
    this.means.tell(changed);
    clearTimeout(this.fading);
    this.fading = setTimeout(() => this.view.fade(), FRESH_MS);
  }
}

/** Says what changed, once in a while: the latest when it is one, how many when they are more. */
class Teller {
  /** @param {(words: string) => void} say */
  constructor(say) {
    this.say = say;
    this.said_at = 0;
    /** @type {Map<string, any>} */
    this.changed = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
  }

  close() {
    clearTimeout(this.waiting);
  }

  /** @param {any[]} changed entries */
  tell(changed) {
    for (const entry of changed) this.changed.set(entry.user_id, entry);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(
      () => {
        this.said_at = Date.now();
        const [entry] = this.changed.values();
        this.say(
          this.changed.size === 1
            ? boardText.newBest(entry.display_name, entry.rank)
            : boardText.newBests(this.changed.size),
        );
        this.changed.clear();
      },
      Math.max(300, this.said_at + SAY_EVERY_MS - Date.now()),
    );
  }
}

/** @param {URLSearchParams} query */
function boardOf(query) {
  const one = (/** @type {string} */ name, /** @type {string[]} */ of) =>
    of.find((value) => value === query.get(name)) ?? of[0];
  return {
    metric: one('metric', METRICS),
    period: one('period', PERIODS),
    language: (query.get('language') ?? '').toUpperCase(),
    difficulty: (query.get('difficulty') ?? '').toUpperCase(),
  };
}

/** What is as usual stays out of the address. @param {Record<string, any>} choice */
function address(choice) {
  const usual = new Set([METRICS[0], PERIODS[0], '', 0]);
  const all = Object.entries(choice).filter(([, value]) => !usual.has(value));
  const search = new URLSearchParams(all.map(([name, value]) => [name, String(value)])).toString();
  return search ? `/leaderboard?${search}` : '/leaderboard';
}
