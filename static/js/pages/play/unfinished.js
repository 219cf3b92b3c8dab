// @ts-check
/** What the game page shows while no game is open: the unfinished ones. */

import { h } from '../../dom.js';
import { pageFrame } from '../../parts/pieces.js';
import { unfinishedList } from '../../parts/unfinished.js';
import { text as playText } from '../../stage/text.js';

/** @import { StartedGame } from '../../net/types.js' */
/** @import { Ways } from '../../parts/unfinished.js' */

/** @param {StartedGame[]} sessions @param {Ways} ways */
export function unfinishedView(sessions, ways) {
  const t = playText;
  const start = h('a.button', { class: sessions.length ? 'plain' : 'primary', href: '/' }, t.newGame);
  const choices = h('p.choices', {}, start);
  if (!sessions.length) return pageFrame('unfinished', t.resumeTitle, h('p', {}, t.none), choices);
  const lead = h('p.lead', {}, t.resumeLead);
  return pageFrame('unfinished', t.resumeTitle, lead, unfinishedList(sessions, ways).element, choices);
}
