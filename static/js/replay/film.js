// @ts-check
/**
 * A stored game as a film: read once from start to end, then shown at any moment.
 *
 * Laws: reading lets the page breathe every few milliseconds, however long the game. A jump plays on from the last
 * snapshot before its moment, so it costs at most SNAPSHOT_KEYS keys.
 */

import { Judge } from './judge.js';

const SNAPSHOT_KEYS = 1_000;
const BREATH_MS = 8; // half a frame
const STEP_KEYS = 200; // pressed between two looks at the clock

/** @typedef {{at_ms: number, kind: 'wave' | 'hit' | 'wrong'}} Mark */

export class Film {
  /** @param {import('./log.js').Log} log already read by `Film.read` */
  constructor(log) {
    this.log = log;
    this.judge = new Judge(log);
    /** @type {import('./judge.js').Snapshot[]} by time */
    this.snapshots = [this.judge.snapshot()];
    /** @type {{waves: number[], hits: number[], wrong: number[]}} game times of what the scrubber shows */
    this.marks = { waves: [0], hits: [], wrong: [] };
  }

  /**
   * @param {import('./log.js').Log} log
   * @param {{breathe?: () => Promise<void>, progress?: (part: number) => void, left?: () => boolean}} [how] `left`: the
   *   page that asked was left
   */
  static async read(log, { breathe = breath, progress = () => {}, left = () => false } = {}) {
    const film = new Film(log);
    let until = performance.now() + BREATH_MS;
    for (let key = STEP_KEYS; key < log.at.length && !left(); key += STEP_KEYS) {
      film.#readTo(log.at[key]);
      if (performance.now() < until) continue;
      progress(key / log.at.length);
      await breathe();
      until = performance.now() + BREATH_MS;
    }
    if (!left()) film.#readTo(log.end_ms);
    return film;
  }

  get end_ms() {
    return this.log.end_ms;
  }

  /** @param {number} at_ms */
  #readTo(at_ms) {
    const { judge, marks } = this;
    judge.to(at_ms, (event) => {
      if (event.type === 'wave') {
        marks.waves.push(judge.at_ms);
        this.snapshots.push(judge.snapshot());
      } else if (event.type === 'hit') {
        marks.hits.push(judge.at_ms);
      } else if (event.type === 'keys' && event.events[0]?.type === 'wrong') {
        marks.wrong.push(judge.at_ms);
      }
    });
    const last = this.snapshots[this.snapshots.length - 1];
    if (judge.wave && judge.key - last.key >= SNAPSHOT_KEYS) this.snapshots.push(judge.snapshot());
  }

  /**
   * Go to a moment. A small step returns the events on the way; a jump returns none.
   * @param {number} at_ms
   * @param {(event: import('./judge.js').ReplayEvent) => void} [tell]
   */
  seek(at_ms, tell) {
    const { judge } = this;
    const kept = this.#before(at_ms);
    const saves = !tell && judge.at_ms < kept.at_ms;
    if (judge.at_ms > at_ms || saves) judge.restore(kept);
    judge.to(at_ms, tell);
  }

  /** The last snapshot that is not later. @param {number} at_ms */
  #before(at_ms) {
    let [low, high] = [0, this.snapshots.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.snapshots[middle].at_ms <= at_ms) low = middle;
      else high = middle - 1;
    }
    return this.snapshots[low];
  }
}

/** Let the page draw and answer. */
const breath = () => new Promise((/** @type {(value: void) => void} */ done) => setTimeout(done));
