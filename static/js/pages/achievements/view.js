// @ts-check
/** The page of achievements: what comes next, and all of them by what they are for. */

import { h } from '../../dom.js';
import { badge } from '../../parts/badge.js';
import { levelBar } from '../../parts/journey.js';
import { card, pageFrame } from '../../parts/pieces.js';
import { text as shared } from '../../text/journey.js';
import { FAMILIES, families, text } from './text.js';

/** @import { AchievementOut, AchievementsOut, JourneyOut } from '../../net/types.js' */

const NEXT = 3;
const WIDE = '(min-width: 56.25em)'; // where all of them are no long way

/** @param {AchievementsOut} found @param {JourneyOut | null} journey of whoever is signed in */
export function achievementsView({ achievements }, journey) {
  const next = journey ? nearest(achievements) : [];
  return pageFrame(
    'achievements',
    shared.title,
    h('p.lead', {}, text.lead),
    journey ? levelBar(journey) : h('p', {}, h('a', { href: '/' }, text.signIn)),
    journey && h('p', {}, h('a', { href: '/profile' }, shared.own)),
    next.length > 0 && card('next', text.next, badges(next)),
    Object.keys(families).map((family) =>
      group(
        families[family],
        achievements.filter((one) => FAMILIES[one.requirement_type] === family),
        journey !== null,
      ),
    ),
  );
}

/** Those that are open and begun, the nearest first. @param {AchievementOut[]} achievements */
function nearest(achievements) {
  const share = (/** @type {AchievementOut} */ one) => (one.reached ?? 0) / one.requirement_value;
  return achievements
    .filter((one) => !one.unlocked_at && share(one) > 0)
    .sort((one, other) => share(other) - share(one))
    .slice(0, NEXT);
}

/** One's own come first. @param {string} title @param {AchievementOut[]} achievements @param {boolean} counts */
function group(title, achievements, counts) {
  if (!achievements.length) return null;
  const mine = achievements.filter((one) => one.unlocked_at);
  const open = achievements.filter((one) => !one.unlocked_at);
  return h(
    'details.card.family',
    { open: matchMedia(WIDE).matches },
    h(
      'summary',
      {},
      h('h2', {}, title),
      h('span.muted', {}, counts ? text.earnedOf(mine.length, achievements.length) : text.count(achievements.length)),
    ),
    badges([...mine, ...open]),
  );
}

/** @param {AchievementOut[]} achievements */
const badges = (achievements) => h('ul.badges', {}, ...achievements.map((one) => badge(one, progress(one))));

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
