// @ts-check
/** Saying what changed on a board, for screen readers. */

import { text as boardText } from '../text/board.js';

/** @import { EntryOut } from '../net/types.js' */

const SAY_EVERY_MS = 10_000;

/** Says what changed, once in a while: the latest when it is one, how many when they are more. */
export class Teller {
  /** @param {(words: string) => void} say */
  constructor(say) {
    this.say = say;
    this.said_at = 0;
    /** @type {Map<string, EntryOut>} */
    this.changed = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
  }

  close() {
    clearTimeout(this.waiting);
  }

  /** @param {EntryOut[]} changed */
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
