// @ts-check
/** The carets of the others in the code, each with the number of its seat. */

import { h } from '../../dom.js';
import { keysBefore } from '../../game/race.js';
import { typedOffsets } from '../../typing/offsets.js';

/** @import { Arena } from '../../arena/arena.js' */
/** @import { Progress } from '../../game/race.js' */
/** @import { Match, WaveFrame } from '../../net/types.js' */

export class Rivals {
  /** @param {Arena} arena @param {number} own seat */
  constructor(arena, own) {
    this.arena = arena;
    this.own = own;
    /** @type {Map<number, HTMLElement>} by seat */
    this.marks = new Map();
    /** @type {{wave: WaveFrame | null, offsets: number[]}} where the keys of the wave that is drawn are */
    this.drawn = { wave: null, offsets: [] };
  }

  /** @param {Match} match @param {Map<number, Progress>} progress @param {WaveFrame | null} wave that is drawn */
  draw(match, progress, wave) {
    if (!wave) return;
    if (this.drawn.wave !== wave) this.drawn = { wave, offsets: typedOffsets(wave) };
    const first = keysBefore(match.keys, wave.n);
    for (const { seat, ended } of match.seats) {
      const one = progress.get(seat);
      if (seat === this.own || !one) continue;
      const isHere = one.wave === wave.n && one.place === null && !ended;
      this.arena.put(this.#mark(seat), (isHere ? this.drawn.offsets[one.keys_done - first] : null) ?? null);
    }
  }

  /** @param {number} seat */
  #mark(seat) {
    const mark = this.marks.get(seat) ?? h('span.rival', { 'aria-hidden': 'true' }, h('b', {}, seat));
    this.marks.set(seat, mark);
    return mark;
  }
}
