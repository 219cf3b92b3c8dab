// @ts-check
/**
 * Game time on this side: milliseconds since the game began, pauses excluded, in step with the server's clock.
 *
 * Law: `now()` goes back only when the server says so (`stand`), and so do the times of keys sent. It only has to be
 * close enough that a key's time stays within the lag quota: the server decides.
 * Absent on purpose: `Date`. The source of time is handed in (`performance.now` in the page, a counter in tests).
 */

export class GameClock {
  /** @param {() => number} monotonic milliseconds of a clock that only goes forward */
  constructor(monotonic = () => performance.now()) {
    this.monotonic = monotonic;
    this.running = false;
    this.base_ms = 0; // game time at `since`
    this.since = 0;
    this.latest_ms = 0; // never return less than this
    this.best_rtt_ms = Infinity;
  }

  /** Game time, whole milliseconds. */
  now() {
    const at = this.running ? this.base_ms + this.monotonic() - this.since : this.base_ms;
    this.latest_ms = Math.max(this.latest_ms, Math.round(at));
    return this.latest_ms;
  }

  /** Start the clock from where it stopped. */
  start() {
    if (this.running) return;
    this.since = this.monotonic();
    this.running = true;
  }

  /** Stop the clock where it is. */
  stop() {
    this.base_ms = this.now();
    this.running = false;
  }

  /** The server says where the stopped clock is. @param {number} at_ms */
  stand(at_ms) {
    this.running = false;
    this.base_ms = at_ms;
    this.latest_ms = at_ms;
    this.best_rtt_ms = Infinity;
  }

  /**
   * The server's clock showed `at_ms` somewhere within the last `rtt_ms`; the middle is the best guess. Only answers
   * about as quick as the quickest so far are believed: a late one says more about the network than about the clock.
   * @param {number} at_ms
   * @param {number} rtt_ms
   */
  sync(at_ms, rtt_ms) {
    if (!this.running || rtt_ms > this.best_rtt_ms * 1.5 + 5) return;
    this.best_rtt_ms = Math.min(this.best_rtt_ms, rtt_ms);
    this.base_ms = at_ms + rtt_ms / 2;
    this.since = this.monotonic();
  }
}
