// @ts-check
/**
 * A board, a match or a contest as it changes, over server-sent events (docs/protocol.md, "Live boards", "Matches",
 * "Contests").
 *
 * Laws: a page has one stream; none while it is hidden. Each time it opens, the first event is the whole board or
 * match, so nothing is missed. A line that stays silent too long is dead, even if the browser still calls it open.
 * Whoever is signed in has a stream of news (news.js): it carries the board that the page follows, and gives way to
 * a match and a contest.
 */

import { getMatchesByCodeLive } from '../later-routes.js';
import { getContestsBySlugLive, getLeaderboardLive } from '../routes.js';
import { Stream } from './stream.js';

/** @import { BoardEvent, Contest, ContestTop, MatchFrame, PlayersNow, StandingFrame } from './types.js' */

const SILENT_MS = 40_000; // the server says something every 15 s
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

/**
 * @typedef {'connecting' | 'live' | 'waiting'} State waiting: nothing is heard at the moment
 * @typedef {object} Hearer
 * @property {(page: BoardEvent, isFirst: boolean) => void} board the first page after each opening has no history
 * @property {(players: PlayersNow) => void} players
 * @property {(state: State) => void} state
 * @property {() => void} refetch something was missed: ask for the page again
 *
 * @typedef {object} Spectator
 * @property {(match: MatchFrame) => void} match
 * @property {(standing: StandingFrame) => void} standing
 * @property {(state: State) => void} state
 * @property {() => void} refetch
 *
 * @typedef {object} Onlooker
 * @property {(contest: Contest) => void} contest
 * @property {(top: ContestTop) => void} standings
 * @property {(state: State) => void} state
 * @property {() => void} refetch
 *
 * @typedef {(route: {method: string, path: string}, signal: AbortSignal) => Promise<Response>} Ask with one's token,
 * where not everybody may look
 */

/**
 * What carries the events of a board beside its own, and is silent while the page has another stream.
 * @typedef {object} Carrier
 * @property {(address: URLSearchParams, hear: BoardHearing) => {close(): void}} carry
 * @property {(is: boolean) => void} yield
 *
 * @typedef {object} BoardHearing
 * @property {(state: State) => void} state
 * @property {() => void} opened
 * @property {Events} events
 */

/** @type {Carrier | null} */
let carrier = null;
/** @type {Set<FollowedBoard>} */
const boards = new Set();
let others = 0; // streams of matches and contests

/** From now on this carries the page's board; null: boards have streams of their own. @param {Carrier | null} one */
export function carryBoards(one) {
  carrier = one;
  carrier?.yield(others > 0);
  for (const board of boards) board.open();
}

/** Follow a board until `close()`. @param {Record<string, string>} board @param {Hearer} hear */
export function follow(board, hear) {
  const given = Object.entries(board).filter(([, value]) => value);
  return new FollowedBoard(new URLSearchParams(given), hear);
}

class FollowedBoard {
  /** @param {URLSearchParams} address @param {Hearer} hear */
  constructor(address, hear) {
    this.address = address;
    this.isFirst = true;
    this.hearing = { state: hear.state, opened: () => this.#anew(), events: this.#events(hear) };
    /** @type {{close(): void} | null} */
    this.line = null;
    boards.add(this);
    this.open();
  }

  open() {
    this.line?.close();
    const { state, opened, events } = this.hearing;
    const address = `${getLeaderboardLive.path}?${this.address}`;
    this.line = carrier
      ? carrier.carry(this.address, this.hearing)
      : new Line(() => new EventSource(address), state, opened, events);
  }

  close() {
    boards.delete(this);
    this.line?.close();
  }

  #anew() {
    this.isFirst = true;
  }

  /** @param {Hearer} hear @returns {Events} */
  #events(hear) {
    return {
      board: (/** @type {BoardEvent} */ page) => {
        hear.state('live');
        hear.board(page, this.isFirst);
        this.isFirst = false;
      },
      players: hear.players,
      refetch: hear.refetch,
      away: () => {
        this.#anew();
        hear.state('waiting');
      },
    };
  }
}

/** A stream of its own, beside which there is no other. */
class OwnLine {
  /** @param {() => EventSource | Stream} open @param {(state: State) => void} tell @param {Events} events */
  constructor(open, tell, events) {
    others += 1;
    carrier?.yield(true);
    this.line = new Line(open, tell, () => undefined, events);
  }

  close() {
    this.line.close();
    others -= 1;
    if (others === 0) carrier?.yield(false);
  }
}

/**
 * Watch a match until `close()`.
 * @param {string} code @param {Spectator} hear @param {Ask | null} [ask]
 */
export function followMatch(code, hear, ask = null) {
  return new OwnLine(sourceOf(getMatchesByCodeLive(code), ask), hear.state, {
    match: (/** @type {MatchFrame} */ match) => {
      hear.state('live');
      hear.match(match);
    },
    standing: hear.standing,
    refetch: hear.refetch,
  });
}

/**
 * Follow a contest until `close()`.
 * @param {string} slug @param {Onlooker} hear @param {Ask | null} [ask]
 */
export function followContest(slug, hear, ask = null) {
  return new OwnLine(sourceOf(getContestsBySlugLive(slug), ask), hear.state, {
    contest: (/** @type {Contest} */ contest) => {
      hear.state('live');
      hear.contest(contest);
    },
    standings: hear.standings,
    refetch: hear.refetch,
  });
}

/** @param {{method: string, path: string}} route @param {Ask | null} ask */
const sourceOf = (route, ask) =>
  ask ? () => new Stream((signal) => ask(route, signal)) : () => new EventSource(route.path);

/**
 * What is done with each kind of event, which has data of its own.
 * @typedef {Record<string, (data: never) => void>} Events
 */

export class Line {
  /**
   * @param {() => EventSource | Stream} open @param {(state: State) => void} tell @param {() => void} opened
   * @param {Events} events
   */
  constructor(open, tell, opened, events) {
    this.open = open;
    this.tell = tell;
    this.opened = opened;
    this.events = events;
    /** @type {EventSource | Stream | null} */
    this.source = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retry = undefined;
    this.tries = 0;
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
      this.tell('connecting');
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
    this.tell('waiting');
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
    const source = this.open();
    this.source = source;
    this.#heard();
    source.onopen = () => {
      this.tries = 0;
      this.opened();
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED)
        this.#again(); // refused: the browser gives up by itself
      else this.tell('waiting');
    };
    for (const [name, then] of Object.entries({ ...this.events, beat: () => undefined }))
      source.addEventListener(name, (/** @type {{data: string}} */ event) => {
        this.#heard();
        /** @type {(data: unknown) => void} */ (then)(JSON.parse(event.data));
      });
  }
}
