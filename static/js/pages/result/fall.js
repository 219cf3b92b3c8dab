// @ts-check
/** Why a game was lost, in a sentence, and what to try next. */

import { h } from '../../dom.js';
import { focusOffer } from '../../parts/focus.js';
import { replayAddress } from '../../parts/game-links.js';
import { fall as fallText } from './text.js';

/** @import { Fall, GameResult, Mark, StartGame } from '../../net/types.js' */

/**
 * @param {Fall} fall
 * @param {GameResult} result
 * @param {Mark[]} marks when the waves began
 * @param {string[]} weak the player's weak keys over their games
 * @param {((start: StartGame) => void) | null} start null when somebody else reads it
 */
export function fallView(fall, result, marks, weak, start) {
  const t = fallText;
  return h(
    'section.card.fall',
    { 'aria-labelledby': 'fall' },
    h('h2', { id: 'fall' }, t.title),
    h('p', {}, start ? t.yours(fall) : t.theirs(fall)),
    start && suggested(fall, result, marks, weak, start),
  );
}

/**
 * The easier level; or a game on weak keys; or, where none is known, the last wave as it went.
 * @param {Fall} fall @param {GameResult} result @param {Mark[]} marks @param {string[]} weak
 * @param {(start: StartGame) => void} start
 */
function suggested({ suggestion, difficulty, wave }, result, marks, weak, start) {
  const t = fallText;
  const { language } = result;
  if (suggestion === 'easier')
    return choice(
      h('button', { type: 'button', onclick: () => start({ language, difficulty }) }, t.easier(difficulty)),
      t.whyEasier,
    );
  if (weak.length) return focusOffer(weak, () => start({ mode: 'SOLO', language, difficulty, focus: true }));
  const began_s = (marks.find((mark) => mark.number === wave)?.start_ms ?? 0) / 1000;
  return choice(h('a.button.plain', { href: `${replayAddress(result)}?at=${began_s}` }, t.watch(wave)), t.whyWatch);
}

/** @param {HTMLElement} way @param {string} why */
const choice = (way, why) => h('p.choices', {}, way, h('span.hint', {}, why));
