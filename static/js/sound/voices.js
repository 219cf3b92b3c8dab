// @ts-check
/** How each cue sounds: tones and noise with short envelopes. Law: every node ends by itself, within two seconds. */

const VOICES = 28;
const SCALE = [0, 3, 5, 7, 10]; // minor pentatonic, in semitones: any of them go together
const ROOT_HZ = 196;

/** @param {number} semitones above the root */
const pitch = (semitones) => ROOT_HZ * 2 ** (semitones / 12);
/** @param {number} n of the scale, over as many octaves as it takes */
const step = (n) => pitch(SCALE[n % SCALE.length] + 12 * Math.floor(n / SCALE.length));

/**
 * `at` and `for` in seconds, `from` and `to` in Hz.
 * @typedef {{at?: number, from: number, to?: number, for: number, gain: number, type?: OscillatorType}} Tone
 */
/**
 * Noise through a filter.
 * @typedef {Omit<Tone, 'type'> & {kind?: BiquadFilterType, q?: number}} Hiss
 */

export class Voices {
  /** @param {AudioContext} context @param {AudioNode} out */
  constructor(context, out) {
    this.context = context;
    this.out = out;
    this.sounding = 0;
    this.noise = context.createBuffer(1, context.sampleRate, context.sampleRate);
    const samples = this.noise.getChannelData(0);
    for (let i = 0; i < samples.length; i += 1) samples[i] = Math.random() * 2 - 1;
  }

  /** A shot; higher with the combo. @param {number} combo */
  key(combo) {
    const hz = 900 + 90 * combo + Math.random() * 60;
    this.#hiss({ for: 0.03, gain: 0.16, from: 3200 + 200 * combo, kind: 'bandpass', q: 1.2 });
    this.#tone({ for: 0.055, gain: 0.1, from: hz, to: hz * 0.45, type: 'square' });
  }

  wrong() {
    this.#tone({ for: 0.13, gain: 0.28, from: 150, to: 95, type: 'sawtooth' });
    this.#hiss({ for: 0.06, gain: 0.12, from: 500, kind: 'lowpass' });
  }

  /** @param {number} combo */
  word(combo) {
    const hz = step(4 + combo);
    this.#tone({ for: 0.14, gain: 0.13, from: hz * 1.5, to: hz, type: 'triangle' });
  }

  /** @param {number} combo */
  kill(combo) {
    this.#hiss({ for: 0.34, gain: 0.42, from: 2600, to: 180, kind: 'lowpass' });
    this.#tone({ for: 0.3, gain: 0.5, from: 170, to: 42 });
    this.#tone({ at: 0.03, for: 0.2, gain: 0.12, from: step(5 + combo), type: 'triangle' });
  }

  /** @param {number} combo it grew to */
  combo(combo) {
    for (let i = 0; i < 3; i += 1)
      this.#tone({ at: i * 0.055, for: 0.16, gain: 0.13, from: step(combo + 3 + i * 2), type: 'square' });
  }

  /** A breath: the enemies are thrown back. It comes with nearly every good line, so it is the quietest of all. */
  push() {
    this.#hiss({ for: 0.24, gain: 0.05, from: 500, to: 1900, kind: 'bandpass', q: 0.9 });
    this.#tone({ for: 0.18, gain: 0.05, from: pitch(-5), to: pitch(0) });
  }

  lost() {
    this.#tone({ for: 0.32, gain: 0.2, from: 330, to: 110, type: 'triangle' });
  }

  /** @param {number} damage */
  hit(damage) {
    const hard = Math.min(1, 0.5 + damage / 40);
    this.#tone({ for: 0.45, gain: 0.75 * hard, from: 95, to: 32 });
    this.#hiss({ for: 0.4, gain: 0.5 * hard, from: 900, to: 90, kind: 'lowpass' });
  }

  /** The wall will not stand much more. */
  low() {
    for (const at of [0, 0.22]) this.#tone({ at, for: 0.13, gain: 0.2, from: 620, to: 600, type: 'square' });
  }

  wave() {
    [0, 2, 4, 7].forEach((n, i) =>
      this.#tone({ at: i * 0.075, for: 0.42, gain: 0.15, from: step(n + 2), type: 'triangle' }),
    );
    this.#hiss({ for: 0.7, gain: 0.14, from: 300, to: 4200, kind: 'bandpass', q: 0.8 });
  }

  count() {
    this.#tone({ for: 0.12, gain: 0.2, from: pitch(12), type: 'triangle' });
  }

  go() {
    this.#tone({ for: 0.3, gain: 0.22, from: pitch(24), type: 'triangle' });
  }

  fallen() {
    for (let i = 0; i < 4; i += 1)
      this.#tone({
        at: i * 0.16,
        for: 0.5,
        gain: 0.25,
        from: step(6 - i * 2 + 1),
        to: step(6 - i * 2 + 1) * 0.7,
        type: 'sawtooth',
      });
    this.#hiss({ for: 1.4, gain: 0.5, from: 1400, to: 50, kind: 'lowpass' });
  }

  /** @param {Tone} tone */
  #tone({ at = 0, from, to = from, for: seconds, gain, type = 'sine' }) {
    const voice = this.context.createOscillator();
    voice.type = type;
    const begins = this.context.currentTime + at;
    voice.frequency.setValueAtTime(from, begins);
    voice.frequency.exponentialRampToValueAtTime(to, begins + seconds);
    this.#sound(voice, voice, begins, seconds, gain);
  }

  /** @param {Hiss} hiss */
  #hiss({ at = 0, from, to = from, for: seconds, gain, kind = 'lowpass', q = 0.7 }) {
    const voice = this.context.createBufferSource();
    voice.buffer = this.noise;
    voice.loop = true;
    voice.loopStart = Math.random() * 0.5;
    const filter = this.context.createBiquadFilter();
    filter.type = kind;
    filter.Q.value = q;
    const begins = this.context.currentTime + at;
    filter.frequency.setValueAtTime(from, begins);
    filter.frequency.exponentialRampToValueAtTime(to, begins + seconds);
    voice.connect(filter);
    this.#sound(voice, filter, begins, seconds, gain);
  }

  /**
   * @param {AudioScheduledSourceNode} voice @param {AudioNode} end of its chain @param {number} begins
   * @param {number} seconds @param {number} gain
   */
  #sound(voice, end, begins, seconds, gain) {
    if (this.sounding >= VOICES) return;
    this.sounding += 1;
    const envelope = this.context.createGain();
    envelope.gain.setValueAtTime(0.0001, begins);
    envelope.gain.exponentialRampToValueAtTime(gain, begins + 0.004);
    envelope.gain.exponentialRampToValueAtTime(0.0001, begins + seconds);
    end.connect(envelope).connect(this.out);
    voice.start(begins);
    voice.stop(begins + seconds + 0.02);
    voice.onended = () => {
      this.sounding -= 1;
      envelope.disconnect();
    };
  }
}
