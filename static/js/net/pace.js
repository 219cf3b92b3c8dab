// @ts-check
/**
 * How many keys may be sent now. A server closes a socket that sends too many (docs/protocol.md, 4013), and keys that
 * are sent again after a long outage of its journal can be many thousands.
 *
 * Law: less than the server allows (1,000 at once, 200 a second), because every other frame counts there, too. What was
 * sent on an earlier connection counts: the server's allowance belongs to the session.
 */

const BURST = 600;
const PER_MS = 0.15;

export class Pace {
  /** @param {() => number} monotonic milliseconds of a clock that only goes forward */
  constructor(monotonic = () => performance.now()) {
    this.monotonic = monotonic;
    this.left = BURST;
    this.since = monotonic();
  }

  /** How many of `wanted` keys may be sent now. They are taken as sent. @param {number} wanted */
  take(wanted) {
    const now = this.monotonic();
    this.left = Math.min(BURST, this.left + (now - this.since) * PER_MS);
    this.since = now;
    const taken = Math.min(wanted, Math.floor(this.left));
    this.left -= taken;
    return taken;
  }
}
