// @ts-check
/** Long lists, page by page. */

import { pager } from './pieces.js';

/** Of a long list, which says what comes `next`, the server counts no further; from there on it is asked by that. */
export const NUMBERED_PAGES = 100;

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
