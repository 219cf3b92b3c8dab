// @ts-check
/** The page of achievements. */

import { h } from '../../dom.js';
import { badge } from '../../parts/badge.js';
import { levelBar } from '../../parts/journey.js';
import { card, pageFrame } from '../../parts/pieces.js';
import { text as shared } from '../../text/journey.js';
import { text } from './text.js';

/** @import { AchievementOut, AchievementsOut, JourneyOut } from '../../net/types.js' */

/** @param {AchievementsOut} found @param {JourneyOut | null} journey of whoever is signed in */
export function achievementsView({ achievements }, journey) {
  const mine = achievements.filter((one) => one.unlocked_at);
  const open = achievements.filter((one) => !one.unlocked_at);
  return pageFrame(
    'achievements',
    shared.title,
    h('p.lead', {}, text.lead),
    journey ? levelBar(journey) : h('p', {}, h('a', { href: '/' }, text.signIn)),
    journey && h('p', {}, h('a', { href: '/profile' }, shared.own)),
    mine.length > 0 && group('mine', text.mine(mine.length), mine),
    open.length > 0 && group('open', journey ? text.open(open.length) : text.all(open.length), open),
  );
}

/** @param {string} id @param {string} title @param {AchievementOut[]} achievements */
function group(id, title, achievements) {
  return card(id, title, h('ul.badges', {}, ...achievements.map((one) => badge(one, progress(one)))));
}

/** How far one has got; nothing for what takes one step, or for nobody. @param {AchievementOut} one */
function progress({ name, reached, requirement_value, unlocked_at }) {
  if (unlocked_at || reached === null || requirement_value === 1) return null;
  const words = text.reached(reached, requirement_value);
  return h(
    'span.reached',
    {},
    h('progress', { max: requirement_value, value: reached, 'aria-label': `${name}: ${words}` }),
    h('span.hint', {}, words),
  );
}
