// @ts-check
/**
 * A board as it changes, over server-sent events (docs/protocol.md, "Live boards").
 *
 * Laws: one EventSource; none while the page is hidden. Each opening begins with the board as it is, so whoever follows
 * misses nothing. A line on which nothing is heard for long is dead, whatever the browser thinks of it.
 */

/** @import { LeaderboardOut, PlayersNow } from './answers.js' */

const SILENT_MS = 40_000; // the server says something every 15 s
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

/**
 * @typedef {object} Move somebody's new best: their rank before it, null for none, and now
 * @property {string} user_id @property {number | null} from @property {number} to @property {number} version
 */

/** @typedef {LeaderboardOut & {moves: Move[] | null}} LiveBoard */

/**
 * @typedef {'connecting' | 'live' | 'waiting'} State waiting: nothing is heard at the moment
 * @typedef {object} Hearer
 * @property {(page: LiveBoard, isFirst: boolean) => void} board the first page after each opening has no history
 * @property {(players: PlayersNow) => void} players
 * @property {(state: State) => void} state
 * @property {() => void} refetch something was missed: ask for the page again
 */

/** Follow a board until `close()`. @param {Record<string, string>} board @param {Hearer} hear */
export function follow(board, hear) {
  const given = Object.entries(board).filter(([, value]) => value);
  const address = `/api/leaderboard/live?${new URLSearchParams(given)}`;
  /** @type {EventSource | null} */
  let source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;
  let tries = 0;
  let isFirst = true;

  const stop = () => {
    source?.close();
    source = null;
    clearTimeout(silence);
    clearTimeout(retry);
  };
  const again = () => {
    stop();
    hear.state('waiting');
    retry = setTimeout(open, RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)] * (0.5 + Math.random()));
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(again, SILENT_MS);
  };

  function open() {
    if (source || document.hidden) return;
    source = new EventSource(address);
    heard();
    source.onopen = () => {
      tries = 0;
      isFirst = true;
    };
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED)
        again(); // refused: the browser gives up by itself
      else hear.state('waiting');
    };
    on('board', (page) => {
      hear.state('live');
      hear.board(page, isFirst);
      isFirst = false;
    });
    on('players', hear.players);
    on('refetch', hear.refetch);
    on('away', () => {
      isFirst = true;
      hear.state('waiting');
    });
    on('beat', () => undefined);
  }

  /** @param {string} name @param {(data: any) => void} then */
  function on(name, then) {
    source?.addEventListener(name, (event) => {
      heard();
      then(JSON.parse(event.data));
    });
  }

  const seen = () => {
    if (document.hidden) {
      stop();
    } else if (!source) {
      hear.state('connecting');
      open();
    }
  };
  document.addEventListener('visibilitychange', seen);
  seen();
  return {
    close: () => {
      document.removeEventListener('visibilitychange', seen);
      stop();
    },
  };
}
