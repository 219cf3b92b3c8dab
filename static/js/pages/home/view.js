// @ts-check
/** The start page: choose, play, and see who is best. */

import { h } from '../../dom.js';
import { difficulties, languages, text } from '../../text/common.js';
import { boardTable } from '../leaderboard/view.js';
import { choice } from '../../parts/pieces.js';

/**
 * @typedef {{language: string, difficulty: string}} Choice
 * @param {{choice: Choice, demo: HTMLElement, nobody: boolean}} state
 * @param {{choose: (choice: Partial<Choice>) => void, play: () => void}} actions
 */
export function homeView({ choice: chosen, demo, nobody }, actions) {
  const t = text.home;
  const hint = h('p.hint', { 'aria-live': 'polite' }, t.hints[/** @type {'NORMAL'} */ (chosen.difficulty)]);
  const play = h('button.primary.go', { type: 'submit', 'data-focus': true }, t.play);
  const error = h('p.error', { role: 'alert', hidden: true });
  const below = h('div.below');
  const form = h(
    'form.start',
    {},
    choice(t.language, 'language', languages, chosen.language, (language) => actions.choose({ language })),
    choice(t.difficulty, 'difficulty', difficulties, chosen.difficulty, (difficulty) => {
      hint.textContent = t.hints[/** @type {'NORMAL'} */ (difficulty)];
      actions.choose({ difficulty });
    }),
    hint,
    h('div.choices', {}, play, nobody && h('span.muted', {}, t.asGuest)),
    error,
    below,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    actions.play();
  });
  const board = h('section.board', { 'aria-labelledby': 'best' }, h('h2', { id: 'best' }, t.board));
  const element = h(
    'article.home',
    {},
    h(
      'div.hero',
      {},
      h('div.pitch', {}, h('h1', { tabindex: -1 }, t.title), h('p.lead', {}, t.lead), form),
      h('div.show', { role: 'img', 'aria-label': t.demo }, demo),
    ),
    h(
      'div.more',
      {},
      h(
        'ol.how',
        {},
        t.how.map(([title, words]) => h('li', {}, h('h2', {}, title), h('p', {}, words))),
      ),
      board,
    ),
  );
  return {
    element,
    /** @param {boolean} is */
    busy(is) {
      play.disabled = is;
      play.textContent = is ? t.starting : t.play;
    },
    /** @param {string} words */
    refuse(words) {
      error.textContent = words;
      error.hidden = !words;
    },
    /** @param {HTMLElement} list what to do about unfinished games */
    offer(list) {
      below.replaceChildren(list);
      /** @type {HTMLElement | null} */ (below.querySelector('button'))?.focus();
    },
    /** @param {any} page of the leaderboard */
    best(page) {
      board.append(boardTable(page, null), h('p', {}, h('a', { href: '/leaderboard' }, t.wholeBoard)));
    },
    refuseBoard() {
      board.append(h('p.muted', {}, text.problem.away));
    },
  };
}
