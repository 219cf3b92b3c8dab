// @ts-check
/** What a game has added for its player: experience, perhaps a level, the day, and what it unlocked. */

import { h } from '../../dom.js';
import { badge } from '../../parts/badge.js';
import { levelBar } from '../../parts/journey.js';
import { text as shared } from '../../text/journey.js';
import { text as resultText } from './text.js';

/** @import { ResultJourneyOut } from '../../net/types.js' */

/** Null when there is nothing to tell. @param {ResultJourneyOut} found */
export function addedView({ xp, bonus, level, streak, unlocked }) {
  const t = resultText;
  const rises = level !== null && level.now > level.before;
  if (xp + bonus === 0 && !unlocked.length) return null;
  return h(
    'section.card.added',
    { 'aria-labelledby': 'added' },
    h('h2', { id: 'added' }, t.added(xp + bonus)),
    rises && h('p.rise', {}, t.levelUp(level.now)),
    level && levelBar({ ...level, level: level.now }),
    streak && streak.days > 1 && h('p', {}, t.inARow(streak.days)),
    unlocked.length > 0 &&
      h('div', {}, h('h3', {}, t.unlocked), h('ul.badges', {}, ...unlocked.map((one) => badge(one)))),
    h('p', {}, h('a', { href: '/achievements' }, shared.all)),
  );
}
