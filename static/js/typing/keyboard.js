// @ts-check
/**
 * From what the browser says about a keyboard to the keys a player meant: one character each, `\n` for Enter.
 *
 * Law: text is read from what a layout *produced* (`beforeinput`, compositions), never from which physical key went
 * down, so that every layout, dead key, AltGr and on-screen keyboard types. Backspace, Tab, modifiers, shortcuts, paste
 * and a key held down produce nothing. Characters outside ASCII go through as they are: they are wrong keys.
 * Absent on purpose: what is due, and whether a game runs (`accepts` is asked).
 */

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
  /** A dead key or an input method is at work: its result comes when it is done. */
  let waits = false;
  let repeats = false;

  /** @param {string | null} text */
  const emit = (text) => {
    for (const character of text ?? '') if (isKey(character)) listener.key(character === '\r' ? '\n' : character);
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

  /** @param {InputEvent} event */
  const beforeinput = (event) => {
    if (event.isComposing || event.inputType === 'insertCompositionText') return; // cannot be prevented: see `input`
    event.preventDefault();
    if (!listener.accepts() || repeats) return;
    if (event.inputType === 'insertText') emit(event.data);
    else if (event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph') emit('\n');
  };

  /** An on-screen keyboard composes whole words: each new character counts as it comes. @param {Event} event */
  const input = (event) => {
    const { data, inputType } = /** @type {InputEvent} */ (event);
    if (inputType !== 'insertCompositionText' || waits) return;
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
  };

  /** @param {CompositionEvent} event */
  const compositionend = (event) => {
    handOn(event.data);
    composed = '';
    waits = false;
    field.value = '';
  };

  const refuse = (/** @type {Event} */ event) => event.preventDefault();

  /** @type {[string, (event: any) => void][]} */
  const handlers = [
    ['keydown', keydown],
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
