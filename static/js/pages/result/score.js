// @ts-check
/** The score of a game: what was earned in play, and the bonuses that its end adds to it, counted up when it is new. */

import { h } from '../../dom.js';
import { bonusParts, earnedParts, scoreOf, scoreParts } from '../../game/score.js';
import { whole } from '../../text/common.js';
import { text as resultText } from './text.js';

/** @import { GameResult } from '../../net/types.js' */

const WAIT_MS = 500; // to see what was earned in play
const COUNT_MS = 1000;

/** @param {GameResult} result @param {boolean} counting whether the bonuses are counted up before the reader's eyes */
export function scoreView(result, counting) {
  const t = resultText;
  const parts = scoreParts(result);
  const earned = scoreOf(earnedParts(parts));
  const score = h('strong', { 'data-score': result.final_score }, whole(result.final_score));
  if (counting) countUp(score, earned, result.final_score);
  return h(
    'div.total',
    {},
    h('span.label', {}, t.score),
    score,
    h(
      'p.hint.bonuses',
      {},
      h('span', {}, t.earned(earned)),
      bonusParts(parts).map(({ part, points }) =>
        h('span', {}, t.bonus(t.bonuses[/** @type {keyof typeof t.bonuses} */ (part)], points)),
      ),
    ),
  );
}

/** @param {HTMLElement} place @param {number} from @param {number} to */
function countUp(place, from, to) {
  const begun = performance.now() + WAIT_MS;
  const step = (/** @type {number} */ now) => {
    const share = Math.min(1, Math.max(0, (now - begun) / COUNT_MS));
    place.textContent = whole(Math.round(from + (to - from) * share));
    if (share < 1) requestAnimationFrame(step);
  };
  place.textContent = whole(from);
  requestAnimationFrame(step);
}
