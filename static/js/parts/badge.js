// @ts-check
/** An achievement as a badge: its glyph, its name, how rare it is. The glyphs are drawn here. */

import { h, svg } from '../dom.js';
import { date } from '../text/common.js';
import { rarities, text } from '../text/journey.js';

/** @import { AchievementOut, EarnedOut } from '../net/types.js' */

/** What `icon` of an achievement may name: a path on a field of 24 × 24. @type {Record<string, string>} */
const GLYPHS = {
  play: 'M7 4v16l13-8z',
  key: 'M3 6h18v12H3zM6 9h2v2H6zM11 9h2v2h-2zM16 9h2v2h-2zM7 14h10v2H7z',
  clock: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM11 6h2v5.5l4 2.4-1 1.7-5-3z',
  wave:
    'M2 9c3-4 5-4 8 0s5 4 8 0l4-3v4c-4 6-8 6-12 1-2-3-4-3-8 2z' +
    'M2 17c3-4 5-4 8 0s5 4 8 0l4-3v4c-4 6-8 6-12 1-2-3-4-3-8 2z',
  bug: 'M9 3h6v3l3 1 3-2 1 2-3 2v3h3v2h-3v2l3 2-1 2-4-2a5 5 0 0 1-10 0l-4 2-1-2 3-2v-2H2v-2h3V9L2 7l1-2 3 2 ' + '3-1z',
  level: 'M12 2l8 8h-4v4H8v-4H4zM8 16h8v2H8zM8 20h8v2H8z',
  speed: 'M12 4a10 10 0 0 1 10 10c0 2-1 4-2 6H4a10 10 0 0 1 8-16zM11 15l6-7-4 8a1.5 1.5 0 1 1-2-1z',
  check: 'M9 19L2 12l3-3 4 4L19 4l3 3z',
  target:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM12 6a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  shield: 'M12 2l9 3v6c0 6-4 9-9 11-5-2-9-5-9-11V5z',
  star: 'M12 2l3 7 7 .6-5.3 4.8L18.5 22 12 17.8 5.5 22l1.8-7.6L2 9.6 9 9z',
  crown: 'M2 6l5 5 5-8 5 8 5-5-2 12H4zM4 20h16v2H4z',
  globe:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM11 4v7H4.5A8 8 0 0 1 11 4zM13 4a8 8 0 0 1 6.5 7H13z' +
    'M4.5 13H11v7a8 8 0 0 1-6.5-7zM13 13h6.5A8 8 0 0 1 13 20z',
  flame: 'M12 2c1 5 6 7 6 13a6 6 0 0 1-12 0c0-3 1-4 2-6 1 2 1 3 2 3 1-3 0-6 2-10z',
  calendar: 'M4 4h3V2h2v2h6V2h2v2h3v18H4zM6 9v11h12V9zM8 11h3v3H8z',
  moon: 'M20 15A9 9 0 1 1 9 4a7 7 0 0 0 11 11z',
  sun: 'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 11h4v2h-4z',
  sprint: 'M3 6h9l-2 3H3zM2 11h7l-2 3H2zM1 16h5l-2 3H1zM14 4l8 8-8 8-2-2 6-6-6-6z',
  flag: 'M4 2h2v1h14l-3 5 3 5H6v9H4z',
  trophy: 'M7 2h10v2h4c0 5-1 7-5 8l-3 3v3h4v4H7v-4h4v-3l-3-3C4 11 3 9 3 4h4z',
  book: 'M2 4c4-1 7-1 10 2 3-3 6-3 10-2v15c-4-1-7-1-10 2-3-3-6-3-10-2zM11 8v9h2V8z',
};

/** @param {string} icon */
export function glyph(icon) {
  const path = svg('path', { d: GLYPHS[icon] ?? GLYPHS.star, 'fill-rule': 'evenodd' });
  return svg('svg', { viewBox: '0 0 24 24', width: 28, height: 28, 'aria-hidden': 'true' }, path);
}

/**
 * Of a list. `more` is below the words.
 * @param {EarnedOut | AchievementOut} one @param {...import('../dom.js').Child} more
 */
export function badge(one, ...more) {
  const has = one.unlocked_at !== null;
  return h(
    'li.badge',
    { 'data-slug': one.slug, 'data-rarity': one.rarity, 'data-has': String(has) },
    h('span.glyph', {}, glyph(one.icon)),
    h('strong', {}, one.name),
    h('span.what', {}, one.description),
    h(
      'span.hint',
      {},
      [
        rarities[one.rarity],
        text.share(one.share),
        text.reward(one.points_reward),
        one.unlocked_at && date(one.unlocked_at),
      ]
        .filter(Boolean)
        .map((part) => String(part).replaceAll(' ', '\u00a0')) // lines end between them
        .join(' · '),
    ),
    more,
  );
}
