// @ts-check
/**
 * A small editor for code: a text area with line numbers, colours, marks where the errors are, and indentation.
 *
 * Law: Tab indents and is never a trap: after Esc the next Tab leaves, as the hint below it says. What the browser can
 * undo stays undoable, so text goes in by its own editing command.
 */

import { fill, h } from '../../dom.js';
import { text as adminText } from './text.js';
import { Colours } from './colours.js';
import { text } from './editor-text.js';

const ROWS_MINIMUM = 12;
const ROWS_LIMIT = 34; // four more than a snippet may have; beyond that it scrolls
const NUMBERS_LIMIT = 2_000;

/** How many blanks a level of it is indented by. @param {string} language */
export const indentOf = (language) => (language === 'PYTHON' ? 4 : 2);

/** @import { CheckOut } from '../../net/types.js' */

/** @typedef {{line: number, column: number, detail: string}} Fault */

export class CodeEditor {
  /**
   * @param {{value: string, indent: number, readOnly: boolean}} given
   * @param {{changed: () => void, say: (words: string) => void}} tell
   */
  constructor({ value, indent, readOnly }, { changed, say }) {
    this.indent = indent;
    this.tell = { changed, say };
    this.free = false; // the next Tab leaves
    /** @type {Fault[]} */
    this.faults = [];
    this.area = h('textarea.code', {
      id: 'code',
      name: 'snippet_text',
      wrap: 'off',
      spellcheck: 'false',
      autocapitalize: 'none',
      autocomplete: 'off',
      autocorrect: 'off',
      readonly: readOnly,
      'aria-describedby': 'code-keys code-says',
      'data-focus': !readOnly,
    });
    this.area.value = value;
    this.numbers = h('pre');
    this.marks = h('div.marks');
    this.colours = new Colours();
    this.element = h(
      'div.editor',
      {},
      h('div.gutter', { 'aria-hidden': 'true' }, this.numbers),
      h('div.sheet', {}, this.area, h('div.over', { 'aria-hidden': 'true' }, this.colours.element, this.marks)),
    );
    this.area.addEventListener('input', () => {
      this.#draw();
      this.tell.changed();
    });
    this.area.addEventListener('scroll', () => this.#follow());
    this.area.addEventListener('keydown', (event) => this.#key(event));
    this.area.addEventListener('blur', () => {
      this.free = false;
    });
    this.#draw();
  }

  get value() {
    return this.area.value;
  }

  /** Show where the errors are. @param {Fault[]} faults */
  mark(faults) {
    this.faults = faults;
    if (faults.length) this.area.setAttribute('aria-invalid', 'true');
    else this.area.removeAttribute('aria-invalid');
    this.#draw();
  }

  /** What is known of the words of a text, which may have changed since. @param {CheckOut} answer */
  colour({ snippet_text, words }) {
    this.colours.found(snippet_text, words);
    this.#draw();
  }

  /** Another text in place of this one; undo brings this one back. @param {string} now */
  write(now) {
    this.area.focus();
    this.area.select();
    this.#insert(now);
  }

  /** Put the caret at a line and column, both from 1. @param {{line: number, column: number}} place */
  goTo({ line, column }) {
    const lines = this.area.value.split('\n');
    const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const at = Math.min(this.area.value.length, before + Math.min(column - 1, lines[line - 1]?.length ?? 0));
    this.area.focus();
    this.area.setSelectionRange(at, at);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const leaving = this.free;
    if (!['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) this.free = false;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape') {
      this.free = true;
      this.tell.say(text.freed);
    } else if (event.key === 'F8') {
      event.preventDefault();
      this.#next();
    } else if (event.key === 'Tab' && !leaving && !this.area.readOnly) {
      event.preventDefault();
      if (event.shiftKey) this.#outdent();
      else this.#indentLines();
    } else if (event.key === 'Enter' && !event.shiftKey && !this.area.readOnly) {
      event.preventDefault();
      const { value, selectionStart } = this.area;
      const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart);
      this.#insert(`\n${/^ */.exec(line)?.[0] ?? ''}`);
    }
  }

  /** The next error after the caret, or the first one. */
  #next() {
    const before = this.area.value.slice(0, this.area.selectionStart).split('\n');
    const [line, column] = [before.length, before[before.length - 1].length + 1];
    const fault =
      this.faults.find((one) => one.line > line || (one.line === line && one.column > column)) ?? this.faults[0];
    if (!fault) return;
    this.goTo(fault);
    this.tell.say(adminText.fault(fault.line, fault.column, fault.detail));
  }

  /** At a caret, spaces up to the next stop; over a selection, every line of it one step in. */
  #indentLines() {
    const { value, selectionStart: from, selectionEnd: to } = this.area;
    const start = value.lastIndexOf('\n', from - 1) + 1;
    if (from === to) this.#insert(' '.repeat(this.indent - ((from - start) % this.indent)));
    else this.#replaceLines((line) => (line ? ' '.repeat(this.indent) + line : line));
  }

  #outdent() {
    this.#replaceLines((line) => line.slice(Math.min(this.indent, /^ */.exec(line)?.[0].length ?? 0)));
  }

  /** @param {(line: string) => string} change */
  #replaceLines(change) {
    const { area } = this;
    const { value, selectionStart: from, selectionEnd: to } = area;
    const start = value.lastIndexOf('\n', from - 1) + 1;
    const found = value.indexOf('\n', Math.max(from, to - 1));
    const end = found < 0 ? value.length : found;
    const old = value.slice(start, end);
    const lines = old.split('\n').map(change);
    const now = lines.join('\n');
    if (now === old) return;
    area.setSelectionRange(start, end);
    this.#insert(now);
    if (from !== to) area.setSelectionRange(start, start + now.length);
    else area.setSelectionRange(...this.#caret(Math.max(start, from + now.length - old.length)));
  }

  /** @param {number} at @returns {[number, number]} */
  #caret(at) {
    return [at, at];
  }

  /** @param {string} words */
  #insert(words) {
    // The one way into a text area that keeps the browser's undo.
    if (words && document.execCommand('insertText', false, words)) return;
    if (!words && document.execCommand('delete')) return;
    this.area.setRangeText(words, this.area.selectionStart, this.area.selectionEnd, 'end');
    this.area.dispatchEvent(new Event('input'));
  }

  #draw() {
    const lines = this.area.value.split('\n').length;
    this.area.rows = Math.min(ROWS_LIMIT, Math.max(ROWS_MINIMUM, lines + 1));
    this.numbers.textContent = Array.from({ length: Math.min(lines, NUMBERS_LIMIT) }, (_, index) => index + 1).join(
      '\n',
    );
    this.element.classList.toggle('coloured', this.colours.draw(this.area.value));
    fill(
      this.marks,
      this.faults.map(({ line, column }) => h('span', { vars: { line, column } }, '✗')),
    );
    this.#follow();
  }

  #follow() {
    const { scrollTop, scrollLeft } = this.area;
    this.numbers.style.transform = `translateY(${-scrollTop}px)`;
    const moved = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
    this.marks.style.transform = moved;
    this.colours.element.style.transform = moved;
  }
}
