// @ts-check
/** Why a game was lost, in a sentence, and what to try next. */

import { h } from '../../dom.js';
import { fall as fallText } from './text.js';

/** @import { Fall, StartGame } from '../../net/types.js' */

/**
 * @param {Fall} fall
 * @param {string} language of the game
 * @param {((start: StartGame) => void) | null} start null when somebody else reads it
 */
export function fallView(fall, language, start) {
  const t = fallText;
  const { suggestion, difficulty } = fall;
  const next = /** @type {StartGame} */ ({ language, difficulty, focus: suggestion === 'practice' });
  return h(
    'section.card.fall',
    { 'aria-labelledby': 'fall' },
    h('h2', { id: 'fall' }, t.title),
    h('p', {}, start ? t.yours(fall) : t.theirs(fall)),
    start &&
      h(
        'p.choices',
        {},
        h('button', { type: 'button', 'data-suggestion': suggestion, onclick: () => start(next) }, t.suggest(fall)),
        h('span.hint', {}, t.why(fall)),
      ),
  );
}
