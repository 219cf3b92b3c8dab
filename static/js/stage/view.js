// @ts-check
/**
 * The game's window: figures, arena, the field that takes the keys, and what lies over them.
 *
 * Law: state in, DOM out; keys and wishes go out through `actions`. The field has the focus exactly while keys count.
 */

import { Arena } from '../arena/arena.js';
import { h, setVars } from '../dom.js';
import { Hud, LOW_HP } from '../hud/hud.js';
import { text as hudText } from '../hud/text.js';
import { Overlay } from './overlay.js';
import { text as playText } from './text.js';
import { FULL_HP } from '../terms.js';

const SPEAK_PUSH_EVERY_MS = 20_000; // of game time
const TIGHT_PX = 560; // lower than this there is only room for what is needed to type

/** @import { Game, GameEvent } from '../game/session.js' */
/** @import { Cue } from '../sound/sound.js' */
/** @import { TypingEvent, TypingModel } from '../typing/model.js' */
/** @import { OverlayActions } from './overlay.js' */

/** @typedef {OverlayActions & {pause?: () => void, askQuit: () => void, mute?: () => void}} PlayActions */

/**
 * @typedef {object} How
 * @property {boolean} still
 * @property {(words: string) => void} say speaks to a live region
 * @property {boolean} [calm] nothing attacks, so there is no wall to show
 * @property {boolean} [practice] a calm game that no clock ends, and whose pauses count for nothing
 * @property {boolean} [plain] likewise, of one wave: what is not there is not counted
 * @property {typeof playText} [words] where this game has others
 * @property {HTMLElement} [above] the arena
 * @property {(cue: Cue, strength?: number) => void} [cue] plays a sound
 */

