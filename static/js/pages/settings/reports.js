// @ts-check
/** What the player has reported, and what became of it. */

import { h } from '../../dom.js';
import { card } from '../../parts/pieces.js';
import { text as settingsText } from './text.js';

/** @import { OwnReport, OwnReportPage } from '../../net/types.js' */

/** Nothing for whoever has reported nothing. @param {OwnReportPage} reports */
export function reportsCard({ items, total }) {
  const t = settingsText.reports;
  if (!items.length) return null;
  const left = total - items.length;
  return card('reports', t.title, h('ul.devices', {}, items.map(row)), left > 0 && h('p.muted', {}, t.more(left)));
}

/** @param {OwnReport} report */
function row({ kind, label, reason, created_at, outcome, closed_at }) {
  const t = settingsText.reports;
  const kinds = /** @type {Record<string, string>} */ (t.kinds);
  return h(
    'li',
    {},
    h(
      'div',
      {},
      h('b', {}, t.what(kinds[kind] ?? kind, label)),
      h('p.hint', {}, t.said(reason, created_at)),
      h('p', {}, outcome && closed_at ? t.decided(t.outcomes[outcome], closed_at) : t.waits),
    ),
  );
}
