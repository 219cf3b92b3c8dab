// @ts-check
/**
 * Plays a film: position, speed, and whether it runs. Law: it has no clock; `frame` is told how much time has passed.
 */

export const SPEEDS = [1, 2, 4];
const LONGEST_FRAME_MS = 250; // a tab that was hidden goes on where it was

export class Player {
  /** @param {import('./film.js').Film} film @param {{at_ms?: number, speed?: number}} [from] */
  constructor(film, { at_ms = 0, speed = 1 } = {}) {
    this.film = film;
    this.speed = speed;
    this.playing = false;
    this.at_ms = 0;
    this.seek(at_ms);
  }

  get ended() {
    return this.at_ms >= this.film.end_ms;
  }

  /** Start, from the beginning when it is at its end; or stop. */
  toggle() {
    if (this.playing) this.playing = false;
    else {
      if (this.ended) this.seek(0);
      this.playing = true;
    }
  }

  /** @param {number} at_ms */
  seek(at_ms) {
    this.at_ms = Math.min(Math.max(0, at_ms), this.film.end_ms);
    this.film.seek(this.at_ms);
  }

  /**
   * Go on by a frame; true when the end was reached.
   * @param {number} passed_ms @param {(event: import('./judge.js').ReplayEvent) => void} tell
   */
  frame(passed_ms, tell) {
    if (!this.playing) return false;
    this.at_ms = Math.min(this.at_ms + Math.min(passed_ms, LONGEST_FRAME_MS) * this.speed, this.film.end_ms);
    this.film.seek(this.at_ms, tell);
    if (this.ended) this.playing = false;
    return this.ended;
  }

  /**
   * The start of the wave before (`-1`) or after (`1`) this one; a wave that has run for a while starts again.
   * @param {-1 | 1} way
   */
  wave(way) {
    const { waves } = this.film.marks;
    const next = waves.findIndex((at) => at > this.at_ms);
    const present = (next < 0 ? waves.length : next) - 1;
    if (way > 0) return this.seek(next < 0 ? this.film.end_ms : waves[next]);
    const early = this.at_ms - waves[present] < 1_500;
    return this.seek(waves[Math.max(0, present - (early ? 1 : 0))]);
  }
}
