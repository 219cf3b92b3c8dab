// @ts-check
/** What changed from one text to another, line by line. */

import { h } from '../../../dom.js';
import { history } from './text.js';

/** @typedef {{kind: 'same' | 'removed' | 'added', line: string, before: number | null, after: number | null}} Change */

/**
 * The fewest lines to take out and put in, by the longest common subsequence; a snippet has thirty lines at most.
 * @param {string} before @param {string} after @returns {Change[]}
 */
export function changes(before, after) {
  const [a, b] = [before.split('\n'), after.split('\n')];
  /** common[i][j]: lines that a from i and b from j have in common */
  const common = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  /** @type {Change[]} */
  const found = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ kind: 'same', line: a[i], before: i + 1, after: j + 1 });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) {
      found.push({ kind: 'removed', line: a[i], before: i + 1, after: null });
      i += 1;
    } else {
      found.push({ kind: 'added', line: b[j], before: null, after: j + 1 });
      j += 1;
    }
  }
  return found;
}

/** @param {string} label @param {string} before @param {string} after */
export function diffView(label, before, after) {
  const t = history;
  const mark = { same: ' ', removed: '−', added: '+' };
  const rows = changes(before, after).map(({ kind, line, before: was, after: is }) =>
    h(
      'div',
      { class: `change ${kind}` },
      h('span.n', { 'aria-hidden': 'true' }, was ?? ''),
      h('span.n', { 'aria-hidden': 'true' }, is ?? ''),
      h('span.mark', {}, mark[kind], kind !== 'same' && h('span.unseen', {}, `${t[kind]}: `)),
      h('code', {}, line || ' '),
    ),
  );
  return h('div.diff', { role: 'region', 'aria-label': label, tabindex: 0 }, rows);
}
