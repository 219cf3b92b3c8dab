// @ts-check
/**
 * Text that was written in Markdown. Law: the server has read it; here its blocks become elements, and nothing that an
 * author wrote becomes markup.
 */

import { h } from '../dom.js';
import { coloured } from './coloured.js';

/** @import { Child } from '../dom.js' */
/** @import { TextBlock, TextSpan } from '../net/types.js' */

/** @typedef {(href: string, shown: HTMLElement, isLast: boolean) => Child} Link `isLast` of the spans of a link */

const NOT_VOUCHED_FOR = ['nofollow', 'ugc', 'noopener'].join(' ');

/**
 * @param {TextBlock[]} blocks @param {number} [top] level of the page's heading above the text
 * @param {Link} [link] draws links; `strangersLink` for what no member of staff has read
 */
export function markdownView(blocks, top = 2, link = plainLink) {
  /** @type {HTMLElement[]} */
  const elements = [];
  let depth = 0; // of the last heading: the next one is a level deeper at most, whatever its author wrote
  for (let at = 0; at < blocks.length;) {
    const rest = blocks.slice(at);
    const end = rest.findIndex(({ kind }) => kind !== 'item');
    const items = end < 0 ? rest : rest.slice(0, end);
    if (blocks[at].kind === 'heading') depth = Math.min(blocks[at].level, depth + 1);
    elements.push(items.length ? list(items, link) : block(blocks[at], top + depth, link));
    at += items.length || 1;
  }
  return h('div.markdown', {}, elements);
}

/** @param {TextBlock} shown @param {number} level of a heading @param {Link} link */
function block({ kind, spans, words }, level, link) {
  switch (kind) {
    case 'heading':
      return h(/** @type {'h3'} */ (`h${Math.min(6, level)}`), {}, inline(spans, link));
    case 'code':
      return h('pre', { tabindex: 0 }, h('code', {}, coloured(spans[0]?.text ?? '', words)));
    case 'quote':
      return h('blockquote', {}, h('p', {}, inline(spans, link)));
    default:
      return h('p', {}, inline(spans, link));
  }
}

/**
 * Items in a row; deeper ones are a list within the one before them.
 * @param {TextBlock[]} items @param {Link} link @returns {HTMLElement}
 */
function list(items, link) {
  const { level, number } = items[0];
  /** @type {[TextBlock, TextBlock[]][]} */
  const entries = [];
  for (const one of items) {
    if (one.level > level && entries.length) entries[entries.length - 1][1].push(one);
    else entries.push([one, []]);
  }
  const rows = entries.map(([one, inner]) =>
    h('li', {}, inline(one.spans, link), inner.length ? list(inner, link) : null),
  );
  return number === null ? h('ul', {}, rows) : h('ol', { start: number }, rows);
}

/** @param {TextSpan[]} spans @param {Link} link */
const inline = (spans, link) => spans.map((one, index) => span(one, link, spans[index + 1]?.href !== one.href));

/** @param {TextSpan} shown @param {Link} link @param {boolean} isLast */
function span({ text, code, strong, emphasis, href }, link, isLast) {
  const lines = text.split('\n').flatMap((line, index) => (index ? [h('br'), line] : [line]));
  let element = code ? h('code', {}, text) : h('span', {}, lines);
  if (strong) element = h('strong', {}, element);
  if (emphasis) element = h('em', {}, element);
  return href && isSafe(href) ? link(href, element, isLast) : element;
}

/** A page of the web, or of this site. @param {string} href */
const isSafe = (href) => /^https?:\/\/|^\/(?!\/)/.test(href);

/** @type {Link} */
const plainLink = (href, shown) => h('a', { href }, shown);

/**
 * A link that nobody vouches for: it says where it leads, as the browser understands the address, so that no letters of
 * another alphabet and no name before an @ look like somebody else's site.
 * @type {Link}
 */
export function strangersLink(href, shown, isLast) {
  const url = parsed(href);
  if (!url || url.username || url.password) return shown;
  if (url.origin === location.origin) return h('a', { href }, shown);
  return h('a', { href, rel: NOT_VOUCHED_FOR }, shown, isLast && h('bdi.host', {}, url.host));
}

/** @param {string} href */
function parsed(href) {
  try {
    return new URL(href, location.origin);
  } catch {
    return null;
  }
}
