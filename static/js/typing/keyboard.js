// @ts-check
/**
 * Turns the events of a keyboard into the keys that a player meant: one character each, `\n` for Enter.
 *
 * Law: text is read from what a layout *produced* (`beforeinput`, compositions), never from which physical key went
 * down, so that every layout, dead key, AltGr and on-screen keyboard types. Backspace, Tab, modifiers, shortcuts, paste
 * and a key held down produce nothing. Characters outside ASCII go through as they are (they are wrong keys), except
 * for the few that a keyboard puts in place of what was meant (`MEANT`).
 * Absent on purpose: the key that is due, and whether a game runs (`accepts` tells).
 *
 * Browsers differ in the order of events. Chromium and Firefox tell of a dead key's `keydown` before its composition,
 * Safari after it; Firefox and Safari send a last `input` when the composition is over, Chromium before. tests/browser/
 * test_layouts.py has the sequences.
 */

import { Hindrances } from './hindrance.js';

/** A lone mark in a composition is a dead key that waits for its letter. */
const MARK = /^[\^`´~¨˜ˆ"'°¸˙ˇ˘˚¯]$/;

/** What keyboards put in place of ASCII: quotes made pretty by a phone, the space of AltGr+Space, a Mac's marks. */
const MEANT = new Map([
  ['“', '"'],
  ['”', '"'],
  ['„', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['‚', "'"],
  ['\u00a0', ' '],
  ['\u202f', ' '],
  ['ˆ', '^'],
  ['˜', '~'],
  ['\r', '\n'],
]);

/** @import { Hindrance } from './hindrance.js' */

/**
 * @typedef {object} KeyListener
 * @property {(key: string) => void} key
 * @property {() => void} escape
 * @property {() => void} [tab] Tab alone, which writes nothing
 * @property {(now: Hindrance) => void} [hindered] what keeps keys from doing what they should; empty for nothing
 * @property {() => boolean} accepts whether keys are wanted now; if not, Tab and the rest are the browser's
 */

/**
 * Listens on one (visually hidden) textarea; returns the way to stop.
 * @param {HTMLTextAreaElement} field @param {KeyListener} listener
 */
export function listenToKeyboard(field, listener) {
  const reader = new Reader(field, listener);
  const refuse = (/** @type {Event} */ event) => event.preventDefault();
  const stopped = new AbortController();
  const { signal } = stopped;
  field.addEventListener('keydown', (event) => reader.keydown(event), { signal });
  field.addEventListener('keyup', () => reader.keyup(), { signal });
  field.addEventListener('beforeinput', (event) => reader.beforeInput(event), { signal });
  field.addEventListener('input', (event) => reader.input(/** @type {InputEvent} */ (event)), { signal });
  field.addEventListener('compositionstart', () => reader.compositionStart(), { signal });
  field.addEventListener('compositionend', (event) => reader.compositionEnd(event), { signal });
  field.addEventListener('paste', refuse, { signal });
  field.addEventListener('drop', refuse, { signal });
  return () => stopped.abort();
}

/** What the browser said so far, as far as it matters for what it says next. */
class Reader {
  /** @param {HTMLTextAreaElement} field @param {KeyListener} listener */
  constructor(field, listener) {
    this.field = field;
    this.listener = listener;
    this.composed = ''; // the part of the current composition that was already passed on
    this.composing = false;
    this.waits = false; // a dead key or an input method is at work: its result comes when it is done
    this.processed = false; // an input method has taken the last key
    this.repeats = false;
    this.hindrances = new Hindrances((now) => listener.hindered?.(now));
  }

  /** @param {KeyboardEvent} event */
  keydown(event) {
    this.repeats = event.repeat;
    if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault();
      this.listener.escape();
      return;
    }
    if (!this.listener.accepts()) return;
    this.waits = event.key === 'Dead' || event.key === 'Process';
    this.processed = event.key === 'Process';
    this.hindrances.down(event.getModifierState('CapsLock'));
    if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) this.#tab(event);
  }

  /**
   * Indenting out of habit must not leave the game. Esc pauses, and during a pause Tab works as usual.
   * @param {KeyboardEvent} event
   */
  #tab(event) {
    event.preventDefault();
    if (!event.shiftKey && !event.repeat) this.listener.tab?.();
  }

  keyup() {
    this.repeats = false;
  }

  /** @param {InputEvent} event */
  beforeInput(event) {
    const { inputType } = event;
    if (inputType.includes('Composition')) return; // cannot be prevented: see `input`
    event.preventDefault();
    if (!this.listener.accepts() || this.repeats) return;
    // An on-screen Enter may come in the middle of a composition, which then goes on.
    if (inputType === 'insertLineBreak' || inputType === 'insertParagraph') this.#emit('\n');
    else if (inputType === 'insertText' && !event.isComposing) this.#emit(event.data);
  }

  /** An on-screen keyboard composes whole words: each new character counts as it comes. @param {InputEvent} event */
  input({ data, inputType }) {
    if (!this.composing) {
      this.field.value = ''; // the last word of a composition that is over, and was heard
      return;
    }
    if (inputType !== 'insertCompositionText' || MARK.test(data ?? '')) return;
    if (this.processed) this.hindrances.composed();
    if (!this.waits) this.#handOn(data ?? '');
  }

  compositionStart() {
    this.composed = '';
    this.composing = true;
  }

  /** @param {CompositionEvent} event */
  compositionEnd({ data }) {
    this.hindrances.settled();
    this.#handOn(data);
    this.composed = '';
    this.composing = false;
    this.waits = false;
    this.field.value = '';
  }

  /** @param {string} text the composition so far */
  #handOn(text) {
    const known = commonPrefix(this.composed, text);
    // A composition that shrank is a Backspace, which is no key; one that was replaced counts from where it differs.
    if (text.length > known && this.listener.accepts()) this.#emit(text.slice(known));
    this.composed = text;
  }

  /** @param {string | null} text */
  #emit(text) {
    for (const character of text ?? '') {
      if (!isKey(character)) continue;
      const key = MEANT.get(character) ?? character;
      this.hindrances.typed(key);
      this.listener.key(key);
    }
  }
}

/** Whether one character is a keystroke: printable, or Enter. @param {string} character */
function isKey(character) {
  const code = /** @type {number} */ (character.codePointAt(0));
  return character === '\n' || character === '\r' || (code >= 0x20 && code < 0x7f) || code >= 0xa0;
}

/** @param {string} a @param {string} b */
function commonPrefix(a, b) {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
