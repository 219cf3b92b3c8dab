// @ts-check
/** Contests in three parts: what can be played now, what is announced, what was. */

import { h } from '../../dom.js';
import { contestList } from '../../parts/contest-list.js';
import { pages } from '../../parts/pages.js';
import { card, pageFrame } from '../../parts/pieces.js';
import { text as contestsText } from './text.js';

/** @import { ContestViewPage } from '../../net/types.js' */

/**
 * @param {{running: ContestViewPage, upcoming: ContestViewPage, over: ContestViewPage, mayMake: boolean}} state
 * @param {(page: number) => string} at the address of a page of those that are over
 */
export function contestsView({ running, upcoming, over, mayMake }, at) {
  const t = contestsText;
  const part = (/** @type {keyof typeof contestsText.none} */ name, /** @type {ContestViewPage} */ page) =>
    card(name, t[name], page.items.length ? contestList(page.items) : h('p.muted', {}, t.none[name]));
  const past = part('over', over);
  past.append(pages(over, at) ?? '');
  return pageFrame(
    'contests',
    t.title,
    h('p.lead', {}, t.lead),
    h(
      'p.choices',
      {},
      mayMake && h('a.button.primary', { href: '/contests/new' }, t.fresh),
      h('a.button.plain', { href: '/ratings?kind=CONTEST' }, t.ratings),
    ),
    part('running', running),
    part('upcoming', upcoming),
    past,
  );
}
