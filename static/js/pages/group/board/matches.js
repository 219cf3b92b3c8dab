// @ts-check
/** The matches of a group that are not over, and the way to open one. */

import { fill, h } from '../../../dom.js';
import { card, kindOfGame, select } from '../../../parts/pieces.js';
import { matchAddress } from '../../../parts/match-links.js';
import { difficulties, languages } from '../../../text/common.js';
import { text } from './text.js';

/** @import { Match } from '../../../net/types.js' */

/** @param {(language: string, difficulty: string) => void} open */
export function matchesCard(open) {
  const t = text.matches;
  const list = h('div');
  const chosen = { language: 'PYTHON', difficulty: 'NORMAL' };
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    open(chosen.language, chosen.difficulty);
  };
  const form = h(
    'form.filters',
    { onsubmit: send },
    select(t.language, languages, chosen.language, (value) => (chosen.language = value)),
    select(t.difficulty, difficulties, chosen.difficulty, (value) => (chosen.difficulty = value)),
    h('button', { type: 'submit' }, t.open),
  );
  return {
    element: card('matches', t.title, list, form),
    /** @param {Match[]} matches */
    draw(matches) {
      fill(list, matches.length ? h('ul.asked', {}, matches.map(one)) : h('p.muted', {}, t.none));
    },
  };
}

/** @param {Match} match */
function one({ code, state, language, difficulty, seats, capacity }) {
  const t = text.matches;
  const names = seats.map((seat) => seat.display_name).filter((name) => name !== null);
  return h(
    'li',
    {},
    h('a', { href: matchAddress(code) }, t.called(kindOfGame(language, difficulty), t.states[state])),
    h('span.hint', {}, t.who(names, capacity)),
  );
}
