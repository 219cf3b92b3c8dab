// @ts-check
/**
 * From what the browser says about a keyboard to the keys a player meant: one character each, `\n` for Enter.
 *
 * Law: text is read from what a layout *produced* (`beforeinput`, compositions), never from which physical key went
 * down, so that every layout, dead key, AltGr and on-screen keyboard types. Backspace, Tab, modifiers, shortcuts, paste
 * and a key held down produce nothing. Characters outside ASCII go through as they are, they are wrong keys; but for the
 * few that a keyboard puts in place of what was meant (`MEANT`).
 * Absent on purpose: what is due, and whether a game runs (`accepts` is asked).
 *
 * Browsers differ in the order of events. Chromium and Firefox tell of a dead key's `keydown` before its composition,
 * Safari after it; Firefox and Safari send a last `input` when the composition is over, Chromium before. tests/browser/
 * test_layouts.py has the sequences.
 */

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

/**
 * @typedef {object} KeyListener
 * @property {(key: string) => void} key
 * @property {() => void} escape
 * @property {() => boolean} accepts whether keys are wanted now; if not, Tab and the rest are the browser's
 */

/** Listens on one (visually hidden) textarea; returns the way to stop. @param {HTMLTextAreaElement} field @param {KeyListener} listener */
export function listenToKeyboard(field, listener) {
  /** Text of the present composition that was already handed on. */
  let composed = '';
  let composing = false;
  /** A dead key or an input method is at work: its result comes when it is done. */
  let waits = false;
  let repeats = false;

  /** @param {string | null} text */
  const emit = (text) => {
    for (const character of text ?? '') if (isKey(character)) listener.key(MEANT.get(character) ?? character);
  };

  /** @param {KeyboardEvent} event */
  const keydown = (event) => {
    repeats = event.repeat;
    if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault();
      listener.escape();
      return;
    }
    if (!listener.accepts()) return;
    waits = event.key === 'Dead' || event.key === 'Process';
    // Whoever indents out of habit must not leave the game by it; Esc pauses, and in the pause Tab is free.
    if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) event.preventDefault();
  };

  const keyup = () => {
    repeats = false;
  };

  /** @param {InputEvent} event */
  const beforeinput = (event) => {
    const { inputType } = event;
    if (inputType.includes('Composition')) return; // cannot be prevented: see `input`
    event.preventDefault();
    if (!listener.accepts() || repeats) return;
    // An on-screen Enter may come in the middle of a composition, which then goes on.
    if (inputType === 'insertLineBreak' || inputType === 'insertParagraph') emit('\n');
    else if (inputType === 'insertText' && !event.isComposing) emit(event.data);
  };

  /** An on-screen keyboard composes whole words: each new character counts as it comes. @param {Event} event */
  const input = (event) => {
    if (!composing) {
      field.value = ''; // the last word of a composition that is over, and was heard
      return;
    }
    const { data, inputType } = /** @type {InputEvent} */ (event);
    if (inputType !== 'insertCompositionText' || waits || MARK.test(data ?? '')) return;
    handOn(data ?? '');
  };

  /** @param {string} text the composition so far */
  const handOn = (text) => {
    const known = commonPrefix(composed, text);
    // A composition that shrank is a Backspace, which is no key; one that was replaced counts from where it differs.
    if (text.length > known && listener.accepts()) emit(text.slice(known));
    composed = text;
  };

  const compositionstart = () => {
    composed = '';
    composing = true;
  };

  /** @param {CompositionEvent} event */
  const compositionend = (event) => {
    handOn(event.data);
    composed = '';
    composing = false;
    waits = false;
    field.value = '';
  };

  const refuse = (/** @type {Event} */ event) => event.preventDefault();

  /** @type {[string, (event: any) => void][]} */
  const handlers = [
    ['keydown', keydown],
    ['keyup', keyup],
    ['beforeinput', beforeinput],
    ['input', input],
    ['compositionstart', compositionstart],
    ['compositionend', compositionend],
    ['paste', refuse],
    ['drop', refuse],
  ];
  for (const [name, handler] of handlers) field.addEventListener(name, handler);
  return () => {
    for (const [name, handler] of handlers) field.removeEventListener(name, handler);
  };
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
