// @ts-check
/**
 * Text that was written in Markdown. Law: the server has read it; here its blocks become elements, and nothing that an
 * author wrote becomes markup.
 */

import { h } from '../dom.js';

/** @import { TextBlock, TextSpan } from '../net/types.js' */

/** @param {TextBlock[]} blocks @param {number} [top] level of the page's heading above the text */
export function markdownView(blocks, top = 2) {
  /** @type {HTMLElement[]} */
  const elements = [];
  let depth = 0; // of the last heading: the next one is a level deeper at most, whatever its author wrote
  for (let at = 0; at < blocks.length;) {
    const rest = blocks.slice(at);
    const end = rest.findIndex(({ kind }) => kind !== 'item');
    const items = end < 0 ? rest : rest.slice(0, end);
    if (blocks[at].kind === 'heading') depth = Math.min(blocks[at].level, depth + 1);
    elements.push(items.length ? list(items) : block(blocks[at], top + depth));
    at += items.length || 1;
  }
  return h('div.markdown', {}, elements);
}

/** @param {TextBlock} shown @param {number} level of a heading */
function block({ kind, spans }, level) {
  switch (kind) {
    case 'heading':
      return h(/** @type {'h3'} */ (`h${Math.min(6, level)}`), {}, inline(spans));
    case 'code':
      return h('pre', { tabindex: 0 }, h('code', {}, spans[0]?.text ?? ''));
    case 'quote':
      return h('blockquote', {}, h('p', {}, inline(spans)));
    default:
      return h('p', {}, inline(spans));
  }
}

/**
 * Items in a row; deeper ones are a list within the one before them.
 * @param {TextBlock[]} items @returns {HTMLElement}
 */
function list(items) {
  const { level, number } = items[0];
  /** @type {[TextBlock, TextBlock[]][]} */
  const entries = [];
  for (const one of items) {
    if (one.level > level && entries.length) entries[entries.length - 1][1].push(one);
    else entries.push([one, []]);
  }
  const rows = entries.map(([one, inner]) => h('li', {}, inline(one.spans), inner.length ? list(inner) : null));
  return number === null ? h('ul', {}, rows) : h('ol', { start: number }, rows);
}

/** @param {TextSpan[]} spans */
const inline = (spans) => spans.map(span);

/** @param {TextSpan} shown */
function span({ text, code, strong, emphasis, href }) {
  const lines = text.split('\n').flatMap((line, index) => (index ? [h('br'), line] : [line]));
  let element = code ? h('code', {}, text) : h('span', {}, lines);
  if (strong) element = h('strong', {}, element);
  if (emphasis) element = h('em', {}, element);
  return href && isSafe(href) ? h('a', { href }, element) : element;
}

/** A page of the web, or of this site. @param {string} href */
const isSafe = (href) => /^https?:\/\/|^\/(?!\/)/.test(href);
