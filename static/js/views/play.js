// @ts-check
/**
 * The game's window: figures, arena, the field that takes the keys, and what lies over them.
 *
 * Law: state in, DOM out; keys and wishes go out through `actions`. The field has the focus exactly while keys count.
 */

import { h } from '../dom.js';
import { FULL_HP } from '../game/session.js';
import { text as playText } from '../text/play.js';
import { Arena, spokenLine } from './arena/arena.js';
import { Hud } from './hud.js';
import { Overlay } from './overlay.js';

/** @typedef {import('../game/session.js').Game} Game */

export class PlayView {
  /**
   * @param {import('./overlay.js').OverlayActions & {pause: () => void, askQuit: () => void}} actions
   * @param {{still: boolean, say: (words: string) => void}} how `say` speaks to a live region
   */
  constructor(actions, { still, say }) {
    this.say = say;
    this.still = still;
    this.arena = new Arena({ still });
    this.hud = new Hud({ pause: actions.pause, quit: actions.askQuit });
    this.overlay = new Overlay(actions, { still });
    this.field = h('textarea', {
      class: 'keys',
      'aria-label': playText.field,
      'aria-describedby': 'line-due',
      autocomplete: 'off',
      autocapitalize: 'none',
      autocorrect: 'off',
      spellcheck: 'false',
      'data-gramm': 'false',
      rows: 1,
      tabindex: 0,
    });
    this.lineDue = h('p.unseen', { id: 'line-due' });
    this.veil = h('button.veil', { type: 'button', hidden: true, onclick: () => this.focus() }, playText.focus);
    this.stage = h('div.stage', {}, this.arena.element, this.veil, this.overlay.element);
    this.element = h(
      'section.play',
      { 'aria-label': playText.title, 'data-phase': 'connecting' },
      h('h1.unseen', {}, playText.title),
      this.hud.element,
      this.stage,
      this.field,
      this.lineDue,
      h('p.hints', { 'aria-hidden': 'true' }, playText.keys.map(([key, does]) => h('span', {}, h('kbd', {}, key), ` ${does}`))),
    );
    this.arena.element.addEventListener('pointerdown', (event) => {
      event.preventDefault(); // the field keeps its focus
      if (!this.overlay.open) this.focus();
    });
    this.field.addEventListener('blur', () => this.#veil());
    this.field.addEventListener('focus', () => this.#veil());
    this.enemy = -1;
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  close() {
    this.arena.close();
  }

  /** @param {Game} game @param {import('../game/session.js').GameEvent} event */
  happened(game, event) {
    switch (event.type) {
      case 'phase':
        return this.#phase(game);
      case 'wave':
        this.arena.load(game.model);
        if (event.anew) {
          this.say(playText.waveBegins(event.number, game.wave.enemies.length));
          this.arena.announce(playText.waveBanner(event.number));
        }
        break;
      case 'keys':
        this.arena.keys(game.model, event.events);
        if (event.events.some((one) => one.type === 'word' && one.combo > 1 && game.model.streak % 5 === 0) && !this.still)
          this.hud.flash('combo');
        break;
      case 'hit':
        this.arena.hit(event.enemy, event.damage);
        this.say(playText.hit(event.damage, event.hp));
        this.element.classList.remove('struck');
        void this.element.offsetWidth; // starts the flash anew when two hits follow each other
        this.element.classList.add('struck');
        if (!this.still) this.hud.flash('hp');
        break;
      case 'clear':
        this.say(playText.cleared(event.number, event.hp));
        break;
      default:
        this.arena.place(game.model);
    }
    this.arena.heat(game.model.combo);
    this.#line(game);
    return undefined;
  }

  /** @param {Game} game @param {number} passed_ms */
  frame(game, passed_ms) {
    if (game.wave) this.arena.frame(game.clock.now(), passed_ms);
    this.hud.update(game);
    this.arena.strength(game.hp / FULL_HP);
    if (game.phase === 'countdown' && !this.overlay.asking) this.overlay.count(game.goes_at - performance.now());
    if (game.phase === 'reconnecting') this.overlay.attempts(game.retryAttempt);
  }

  /** @param {Game} game */
  #phase(game) {
    this.element.dataset.phase = game.phase;
    this.overlay.show(game);
    const spoken = { countdown: playText.ready, reconnecting: playText.lostTitle, paused: playText.pausedTitle, saving: playText.savingTitle };
    const words = /** @type {Record<string, string>} */ (spoken)[game.phase];
    if (words) this.say(words);
    if (game.phase === 'running' || game.phase === 'countdown') this.focus();
    this.#veil();
  }

  /** Keys go nowhere while the field has no focus: say so. */
  #veil() {
    this.veil.hidden = this.element.dataset.phase !== 'running' || document.activeElement === this.field;
  }

  /** @param {Game} game */
  #line(game) {
    if (this.enemy === game.model.enemy && this.lineDue.textContent) return;
    this.enemy = game.model.enemy;
    this.lineDue.textContent = spokenLine(game.model);
  }
}
