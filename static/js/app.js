// @ts-check
/**
 * What every page may use: the player, the server, the way to other pages, and messages to the player.
 *
 * Law: pages get the App, views never do.
 */

import { h } from './dom.js';
import { Account } from './net/account.js';
import { Preferences } from './preferences.js';

/** @import { StartedGame } from './net/types.js' */
/** @import { Bell } from './parts/bell.js' */
/** @import { Router } from './router.js' */

const SAID_KEPT = 4; // screen readers read additions; older ones have been read

export class App {
  /** @param {Router} router @param {{live: HTMLElement, notices: HTMLElement}} places where the page speaks */
  constructor(router, { live, notices }) {
    this.router = router;
    this.account = new Account();
    this.api = this.account.api;
    this.preferences = new Preferences();
    this.settings = new EventTarget(); // `saved` and `failed`, of the preferences
    this.told = new EventTarget(); // `bell` when it is there; `change` of what is unread
    /** @type {Bell | null} */
    this.bell = null;
    this.account.addEventListener('change', () => this.#keepInStep());
    this.live = live;
    this.notices = notices;
    /** @type {StartedGame | null} the game to open next on /play; its token is kept nowhere else */
    this.next = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.fades = undefined;
    this.inStep = false;
  }

  /** Nobody needs it before they are signed in. */
  async #keepInStep() {
    if (!this.account.user || this.inStep) return;
    this.inStep = true;
    const modules = await Promise.all([import('./net/settings.js'), import('./news.js')]).catch(() => null);
    this.inStep = modules !== null; // if not, again at the next change
    if (!modules) return;
    const [{ SettingsSync }, { ring }] = modules;
    new SettingsSync(this.account, this.preferences, this.settings).start();
    this.bell = ring(this);
    this.told.dispatchEvent(new Event('bell'));
  }

  /** Less motion than the page would like? */
  still() {
    return this.preferences.still;
  }

  /**
   * Tell a screen reader, politely. What is said right after it, such as a cleared wave and the next, is heard as well.
   * @param {string} words
   */
  say(words) {
    this.live.append(h('span', {}, words));
    while (this.live.childElementCount > SAID_KEPT) this.live.firstElementChild?.remove();
  }

  /** Show a notice for a few seconds. @param {string} words */
  notice(words) {
    this.notices.textContent = words;
    this.notices.hidden = false;
    clearTimeout(this.fades);
    this.fades = setTimeout(() => {
      this.notices.hidden = true;
    }, 6_000);
  }

  /** Open a started game, or go on with it; a seat of a match has a page of its own. @param {StartedGame} started */
  play(started) {
    if (started.match) return this.router.go(`/race/${started.match}`);
    this.next = started;
    return this.router.go('/play', { replace: location.pathname === '/play' });
  }

  takeGame() {
    const started = this.next;
    this.next = null;
    return started;
  }
}
