// @ts-check
/**
 * The game's sounds, made in code (Web Audio): no files, nothing to load.
 *
 * Laws: silent until the player has touched the page, as browsers require; volume and muting follow the
 * preferences at once. No sound says anything that the page does not show. Absent on purpose: when to play (the view).
 * Bound: voices.js plays a limited number at a time; any more are not played.
 */

import { Voices } from './voices.js';

const LOUDEST = 0.5; // of full scale: many voices add up

/** @typedef {import('../preferences.js').Preferences} Preferences */
/**
 * @typedef {'key' | 'wrong' | 'word' | 'kill' | 'combo' | 'lost'
 *   | 'push' | 'hit' | 'low' | 'wave' | 'count' | 'go' | 'fallen'} Cue
 */

export class Sound {
  /** @param {Preferences} preferences */
  constructor(preferences) {
    this.preferences = preferences;
    /** @type {AudioContext | null} */
    this.context = null;
    /** @type {GainNode | null} */
    this.out = null;
    /** @type {Voices | null} */
    this.voices = null;
    this.obey = () => this.#obey();
    preferences.addEventListener('change', this.obey);
  }

  get on() {
    return this.preferences.values.sound;
  }

  /** @param {Cue} cue @param {number} [strength] combo, damage or hit points, depending on the cue */
  play(cue, strength = 1) {
    if (!this.on || !this.#ready()) return;
    this.voices?.[cue](strength);
  }

  close() {
    this.preferences.removeEventListener('change', this.obey);
    this.context?.close();
    this.context = null;
    this.voices = null;
  }

  /** There is a context once the player has pressed or clicked something, and not before. */
  #ready() {
    if (this.context) {
      if (this.context.state === 'suspended') this.context.resume();
      return true;
    }
    const touched = navigator.userActivation?.hasBeenActive ?? true;
    if (!touched || typeof AudioContext === 'undefined') return false;
    this.context = new AudioContext({ latencyHint: 'interactive' });
    const squeeze = this.context.createDynamicsCompressor();
    this.out = this.context.createGain();
    this.out.connect(squeeze).connect(this.context.destination);
    this.voices = new Voices(this.context, this.out);
    this.#obey();
    return true;
  }

  #obey() {
    if (!this.out || !this.context) return;
    const { sound, volume } = this.preferences.values;
    // Loudness is heard by its square: half the slider should sound half as loud.
    const gain = sound ? LOUDEST * (volume / 100) ** 2 : 0;
    this.out.gain.setTargetAtTime(gain, this.context.currentTime, 0.02);
  }
}
