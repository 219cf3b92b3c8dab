// @ts-check
/** Long lists, page by page. */

import { pager } from './pieces.js';

/** Of a long list, which says what comes `next`, the server counts no further; from there on it is asked by that. */
const NUMBERED_PAGES = 100;
const PAGES_LIMIT = 100_000; // the server counts no further

/** @param {URLSearchParams} query */
export const pageIn = (query) => Math.min(PAGES_LIMIT, Math.max(1, Math.floor(Number(query.get('page'))) || 1));

/** Which page of a long list, and after which row. @param {URLSearchParams} query */
export function placeIn(query) {
  const after = query.get('after') ?? '';
  return { page: after ? pageIn(query) : Math.min(NUMBERED_PAGES, pageIn(query)), after };
}

/**
 * The address of a page of a list, with what narrows it; what is as usual stays out of it.
 * @param {string} path @param {Record<string, string>} chosen @param {number} [page] @param {string} [after]
 */
export function addressOf(path, chosen, page = 1, after = '') {
  const said = { ...chosen, page: page > 1 ? String(page) : '', ...(after && { after }) };
  const search = new URLSearchParams(Object.entries(said).filter(([, value]) => value));
  return search.size ? `${path}?${search}` : path;
}

/**
 * The pager of an answer that comes in pages. Beyond the numbered ones the way back is the browser's.
 * @param {{items: unknown[], page: number, per_page: number, total: number, next?: string | null}} answer
 * @param {(page: number, after?: string) => string} at the address of a page
 */
export function pages({ items, page, per_page, total, next }, at) {
  const from = (page - 1) * per_page + 1;
  const isLong = next !== undefined;
  const after = isLong && page >= NUMBERED_PAGES ? (next ?? '') : '';
  const hasNext = isLong ? next !== null : page * per_page < total;
  return pager({
    from: items.length ? from : 0,
    to: items.length ? from + items.length - 1 : 0,
    total,
    previous: page > 1 && !(isLong && page > NUMBERED_PAGES + 1) ? at(page - 1) : null,
    next: hasNext ? at(page + 1, after) : null,
  });
}
