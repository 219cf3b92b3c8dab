// @ts-check
/**
 * Covers the arena while nobody types: the countdown, the pause, a lost connection, the end.
 *
 * Law: each phase has one picture; a dialog takes the focus and gives it back, and Esc closes it where that makes
 * sense.
 */

import { fill, h } from '../dom.js';
import { text } from '../text/common.js';
import { text as hudText } from '../hud/text.js';
import { ending, text as playText } from './text.js';
import { CLOSE, MOST_PAUSES } from '../terms.js';

/**
 * @typedef {object} OverlayActions
 * @property {() => void} resume
 * @property {() => void} quit
 * @property {() => void} [restart] where a game can be played again
 * @property {() => void} leave
 * @property {() => void} takeBack
 */

export class Overlay {
  /**
   * @param {OverlayActions} actions
   * @param {{still: boolean, words?: typeof playText, ranked?: boolean}} how `ranked`: whether pauses may cost that
   */
  constructor(actions, { still, words = playText, ranked = true }) {
    this.actions = actions;
    this.words = words;
    this.still = still;
    this.element = h('div.overlay', { hidden: true });
    this.number = h('strong.count', { 'aria-hidden': 'true' });
    this.attempt = h('p.muted');
    this.blocked = h('p', { hidden: true }, playText.blocked);
    this.pauses = h('p.pauses', { hidden: !ranked });
    this.asking = false;
    /** @type {HTMLButtonElement[]} of what is shown */
    this.buttons = [];
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  get open() {
    return !this.element.hidden;
  }

  /** Show what belongs to the game's phase. @param {import('../game/session.js').Game} game */
  show(game) {
    const t = this.words;
    this.asking = false;
    this.buttons = [];
    this.element.dataset.phase = game.phase;
    switch (game.phase) {
      case 'running':
      case 'waiting':
        this.element.hidden = true;
        return;
      case 'connecting':
        return this.#panel(h('p.big', {}, t.connecting));
      case 'countdown':
        return this.#panel(
          h('p', {}, t.ready),
          this.number,
          t.startNow && h('p.muted.by-key', {}, h('kbd', {}, t.enter), ` ${t.startNow}`),
          h('p.muted.by-touch', {}, t.touchNow),
        );
      case 'paused':
        return this.#paused(game);
      case 'reconnecting':
        return this.#reconnecting(game);
      case 'saving':
        return this.#panel(h('h2', {}, t.savingTitle), h('p', {}, t.savingLead));
      case 'over':
        return this.#panel(h('h2.end', {}, ending(game.outcome?.reason ?? '')));
      default:
        return this.#closed(game);
    }
  }

