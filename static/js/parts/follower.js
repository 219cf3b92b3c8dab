// @ts-check
/** Keeping a leaderboard that is shown in step with what happens on it. */

/** @import { BoardEvent, EntryOut, LeaderboardOut, Moved } from '../net/types.js' */

const REFETCH_GAP_MS = 3_000; // between two requests for a page that live events do not hold
const FRESH_MS = 12_000;
const SLACK_MS = 10_000; // a game may have ended this long before it was on the board

/**
 * What draws the board.
 * @typedef {object} BoardView
 * @property {LeaderboardOut} page
 * @property {(page: LeaderboardOut, fresh?: Set<string>) => void} update
 * @property {() => void} fade what was new is not new any more
 */

/**
 * @typedef {object} Means
 * @property {string | null} me user id
 * @property {boolean} isTop the shown page is the first
 * @property {() => Promise<LeaderboardOut>} ask
 * @property {(changed: EntryOut[]) => void} tell
 */

/**
 * Keeps the shown page up to date. The first page comes whole with each event; of later pages, and of one's own rank
 * below them, the event's moves say whether they changed: a rank moves by counting, a page is asked for again.
 */
export class Follower {
  /**
   * @param {BoardView} view
   * @param {Means} means
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

  /** @param {BoardEvent} news @param {boolean} isFirst */
  news(news, isFirst) {
    const moves = isFirst ? null : news.moves;
    if (isFirst && news.version !== null && news.version <= this.version) return; // no later than the shown page
    const { me, isTop } = this.means;
    const own = me === null ? null : news.entries.find((entry) => entry.user_id === me);
    const mine = own ?? (moves ? this.#counted(moves) : this.page.me);
    this.#show(isTop ? { ...news, me: mine } : { ...this.page, total: news.total, me: mine });
    const needsOwn = me !== null && !own && (moves === null || moves.some((move) => move.user_id === me));
    if (isTop ? needsOwn : moves === null || moves.some((move) => this.#touches(move))) this.refetch();
  }

  /** Accept the next event in any case: it is later than the page shown. */
  forget() {
    this.version = 0;
  }

  /** One's own entry after others have passed. @param {Moved[]} moves */
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

  /** Whether a move changed which players are on the shown page. @param {Moved} move */
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

  /** @param {LeaderboardOut} page */
  #show(page) {
    const before = new Map(this.page.entries.map((entry) => [entry.user_id, entry.result_id]));
    const since = Date.parse(this.page.as_of) - SLACK_MS;
    const changed = page.entries.filter(
      (entry) => before.get(entry.user_id) !== entry.result_id && Date.parse(entry.ended_at) > since,
    );
    this.page = page;
    this.view.update(page, new Set(changed.map((entry) => entry.user_id)));
    if (!changed.length) return;
    this.means.tell(changed);
    clearTimeout(this.fading);
    this.fading = setTimeout(() => this.view.fade(), FRESH_MS);
  }
}
