// @ts-check
/**
 * What the player is told while a page is open: one stream for as long as somebody is signed in.
 *
 * Laws: it carries the board that the page follows, and is silent beside the stream of a match or a contest. What came
 * meanwhile is in its first event when it opens again. A page that comes too late, when another is shown already,
 * follows its board for a moment and leaves that one's board to be carried again.
 */

import { getNotificationsLive } from '../later-routes.js';
import { Line, carryBoards } from './live.js';
import { Stream } from './stream.js';

/** @import { Account } from './account.js' */
/** @import { BoardHearing } from './live.js' */
/** @import { Notification, NewsOut } from './types.js' */

export class News {
  /** @param {Account} account @param {(unread: number, news: Notification[]) => void} tell */
  constructor(account, tell) {
    this.account = account;
    this.tell = tell;
    /** @type {string | null} */
    this.of = null;
    this.yields = false;
    /** @type {{address: URLSearchParams, hear: BoardHearing}[]} of them the last is carried */
    this.boards = [];
    /** @type {Line | null} */
    this.line = null;
    this.isDue = false;
  }

  /** From now on, for every player who signs in. */
  start() {
    this.account.addEventListener('change', () => this.#changed());
    this.#changed();
  }

  #changed() {
    const { user } = this.account;
    const id = user && !user.must_change_password ? user.id : null;
    if (id === this.of) return;
    this.of = id;
    this.boards = [];
    if (id === null) {
      this.#close();
      this.tell(0, []);
    }
    carryBoards(id === null ? null : this); // which says whether this gives way, and so opens it
  }

  /** Beside what the player is told. @param {URLSearchParams} address @param {BoardHearing} hear */
  carry(address, hear) {
    const board = { address, hear };
    this.boards.push(board);
    this.#open();
    return {
      close: () => {
        const wasCarried = this.boards.at(-1) === board;
        this.boards = this.boards.filter((one) => one !== board);
        if (wasCarried) this.#open();
      },
    };
  }

  /** The page has another stream, or has none any more. @param {boolean} is */
  yield(is) {
    this.yields = is;
    this.#open();
  }

  #close() {
    this.line?.close();
    this.line = null;
  }

  /** Once for all that changes in one go. */
  #open() {
    this.#close();
    if (this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      this.#opened();
    });
  }

  #opened() {
    if (this.of === null || this.yields) return;
    const board = this.boards.at(-1);
    const query = board ? `?${new URLSearchParams([['follow', 'true'], ...board.address])}` : '';
    const route = { method: getNotificationsLive.method, path: `${getNotificationsLive.path}${query}` };
    this.line = new Line(
      () => new Stream((signal) => this.account.api.streamOf(route, signal)),
      (state) => board?.hear.state(state),
      () => board?.hear.opened(),
      {
        ...board?.hear.events,
        notifications: (/** @type {NewsOut} */ { unread, news }) => this.tell(unread, news),
      },
    );
  }
}