  /** Lost, or never had. @param {import('../game/session.js').Game} game */
  #reconnecting({ socket }) {
    const t = this.words;
    this.buttons = [choiceButton([t.leaveForNow, this.actions.leave, ''])];
    const [title, lead] = socket.known ? [t.lostTitle, t.lostLead] : [t.neverTitle, t.neverLead];
    this.attempt.textContent = '';
    this.blocked.hidden = true;
    this.#panel(
      h('h2', {}, title),
      h('p', {}, lead),
      this.blocked,
      this.attempt,
      h('div.choices', {}, this.buttons),
      h('p.muted', {}, t.leaveNote),
    );
  }

  /** The game is being ended, and another one started. */
  restarting() {
    this.buttons = [];
    this.element.dataset.phase = 'connecting';
    this.#panel(h('p.big', {}, this.words.restarting));
  }

  /** Ask before the game ends. @param {() => void} no */
  askQuit(no) {
    const t = this.words;
    this.asking = true;
    this.element.dataset.phase = 'quit';
    this.cancel = no;
    this.#dialog(
      t.quitTitle,
      [h('p', {}, t.quitLead)],
      [
        [t.quitNo, no, 'primary'],
        [t.quitYes, this.actions.quit, 'danger'],
      ],
    );
  }

  /** @param {number} left_ms of the countdown @returns {boolean} whether another number is shown now */
  count(left_ms) {
    const number = String(Math.max(1, Math.ceil(left_ms / 1000)));
    if (this.number.textContent === number) return false;
    this.number.textContent = number;
    if (!this.still)
      this.number.animate(
        [
          { transform: 'scale(2.2)', opacity: 0 },
          { transform: 'none', opacity: 1 },
        ],
        { duration: 300, easing: 'cubic-bezier(.2,.9,.3,1)' },
      );
    return true;
  }

  /** @param {number} n @param {boolean} blocked the socket never opened, again and again */
  attempts(n, blocked) {
    const words = n > 1 ? playText.attempt(n) : '';
    if (this.attempt.textContent !== words) this.attempt.textContent = words;
    this.blocked.hidden = !blocked;
  }

  /** @param {number} n pauses, with the present one */
  usedPauses(n) {
    this.pauses.textContent = playText.pauses(n, MOST_PAUSES);
  }

  /** @param {import('../game/session.js').Game} game */
  #paused(game) {
    const t = playText;
    const why = t.pausedWhy[/** @type {'player'} */ (game.pauseReason)] ?? t.pausedWhy.server;
    this.cancel = this.actions.resume;
    this.usedPauses(game.pauses);
    this.#dialog(
      t.pausedTitle,
      [
        h('p', {}, why),
        this.pauses,
        h(
          'dl.keys',
          {},
          t.keys.map(([key, does]) => h('div', {}, h('dt', {}, h('kbd', {}, key)), h('dd', {}, does))),
        ),
        ...(this.actions.restart ? [h('p.muted', {}, t.tab)] : []),
      ],
      [
        [t.resume, this.actions.resume, 'primary'],
        ...this.#again(),
        [hudText.quit, () => this.askQuit(() => this.show(game)), 'danger'],
        [t.leaveForNow, this.actions.leave, ''],
      ],
    );
  }

  /** @returns {[string, () => void, string][]} */
  #again() {
    const { restart } = this.actions;
    return restart ? [[playText.restart, restart, '']] : [];
  }

  /** @param {import('../game/session.js').Game} game */
  #closed(game) {
    const t = playText;
    const known = /** @type {Record<number, string>} */ (t.closed);
    const back = game.closeCode === CLOSE.REPLACED ? t.takeBack : t.tryAgain;
    this.cancel = undefined;
    this.#dialog(
      t.closedTitle,
      [h('p', {}, known[game.closeCode] ?? t.closedOther)],
      [
        [back, this.actions.takeBack, 'primary'],
        [text.home, this.actions.leave, ''],
      ],
    );
  }

  /** @param {...import('../dom.js').Children} children */
  #panel(...children) {
    this.cancel = undefined;
    fill(this.element, h('div.panel', {}, ...children));
    this.element.hidden = false;
  }

  /** @param {string} title @param {HTMLElement[]} body @param {[string, () => void, string][]} choices */
  #dialog(title, body, choices) {
    this.buttons = choices.map(choiceButton);
    const panel = h(
      'div.panel',
      { role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'overlay-title' },
      h('h2', { id: 'overlay-title' }, title),
      body,
      h('div.choices', {}, this.buttons),
    );
    fill(this.element, panel);
    this.element.hidden = false;
    this.buttons[0].focus();
  }

  /** Esc means the harmless choice; Tab stays inside. @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Escape' && this.cancel) {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    }
    if (event.key !== 'Tab' || !this.buttons.length) return;
    const [first, last] = [this.buttons[0], this.buttons[this.buttons.length - 1]];
    if (document.activeElement !== (event.shiftKey ? first : last)) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }

  /** @type {(() => void) | undefined} */
  cancel = undefined;
}

/** @param {[label: string, onclick: () => void, kind: string]} choice */
function choiceButton([label, onclick, kind]) {
  return h('button', { type: 'button', class: kind, onclick }, label);
}
