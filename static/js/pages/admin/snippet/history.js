// @ts-check
/** The versions of a snippet: what changed between any two, and the way back. */

import { fill, h } from '../../../dom.js';
import { dateTime } from '../../../text/common.js';
import { stateTag } from '../frame.js';
import { changes, diffView } from './diff.js';
import { history as text } from './text.js';

/** @import { Children } from '../../../dom.js' */
/** @import { SnippetListed } from '../../../net/types.js' */

/** @typedef {{from: SnippetListed, to: SnippetListed}} Pair the versions that are compared */

/**
 * @param {{versions: SnippetListed[], shown: string}} state the latest first; `shown` is the id of the one on the page
 * @param {{rollback: (version: SnippetListed) => void}} actions
 */
export function historyView({ versions, shown }, { rollback }) {
  const t = text;
  const frame = (/** @type {Children[]} */ ...children) =>
    h('section.card.history', { 'aria-labelledby': 'versions' }, h('h2', { id: 'versions' }, t.title), ...children);
  if (versions.length === 1) return frame(h('p.muted', {}, t.only));

  const difference = h('div', { 'aria-live': 'polite' });
  const chosen = firstPair(versions, shown);
  const compare = () => fill(difference, comparison(chosen));
  const rows = versions.map((one) =>
    h(
      'tr',
      { class: one.id === shown ? 'own' : '' },
      radio('from', one, chosen, compare),
      radio('to', one, chosen, compare),
      name(one, one.id === shown),
      h('td', {}, stateTag(one.state)),
      h('td.when', {}, dateTime(one.created_at)),
      h('td', {}, !one.is_latest && rollbackButton(one.version, () => rollback(one))),
    ),
  );
  compare();
  return frame(table(rows), difference);
}

/**
 * The shown version and the one before it; the first is compared with the latest.
 * @param {SnippetListed[]} versions @param {string} shown @returns {Pair}
 */
function firstPair(versions, shown) {
  const current = versions.find((one) => one.id === shown) ?? versions[0];
  if (current.version === 1) return { from: current, to: versions[0] };
  return { from: versions.find((one) => one.version === current.version - 1) ?? versions[1], to: current };
}

/** @param {Pair} pair */
function comparison({ from, to }) {
  const label = text.diff(from.version, to.version);
  const same = changes(from.snippet_text, to.snippet_text).every((one) => one.kind === 'same');
  return [h('h3', {}, label), same ? h('p.muted', {}, text.same) : diffView(label, from.snippet_text, to.snippet_text)];
}

/** @param {keyof Pair} side @param {SnippetListed} one @param {Pair} chosen @param {() => void} compare */
function radio(side, one, chosen, compare) {
  const label = side === 'from' ? text.compareFrom(one.version) : text.compareTo(one.version);
  const checked = chosen[side] === one;
  const input = h('input', { type: 'radio', name: side, value: one.id, checked, 'aria-label': label });
  input.addEventListener('change', () => {
    chosen[side] = one;
    compare();
  });
  return h('td.choose', {}, h('label', {}, input));
}

/** @param {SnippetListed} one @param {boolean} shown */
function name({ id, version }, shown) {
  const words = text.open(version);
  if (!shown) return h('td', {}, h('a', { href: `/admin/snippets/${id}` }, words));
  return h('td', {}, h('strong', {}, words), h('span.tag', {}, text.shown));
}

/** @param {number} version @param {() => void} onclick */
function rollbackButton(version, onclick) {
  return h('button.small', { type: 'button', onclick }, text.rollback(version));
}

/** @param {HTMLElement[]} rows */
function table(rows) {
  const { from, to, version, state, when, what } = text.columns;
  const head = [from, to, version, state, when, what].map((label) =>
    label ? h('th', { scope: 'col' }, label) : h('td'),
  );
  const caption = h('caption.unseen', {}, text.title);
  return h('div.table', {}, h('table', {}, caption, h('thead', {}, h('tr', {}, head)), h('tbody', {}, rows)));
}
