// @ts-check
/** The versions of a snippet: what changed between any two, and the way back. */

import { fill, h } from '../../../dom.js';
import { text } from '../text.js';
import { dateTime } from '../../../text/common.js';
import { changes, diffView } from './diff.js';
import { stateTag } from '../frame.js';

/**
 * @param {{versions: any[], shown: string}} state the latest first; `shown` is the id of the one on the page
 * @param {{rollback: (version: any) => void}} actions
 */
export function historyView({ versions, shown }, { rollback }) {
  const t = text.history;
  const frame = (/** @type {import('../../../dom.js').Children[]} */ ...children) =>
    h('section.card.history', { 'aria-labelledby': 'versions' }, h('h2', { id: 'versions' }, t.title), ...children);
  if (versions.length === 1) return frame(h('p.muted', {}, t.only));

  const difference = h('div', { 'aria-live': 'polite' });
  const current = versions.find((one) => one.id === shown) ?? versions[0];
  const before = versions.find((one) => one.version === current.version - 1) ?? versions[1];
  const chosen = { from: before, to: current.version === 1 ? versions[0] : current };
  if (current.version === 1) chosen.from = current;
  const compare = () => {
    const { from, to } = chosen;
    const label = t.diff(from.version, to.version);
    const same = changes(from.snippet_text, to.snippet_text).every((one) => one.kind === 'same');
    fill(
      difference,
      h('h3', {}, label),
      same ? h('p.muted', {}, t.same) : diffView(label, from.snippet_text, to.snippet_text),
    );
  };
  const radio = (/** @type {'from' | 'to'} */ side, /** @type {any} */ one) => {
    const label = side === 'from' ? t.compareFrom(one.version) : t.compareTo(one.version);
    const input = h('input', {
      type: 'radio',
      name: side,
      value: one.id,
      checked: chosen[side] === one,
      'aria-label': label,
    });
    input.addEventListener('change', () => {
      chosen[side] = one;
      compare();
    });
    return h('td.choose', {}, h('label', {}, input));
  };
  const rows = versions.map((one) =>
    h(
      'tr',
      { class: one.id === shown ? 'own' : '' },
      radio('from', one),
      radio('to', one),
      h(
        'td',
        {},
        one.id === shown
          ? h('strong', {}, t.open(one.version))
          : h('a', { href: `/admin/snippets/${one.id}` }, t.open(one.version)),
        one.id === shown && h('span.tag', {}, t.shown),
      ),
      h('td', {}, stateTag(one.state)),
      h('td.when', {}, dateTime(one.created_at)),
      h(
        'td',
        {},
        !one.is_latest && h('button.small', { type: 'button', onclick: () => rollback(one) }, t.rollback(one.version)),
      ),
    ),
  );
  compare();
  const { columns: c } = t;
  return frame(
    h(
      'div.table',
      {},
      h(
        'table',
        {},
        h('caption.unseen', {}, t.title),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            [c.from, c.to, c.version, c.state, c.when, c.what].map((name) =>
              name ? h('th', { scope: 'col' }, name) : h('td'),
            ),
          ),
        ),
        h('tbody', {}, rows),
      ),
    ),
    difference,
  );
}
