// @ts-check
/** How far a player has come: level, days in a row, and what they have earned. */

import { h } from '../dom.js';
import { whole } from '../text/common.js';
import { text } from '../text/journey.js';
import { badge } from './badge.js';
import { card, stat } from './pieces.js';

/** @import { JourneyOut } from '../net/types.js' */

const SHOWN = 6; // achievements, the newest; the page of all has the rest

/** @param {JourneyOut} journey @param {boolean} own */
export function journeyCard(journey, own) {
  const { streak, achievements } = journey;
  const going = own && streak.days > 0;
  return card(
    'journey',
    text.journey,
    levelBar(journey),
    h(
      'dl.stats.wide',
      {},
      stat(text.streak, whole(streak.days), going ? rowNote(streak) : undefined),
      stat(text.longest, whole(streak.longest)),
      stat(text.days, whole(journey.days)),
    ),
    h('p.muted', {}, text.earned(achievements.length)),
    achievements.length > 0 && h('ul.badges', {}, ...achievements.slice(0, SHOWN).map((one) => badge(one))),
    h('p', {}, h('a', { href: '/achievements' }, text.all)),
  );
}

/** @param {{is_played: boolean | null, freezes_left: number}} streak */
const rowNote = ({ is_played, freezes_left }) => (is_played ? text.freeze(freezes_left) : text.today);

/**
 * The level, and how much of it is done.
 * @param {{level: number, xp: number, level_xp: number, xp_to_next: number}} state
 */
export function levelBar({ level, xp, level_xp, xp_to_next }) {
  const done = xp - level_xp;
  const label = `${text.level(level)}, ${text.toNext(xp_to_next, level + 1)}`;
  return h(
    'div.level',
    {},
    h('strong', {}, text.level(level)),
    h('progress', { max: done + xp_to_next, value: done, 'aria-label': label }),
    h('span.hint', {}, `${text.xp(xp)} · ${text.toNext(xp_to_next, level + 1)}`),
  );
}
