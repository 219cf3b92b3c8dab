// @ts-check
/**
 * A board as it changes, over server-sent events (docs/protocol.md, "Live boards").
 *
 * Laws: one EventSource; none while the page is hidden. Each time it opens, the first event is the whole board,
 * so nothing is missed. A line that stays silent too long is dead, even if the browser still calls it open.
 */

import { getLeaderboardLive } from '../routes.js';

/** @import { BoardEvent, PlayersNow } from './types.js' */

const SILENT_MS = 40_000; // the server says something every 15 s
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

/**
 * @typedef {'connecting' | 'live' | 'waiting'} State waiting: nothing is heard at the moment
 * @typedef {object} Hearer
 * @property {(page: BoardEvent, isFirst: boolean) => void} board the first page after each opening has no history
 * @property {(players: PlayersNow) => void} players
 * @property {(state: State) => void} state
 * @property {() => void} refetch something was missed: ask for the page again
 */

/** Follow a board until `close()`. @param {Record<string, string>} board @param {Hearer} hear */
export function follow(board, hear) {
  const given = Object.entries(board).filter(([, value]) => value);
  const line = new Line(`${getLeaderboardLive.path}?${new URLSearchParams(given)}`, hear);
  return { close: () => line.close() };
}

class Line {
  /** @param {string} address @param {Hearer} hear */
  constructor(address, hear) {
    this.address = address;
    this.hear = hear;
    /** @type {EventSource | null} */
    this.source = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retry = undefined;
    this.tries = 0;
    this.isFirst = true;
    this.seen = () => this.#seen();
    document.addEventListener('visibilitychange', this.seen);
    this.#seen();
  }

  close() {
    document.removeEventListener('visibilitychange', this.seen);
    this.#stop();
  }

  /** The page was hidden, or is there again. */
  #seen() {
    if (document.hidden) {
      this.#stop();
    } else if (!this.source) {
      this.hear.state('connecting');
      this.#open();
    }
  }

  #stop() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.silence);
    clearTimeout(this.retry);
  }

  #again() {
    this.#stop();
    this.hear.state('waiting');
    const wait_ms = RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)];
    this.tries += 1;
    this.retry = setTimeout(() => this.#open(), wait_ms * (0.5 + Math.random()));
  }

  #heard() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.#again(), SILENT_MS);
  }

  #open() {
    if (this.source || document.hidden) return;
    const { hear } = this;
    const source = new EventSource(this.address);
    this.source = source;
    this.#heard();
    source.onopen = () => {
      this.tries = 0;
      this.isFirst = true;
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED)
        this.#again(); // refused: the browser gives up by itself
      else hear.state('waiting');
    };
    this.#on('board', (/** @type {BoardEvent} */ page) => {
      hear.state('live');
      hear.board(page, this.isFirst);
      this.isFirst = false;
    });
    this.#on('players', hear.players);
    this.#on('refetch', hear.refetch);
    this.#on('away', () => {
      this.isFirst = true;
      hear.state('waiting');
    });
    this.#on('beat', () => undefined);
  }

  /**
   * @template Data as the server says it for this event
   * @param {string} name @param {(data: Data) => void} then
   */
  #on(name, then) {
    this.source?.addEventListener(name, (event) => {
      this.#heard();
      then(JSON.parse(event.data));
    });
  }
}
