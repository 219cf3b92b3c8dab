// @ts-check
/** Why a game was lost, in a sentence, and what to try next. */

import { h } from '../../dom.js';
import { focusOffer } from '../../parts/focus.js';
import { DIFFICULTIES } from '../../terms.js';
import { fall as fallText } from './text.js';

/** @import { Fall, StartGame } from '../../net/types.js' */
/** @import { Language } from '../../terms.js' */

/**
 * @param {Fall} fall
 * @param {Language} language of the game
 * @param {string[]} weak the player's weak keys over their games
 * @param {((start: StartGame) => void) | null} start null when somebody else reads it
 */
export function fallView(fall, language, weak, start) {
  const t = fallText;
  return h(
    'section.card.fall',
    { 'aria-labelledby': 'fall' },
    h('h2', { id: 'fall' }, t.title),
    h('p', {}, start ? t.yours(fall) : t.theirs(fall)),
    start && suggested(fall, language, weak, start),
  );
}

/**
 * A game on weak keys, where that is what lacks and some are known; else the easier level, if there is one.
 * @param {Fall} fall @param {Language} language @param {string[]} weak @param {(start: StartGame) => void} start
 */
function suggested({ suggestion, difficulty }, language, weak, start) {
  const t = fallText;
  const toPractise = suggestion === 'practice' ? weak : [];
  if (toPractise.length) return focusOffer(weak, () => start({ mode: 'SOLO', language, difficulty, focus: true }));
  const easier = suggestion === 'easier' ? difficulty : DIFFICULTIES[DIFFICULTIES.indexOf(difficulty) - 1];
  if (!easier) return null;
  return h(
    'p.choices',
    {},
    h('button', { type: 'button', onclick: () => start({ language, difficulty: easier }) }, t.easier(easier)),
    h('span.hint', {}, t.whyEasier),
  );
}
