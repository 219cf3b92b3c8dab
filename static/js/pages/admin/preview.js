// @ts-check
/**
 * A snippet as the arena will show it: the arena's own lanes and word classes, standing still, with what the player
 * need not type marked as such.
 */

import { fill, h } from '../../dom.js';
import { preview as text } from './editor-text.js';
import { Lane } from '../../arena/lane.js';

/** @import { CheckOut } from '../../net/types.js' */

export function previewView() {
  const t = text;
  const says = h('p.hint', {}, t.none);
  const code = h('div.typed-code', { tabindex: 0, role: 'group', 'aria-label': t.title, hidden: true });
  const legend = h(
    'ul.legend',
    { hidden: true },
    t.legend.map(([kind, sign, words]) =>
      h('li', {}, h('span', { class: kind, 'aria-hidden': 'true' }, sign), ` ${words}`),
    ),
  );
  return {
    element: h(
      'section.card.preview',
      { 'aria-labelledby': 'preview' },
      h('h2', { id: 'preview' }, t.title),
      says,
      code,
      legend,
    ),
    /** @param {CheckOut} checked an answer about a text without faults */
    show(checked) {
      fill(code, rowsOf(checked));
      code.hidden = legend.hidden = false;
      code.classList.remove('stale');
      says.hidden = true;
    },
    /** The text has faults now. */
    stale() {
      code.classList.add('stale');
      says.textContent = code.hidden ? t.none : t.stale;
      says.hidden = false;
    },
  };
}

/** @param {CheckOut} checked */
function rowsOf({ snippet_text, words, enemies }) {
  const wave = {
    text: snippet_text,
    words,
    enemies: enemies.map(([start, end]) => ({ start, end, due: 0, every_ms: 0, damage: 0 })),
  };
  let start = 0;
  return snippet_text.split('\n').map((line, index) => {
    const enemy = enemies.findIndex(([from, to]) => from >= start && to <= start + line.length);
    start += line.length + 1;
    const number = h('span.number', { 'aria-hidden': 'true' }, index + 1);
    if (enemy < 0) return h('div.row.blank', {}, number, h('span.unseen', {}, text.skipped));
    const lane = new Lane(wave, enemy, index + 1);
    lane.become('target'); // drawn as it is under fire: every character apart, and its Enter
    const { code, indent } = lane;
    if (indent) code.firstChild?.replaceWith(h('span.auto', { 'aria-hidden': 'true' }, '·'.repeat(indent)));
    return h('div.row', { title: text.enemy(enemy + 1) }, number, code);
  });
}
