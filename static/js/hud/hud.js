// @ts-check
/** The figures above the arena. Law: what did not change is not written, so a frame costs next to nothing. */

import { h, setVars, svg } from '../dom.js';
import { duration, percent, whole } from '../text/common.js';
import { text as hudText } from './text.js';
import { COMBO_LIMIT, COMBO_STREAK, FULL_HP } from '../terms.js';

export const LOW_HP = 30; // from here the wall is called out
const LOW_MS = 5_000; // and from here the end of a sprint

/**
 * @typedef {object} HudActions
 * @property {() => void} [pause] without it the game cannot be paused
 * @property {() => void} quit
 * @property {() => void} [mute] without it there is no sound to switch
 */

/**
 * What the figures are read from: a game, or a replay that has come as far.
 * @typedef {object} Shown
 * @property {import('../typing/model.js').TypingModel} model
 * @property {ReturnType<typeof import('../game/score.js').standing>} standing
 * @property {number} hp
 * @property {{n: number, asked_wpm: number} | null} wave
 * @property {{now: () => number}} clock
 * @property {number | null} [time_limit_ms] of a game that ends by the clock: it has no wall, but time that runs out
 */

export class Hud {
  /** @param {HudActions} [actions] without them nothing can be pressed */
  constructor(actions) {
    const t = hudText;
    this.mute = h('button.quiet.mute', {
      type: 'button',
      hidden: !actions?.mute,
      'aria-keyshortcuts': t.muteKey,
      onclick: actions?.mute ?? (() => {}),
    });
    this.mute.append(icon());
    this.wave = h('strong');
    this.hp = h('strong');
    this.bar = h(
      'span.bar',
      { role: 'meter', 'aria-label': t.hp, 'aria-valuemin': 0, 'aria-valuemax': FULL_HP },
      h('i'),
    );
    this.combo = h('strong');
    this.pips = Array.from({ length: COMBO_STREAK }, () => h('i'));
    this.comboSpoken = h('span.unseen');
    this.wpm = h('strong');
    this.asked = h('span.asked', { 'aria-hidden': 'true' });
    this.askedSpoken = h('span.unseen');
    this.wpmLabel = h('span.label');
    this.wpmBox = h('div.figure.wpm', {}, this.wpmLabel, this.wpm, this.asked, this.askedSpoken);
    this.accuracy = h('strong');
    this.score = h('strong');
    this.time = h('strong');
    const pips = h('span.pips', { 'aria-hidden': 'true' }, this.pips);
    this.comboBox = h('div.figure.combo', {}, h('span.label', {}, t.combo), this.combo, pips, this.comboSpoken);
    this.hpLabel = h('span.label', {}, t.hp);
    this.hpBox = h('div.figure.hp', {}, this.hpLabel, this.hp, this.bar);
    this.element = h(
      'div.hud',
      {},
      figure('wave', t.wave, this.wave),
      this.hpBox,
      this.comboBox,
      this.wpmBox,
      figure('accuracy', t.accuracy, this.accuracy),
      figure('score', t.score, this.score),
      figure('time', t.time, this.time),
      actions && this.#controls(actions),
    );
    /** @type {Map<Node, string>} what each place shows */
    this.shown = new Map();
    this.state = '';
    this.tenths = -1; // of a second that were left
    this.isPlain = false;
  }

  /** One wave that nothing attacks: neither wall nor waves, and no speed is asked for. */
  plain() {
    this.isPlain = true;
    this.element.classList.add('plain');
  }

