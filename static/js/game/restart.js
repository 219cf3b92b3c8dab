// @ts-check
/**
 * Restarting by two keys: Tab, then Enter.
 *
 * Laws: nothing happens before Enter, and any other key goes on with the game as if Tab had not been pressed. Where
 * Enter is due by itself, Tab has to be pressed twice: a Tab out of habit at the end of a line must not cost a game.
 */

/** @typedef {'' | 'again' | 'armed'} Armed `again`: another Tab is needed */

export class RestartKeys {
  /** @param {{show: (armed: Armed) => void, restart: () => void}} does */
  constructor({ show, restart }) {
    this.show = show;
    this.restart = restart;
    /** @type {Armed} */
    this.armed = '';
  }

  /** Tab was pressed. @param {boolean} enter_due */
  tab(enter_due) {
    this.#become(enter_due && this.armed === '' ? 'again' : 'armed');
  }

  /** Any other key was. @param {string} key @returns {boolean} whether it restarts the game, and is no keystroke */
  takes(key) {
    const restarts = this.armed === 'armed' && key === '\n';
    this.disarm();
    if (restarts) this.restart();
    return restarts;
  }

  disarm() {
    this.#become('');
  }

  /** @param {Armed} armed */
  #become(armed) {
    if (this.armed === armed) return;
    this.armed = armed;
    this.show(armed);
  }
}
