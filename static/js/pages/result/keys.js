// @ts-check
/** The slowest and the most mistyped keys and pairs of keys, as tables with bars. */

import { h } from '../../dom.js';
import { keysName, whole } from '../../text/common.js';
import { text as resultText } from './text.js';

/** @import { AnalysisOut, KeyFigure } from '../../net/types.js' */

/**
 * @param {AnalysisOut} analysis
 * @param {HTMLElement | null} offer of a game on the player's weak keys
 * @returns {HTMLElement}
 */
export function keysView({ keys, pairs }, offer) {
  const t = resultText;
  const { key, pair } = t.keyColumns;
  return h(
    'section.card.keyfigures',
    { 'aria-labelledby': 'keyfigures' },
    h('h2', { id: 'keyfigures' }, t.keyTables),
    h(
      'div.tables',
      {},
      mistyped(t.mistypedKeys, key, keys.mistyped),
      mistyped(t.mistypedPairs, pair, pairs.mistyped),
      slowest(t.slowestKeys, key, keys.slowest),
      slowest(t.slowestPairs, pair, pairs.slowest),
    ),
    h('p.hint', {}, `${t.keysHint} ${t.pairsHint}`),
    offer,
  );
}

/** @param {string} title @param {string} what @param {KeyFigure[]} figures */
function slowest(title, what, figures) {
  const t = resultText;
  const most = Math.max(...figures.map((figure) => figure.mean_ms ?? 0));
  const rows = figures.map((figure) =>
    row(figure.key, t.milliseconds(figure.mean_ms ?? 0), (figure.mean_ms ?? 0) / most, whole(figure.timed)),
  );
  return figureTable('slowest', title, [what, t.keyColumns.time, t.keyColumns.times], rows, t.nothingSlow);
}

/** @param {string} title @param {string} what @param {KeyFigure[]} figures */
function mistyped(title, what, figures) {
  const t = resultText;
  const most = Math.max(...figures.map((figure) => figure.errors));
  const rows = figures.map((figure) => {
    const due = Math.max(figure.presses, figure.missed); // one that never came right was due all the same
    return row(figure.key, whole(figure.errors), figure.errors / most, t.missedOf(figure.missed, due));
  });
  return figureTable('mistyped', title, [what, t.keyColumns.errors, t.keyColumns.missed], rows, t.nothingWrong);
}

/** @param {string} key @param {string} value @param {number} share @param {string} more */
function row(key, value, share, more) {
  return h(
    'tr',
    { 'data-key': key },
    h('th', { scope: 'row' }, h('kbd', {}, keysName(key))),
    h('td.gauge', {}, h('span.share', { 'aria-hidden': 'true', vars: { share: share.toFixed(3) } }), h('b', {}, value)),
    h('td.number', {}, more),
  );
}

/**
 * @param {string} name @param {string} title @param {string[]} columns @param {HTMLElement[]} rows
 * @param {string} nothing
 */
function figureTable(name, title, columns, rows, nothing) {
  if (rows.length === 0) return h('div', { class: name }, h('h3', {}, title), h('p.muted', {}, nothing));
  const [what, value, more] = columns;
  return h(
    'div',
    { class: name },
    h('h3', {}, title),
    h(
      'table',
      {},
      h('caption.unseen', {}, title),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, what),
          h('th', { scope: 'col' }, value),
          h('th.number', { scope: 'col' }, more),
        ),
      ),
      h('tbody', {}, rows),
    ),
  );
}