  /** @param {HudActions} actions */
  #controls({ pause, quit }) {
    return h(
      'div.controls',
      {},
      this.mute,
      pause && h('button.quiet', { type: 'button', onclick: pause }, hudText.pause),
      h('button.quiet.leave', { type: 'button', onclick: quit }, hudText.quit),
    );
  }

  /** @param {Shown} game */
  update(game) {
    const { model, standing, hp } = game;
    this.#write(this.wave, String(game.wave?.n ?? 1));
    this.#write(this.combo, `×${model.combo}`);
    this.#speed(standing.net_wpm, (!this.isPlain && game.wave?.asked_wpm) || 0);
    this.#write(this.accuracy, model.totals.keys_pressed ? percent(standing.key_accuracy_percentage) : '–');
    this.#write(this.score, whole(standing.earned));
    this.#write(this.time, duration(game.clock.now() / 1000));
    if (game.time_limit_ms) this.#timeLeft(game.time_limit_ms, Math.max(0, game.time_limit_ms - game.clock.now()));
    else this.#write(this.hp, String(hp));
    const clean = model.streak % COMBO_STREAK;
    const state = `${hp} ${model.streak}`;
    if (state === this.state) return;
    this.state = state;
    if (!game.time_limit_ms) this.#fill(hp / FULL_HP, hp, hp <= LOW_HP);
    this.pips.forEach((pip, index) => pip.classList.toggle('on', index < clean || model.combo === COMBO_LIMIT));
    this.comboBox.classList.toggle('hot', model.combo > 1);
    this.#write(this.comboSpoken, hudText.comboIs(model.combo, clean));
  }

  /** In place of the wall. @param {number} all_ms @param {number} left_ms */
  #timeLeft(all_ms, left_ms) {
    if (!this.element.classList.contains('timed')) {
      this.element.classList.add('timed');
      this.hpLabel.textContent = hudText.timeLeft;
      this.bar.setAttribute('aria-label', hudText.timeLeft);
      this.bar.setAttribute('aria-valuemax', String(all_ms / 1000));
    }
    const seconds = Math.ceil(left_ms / 1000);
    this.#write(this.hp, duration(seconds));
    const tenths = Math.ceil(left_ms / 100);
    if (tenths === this.tenths) return;
    this.tenths = tenths;
    this.#fill(left_ms / all_ms, seconds, left_ms <= LOW_MS);
  }

  /** @param {number} share @param {number} value @param {boolean} low */
  #fill(share, value, low) {
    setVars(this.bar, { full: share.toFixed(3) });
    this.bar.setAttribute('aria-valuenow', String(value));
    this.hpBox.classList.toggle('low', low);
  }

  /** The player's speed, and what the wave asks for. @param {number} mine @param {number} asked 0: it is not known */
  #speed(mine, asked) {
    const needed = whole(asked);
    this.#write(this.wpm, whole(mine));
    this.#write(this.wpmLabel, asked ? hudText.wpm : hudText.wpmAlone);
    this.#write(this.asked, asked ? hudText.asked(needed) : '');
    this.#write(this.askedSpoken, asked ? hudText.asks(needed) : '');
    const state = asked > mine ? 'behind' : '';
    if (this.wpmBox.dataset.state !== state) this.wpmBox.dataset.state = state;
  }

  /** @param {boolean} on */
  sound(on) {
    const does = on ? hudText.soundOff : hudText.soundOn;
    this.mute.setAttribute('aria-label', does);
    this.mute.title = `${does} (${hudText.muteKey})`;
    this.mute.classList.toggle('off', !on);
  }

  /** Make a change felt. The number alone grows: its bar would reach the next figure. @param {'hp' | 'combo'} what */
  flash(what) {
    const number = what === 'hp' ? this.hp : this.combo;
    number.animate([{ transform: 'scale(1.16)' }, { transform: 'none' }], { duration: 220, easing: 'ease-out' });
  }

  /** @param {Node} place @param {string} words */
  #write(place, words) {
    if (this.shown.get(place) === words) return;
    this.shown.set(place, words);
    place.textContent = words;
  }
}

/** @param {string} name @param {string} label @param {HTMLElement} value */
function figure(name, label, value) {
  return h('div', { class: `figure ${name}` }, h('span.label', {}, label), value);
}

/** A loudspeaker; its waves or its cross are shown by the style. */
function icon() {
  return svg(
    'svg',
    { viewBox: '0 0 20 16', width: 20, height: 16, 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: 'M1 5h3l5-4v14l-5-4H1z' }),
    svg('path', { class: 'waves', d: 'M12 5q2 3 0 6M15 2.5q4 5.5 0 11' }),
    svg('path', { class: 'cross', d: 'M12.5 5.5l5 5m0-5l-5 5' }),
  );
}
