// @ts-check
/** What the page of a race shows, one picture after another: the lobby, the race, its watching, the places. */

import { fill, h } from '../../dom.js';

/** @import { Friend } from '../../net/types.js' */

/**
 * @typedef {object} Ways what its buttons do
 * @property {HTMLElement} alert where a refusal is told: it goes with the picture that is shown
 * @property {() => void} take a seat
 * @property {() => void} ready
 * @property {() => void} start
 * @property {() => void} giveUp one's seat
 * @property {() => void} takeBack the seat, from another window
 * @property {() => void} copy the link
 * @property {() => Promise<Friend[]>} friends whom one can invite; none for guests
 * @property {(username: string) => Promise<boolean>} invite false when it was refused
 * @property {() => void} rematch
 */

/** @typedef {{element: HTMLElement, focus: () => void}} Picture */

export class MatchView {
  constructor() {
    this.element = h('div.match-page');
    this.alert = h('p.error', { role: 'alert', hidden: true });
    /** @type {Picture | null} */
    this.picture = null;
  }

  /** @param {Picture} picture @param {{bare: boolean, first: boolean}} how `bare`: it wants the window for itself */
  show(picture, { bare, first }) {
    this.picture = picture;
    fill(this.element, picture.element);
    if (first) return; // the router moves the focus and makes room, if it still wants this page
    document.body.classList.toggle('bare', bare);
    scrollTo(0, 0);
    picture.focus();
  }

  /** @param {string} words empty when there is nothing to tell */
  refuse(words) {
    this.alert.textContent = words;
    this.alert.hidden = !words;
  }
}