export class PlayView {
  /**
   * @param {PlayActions} actions
   * @param {How} how
   */
  constructor(actions, { still, say, cue = () => {}, calm = false, practice = false, plain = false, ...how }) {
    const { words = playText, above } = how;
    this.words = words;
    this.say = say;
    this.cue = cue;
    this.still = still;
    this.intro = introOf(words, { calm, practice, plain });
    this.arena = new Arena({ still });
    this.hud = new Hud({ pause: actions.pause, quit: actions.askQuit, mute: actions.mute });
    this.isPlain = plain;
    if (plain) this.hud.plain();
    this.overlay = new Overlay(actions, { still, words, ranked: !practice && !plain });
    this.field = keysField(words.field);
    this.lineDue = h('p.unseen', { id: 'line-due' });
    this.veil = h('button.veil', { type: 'button', hidden: true, onclick: () => this.focus() }, playText.focus);
    this.late = h('p.late', { hidden: true }, playText.late);
    this.asksKey = h('p.asks', { hidden: true });
    this.hindrance = h('p.hindrance', { hidden: true });
    const { arena, late, asksKey, hindrance, veil, overlay } = this;
    this.stage = h('div.stage', {}, arena.element, late, asksKey, hindrance, veil, overlay.element);
    this.element = h(
      'section.play',
      { 'aria-label': words.title, 'data-phase': 'connecting', 'data-calm': calm },
      h('h1.unseen', {}, words.title),
      this.hud.element,
      above,
      this.stage,
      this.field,
      this.lineDue,
      ...hints(words),
    );
    this.#keepFocus();
    this.stage.addEventListener('click', (event) => this.#touched(event));
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== hudText.muteKey || event.repeat || !actions.mute) return;
      event.preventDefault();
      actions.mute();
    });
    this.field.addEventListener('blur', () => this.#veil());
    this.field.addEventListener('focus', () => this.#veil());
    this.enemy = -1;
    this.isFirst = true; // the wave that is drawn: above it stands how it goes, and no banner lies over that
    this.healed = '';
    /** @type {{lines: number, ms: number, spoken_ms: number | null}} since a screen reader was last told */
    this.pushes = { lines: 0, ms: 0, spoken_ms: null };
    this.combo = 1;
    this.blocked = false; // the socket seems to be
    this.low = false;
    this.fits = () => this.#fit();
    visualViewport?.addEventListener('resize', this.fits);
    visualViewport?.addEventListener('scroll', this.fits);
    this.#fit();
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  /** In the field: no click on the arena takes it away, nor one on the figures while keys count. */
  #keepFocus() {
    this.arena.element.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      if (!this.overlay.open && event.pointerType === 'mouse') this.focus();
    });
    this.element.addEventListener('mousedown', (event) => {
      if (this.element.dataset.phase === 'running' && !this.overlay.open) event.preventDefault();
    });
  }

  close() {
    this.arena.close();
    visualViewport?.removeEventListener('resize', this.fits);
    visualViewport?.removeEventListener('scroll', this.fits);
  }

  /** Whether sounds are played. @param {boolean} on */
  sound(on) {
    this.hud.sound(on);
  }

  /** An on-screen keyboard lies over the page or makes it smaller, as the browser likes: keep to what can be seen. */
  #fit() {
    if (!visualViewport || visualViewport.scale > 1.01) return; // zoomed in by hand: leave the page as it is
    const { height, offsetTop } = visualViewport;
    setVars(this.element, { seen: `${height.toFixed(0)}px`, 'seen-top': `${offsetTop.toFixed(0)}px` });
    this.element.classList.toggle('tight', height < TIGHT_PX);
  }

  /**
   * A field that has the focus may still have lost its on-screen keyboard; only a new focus opens that again.
   * @param {MouseEvent} event
   */
  #touched(event) {
    if (
      /** @type {PointerEvent} */ (event).pointerType === 'mouse' ||
      !['running', 'countdown'].includes(this.element.dataset.phase ?? '')
    )
      return;
    this.field.blur();
    this.focus();
  }

  /** @param {Game} game @param {GameEvent} event */
  happened(game, event) {
    switch (event.type) {
      case 'phase':
        return this.#phase(game);
      case 'wave':
        this.isFirst = !this.arena.model;
        this.arena.load(game.model, {
          follows: event.anew,
          intro: this.intro,
          title: this.isPlain ? '' : playText.waveBanner(event.number),
        });
        if (event.anew) this.#waveBegins(event.number, game.model.wave?.enemies.length ?? 0);
        break;
      case 'keys':
        this.arena.keys(game.model, event.events);
        this.#sounds(event.events, game.model.combo);
        if (game.model.combo > this.combo && !this.still) this.hud.flash('combo');
        break;
      case 'hit':
        this.#struck(event);
        break;
      case 'push':
        this.#pushed(game, event.by_ms);
        break;
      case 'next':
        this.arena.preview(event.text, playText.nextWave(event.number));
        return undefined;
      case 'pauses':
        return this.overlay.usedPauses(game.pauses);
      case 'clear':
        this.say(playText.cleared(event.number, event.hp));
        this.healed = playText.healed(event.number, event.healed);
        break;
      default:
        this.arena.place(game.model);
    }
    this.arena.heat(game.model.combo);
    this.combo = game.model.combo;
    this.#wall(game.hp);
    this.#line(game);
    return undefined;
  }

  /** @param {number} number @param {number} lines */
  #waveBegins(number, lines) {
    this.say(playText.waveBegins(number, lines));
    if (!this.isFirst) this.arena.announce(playText.waveBanner(number), this.healed || playText.lines(lines));
    this.healed = '';
    if (number > 1) this.cue('wave');
  }

  /**
   * Seen and heard each time; spoken of rarely, for a good typist pushes every few seconds.
   * @param {Game} game @param {number} by_ms
   */
  #pushed(game, by_ms) {
    this.arena.push(by_ms);
    this.cue('push');
    const { pushes } = this;
    pushes.lines += 1;
    pushes.ms += by_ms;
    const now_ms = game.clock.now();
    if (pushes.spoken_ms !== null && now_ms - pushes.spoken_ms < SPEAK_PUSH_EVERY_MS) return;
    this.say(playText.pushed(pushes.lines, pushes.ms));
    this.pushes = { lines: 0, ms: 0, spoken_ms: now_ms };
  }

  /** @param {{enemy: number, damage: number, hp: number}} hit */
  #struck({ enemy, damage, hp }) {
    this.arena.hit(enemy, damage);
    this.say(playText.hit(damage, hp));
    this.element.classList.remove('struck');
    void this.element.offsetWidth; // starts the flash anew when two hits follow each other
    this.element.classList.add('struck');
    if (!this.still) this.hud.flash('hp');
    this.cue('hit', damage);
  }

  /** @param {Game} game @param {number} passed_ms */
  frame(game, passed_ms) {
    if (game.wave) this.arena.frame(game.clock.now(), passed_ms);
    this.hud.update(game);
    this.arena.strength(game.hp / FULL_HP);
    if (game.phase === 'countdown' && !this.overlay.asking && this.overlay.count(game.goes_at - performance.now()))
      this.cue('count');
    if (game.phase === 'reconnecting') this.#attempts(game);
    this.#late(game.phase === 'running' && game.socket.late);
  }

  /** @param {Game} game */
  #attempts({ retryAttempt, socket }) {
    const { blocked } = socket;
    if (blocked && !this.blocked) this.say(playText.blocked);
    this.blocked = blocked;
    this.overlay.attempts(retryAttempt, blocked);
  }

  /** @param {Game} game */
  #phase(game) {
    this.element.dataset.phase = game.phase;
    this.overlay.show(game);
    if (game.phase === 'running') this.cue('go');
    if (game.phase === 'over' && game.outcome?.reason === 'defeated') this.cue('fallen');
    const spoken = {
      countdown: playText.ready,
      reconnecting: game.socket.known ? playText.lostTitle : playText.neverTitle,
      paused: playText.pausedTitle,
      saving: playText.savingTitle,
    };
    const words = /** @type {Record<string, string>} */ (spoken)[game.phase];
    if (words) this.say(words);
    if (game.phase === 'running' || game.phase === 'countdown') this.focus();
    this.#veil();
  }

  /** @param {TypingEvent[]} events @param {number} combo */
  #sounds(events, combo) {
    for (const { type } of events) {
      if (type === 'typed') this.cue('key', combo);
      else if (type !== 'clear') this.cue(type, combo);
    }
    if (combo > this.combo) this.cue('combo', combo);
    else if (combo < this.combo) this.cue('lost');
  }

  /** @param {number} hp */
  #wall(hp) {
    const low = hp <= LOW_HP;
    if (low === this.low) return;
    this.low = low;
    this.element.classList.toggle('low', low);
    if (!low) return;
    this.say(playText.wallLow);
    this.cue('low');
  }

  /** The line is silent; soon it counts as lost. @param {boolean} is */
  #late(is) {
    if (this.late.hidden === !is) return;
    this.late.hidden = !is;
    if (is) this.say(playText.late);
  }

  /** What a Tab has prepared. @param {import('../game/restart.js').Armed} state */
  armed(state) {
    const words = playText.armed[state];
    this.asksKey.hidden = !words;
    this.asksKey.textContent = words;
    if (words) this.say(words);
  }

  /** What keeps keys from doing what they should. @param {import('../typing/hindrance.js').Hindrance} now */
  hindered(now) {
    const words = playText.hindered[now];
    this.hindrance.hidden = !words;
    this.hindrance.textContent = words;
    if (words) this.say(words);
  }

  /** Keys go nowhere while the field, or the whole window, has no focus: say so. */
  #veil() {
    const isTyping = document.activeElement === this.field && document.hasFocus();
    this.veil.hidden = this.element.dataset.phase !== 'running' || isTyping || this.overlay.open;
  }

  /** @param {Game} game */
  #line(game) {
    if (this.enemy === game.model.enemy && this.lineDue.textContent) return;
    this.enemy = game.model.enemy;
    this.lineDue.textContent = spokenLine(game.model);
  }
}

/** How it goes. @param {typeof playText} words @param {{calm: boolean, practice: boolean, plain: boolean}} how */
function introOf(words, { calm, practice, plain }) {
  if (plain) return words.introChallenge;
  if (practice) return words.introPractice;
  return calm ? words.introSprint : words.intro;
}

/** What takes the keys. @param {string} label */
const keysField = (label) =>
  h('textarea', {
    class: 'keys',
    'aria-label': label,
    'aria-describedby': 'line-due',
    autocomplete: 'off',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    'data-gramm': 'false',
    rows: 1,
    tabindex: 0,
  });

/** Which keys do what, below the arena. @param {typeof playText} words */
function hints(words) {
  const keys = words.keys.map(([key, does]) => h('span', {}, h('kbd', {}, key), ` ${does}`));
  const hidden = { 'aria-hidden': 'true' };
  return [h('p.hints', hidden, keys), h('p.hints.touch', hidden, playText.touch)];
}

/**
 * What a screen reader is told about the line under fire.
 * @param {TypingModel} model
 */
function spokenLine({ wave, enemy }) {
  const due = wave?.enemies[enemy];
  if (!wave || !due) return '';
  return playText.lineDue(enemy + 1, wave.enemies.length, wave.text.slice(due.start, due.end));
}
