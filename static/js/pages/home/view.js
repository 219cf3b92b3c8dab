// @ts-check
/** The start page: choose, play, and see who is best. */

import { fill, h } from '../../dom.js';
import { boardTable } from '../../parts/board.js';
import { choice, kindOfGame } from '../../parts/pieces.js';
import { difficulties, duration, languages, text } from '../../text/common.js';
import { text as gamesText } from '../../text/games.js';
import { modesView } from './modes.js';
import { text as homeText } from './text.js';

/** @import { LeaderboardOut, StartedGame } from '../../net/types.js' */

/** @import { Choice } from '../../game/choice.js' */
/** @import { Difficulty, Language } from '../../terms.js' */
/** @import { focusOffer } from '../../parts/focus.js' */
/** @import { Offer } from './modes.js' */
/** @typedef {ReturnType<typeof homeView>} HomeView */

/**
 * @typedef {object} HomeActions
 * @property {(choice: Partial<Choice>) => void} choose
 * @property {() => void} play
 * @property {() => void} focus
 * @property {(offer: Offer) => void} start one of the other games
 */

/**
 * @param {{choice: Choice, demo: HTMLElement, nobody: boolean, shortcuts: boolean}} state
 * @param {HomeActions} actions
 */
export function homeView({ choice: chosen, demo, nobody, shortcuts }, actions) {
  const t = homeText;
  const start = startForm(chosen, nobody, actions);
  start.shortcuts(shortcuts);
  const board = h('section.board', { 'aria-labelledby': 'best' }, h('h2', { id: 'best' }, t.board));
  const how = t.how.map(([title, words]) => h('li', {}, h('h2', {}, title), h('p', {}, words)));
  const pitch = h('div.pitch', {}, h('h1', { tabindex: -1 }, t.title), h('p.lead', {}, t.lead), start.element);
  const element = h(
    'article.home',
    {},
    h('div.hero', {}, pitch, h('div.show', { role: 'img', 'aria-label': t.demo }, demo)),
    h('div.more', {}, h('ol.how', {}, how), board),
  );
  return {
    element,
    busy: start.busy,
    refuse: start.refuse,
    today: start.today,
    offer: start.offer,
    offerToGoOn: start.offerToGoOn,
    weak: start.weak,
    shortcuts: start.shortcuts,
    /** @param {LeaderboardOut} page */
    best(page) {
      board.append(boardTable(page, null), h('p', {}, h('a', { href: '/leaderboard' }, t.wholeBoard)));
    },
    refuseBoard() {
      board.append(h('p.muted', {}, text.problem.away));
    },
  };
}

/**
 * What to play, and the way in.
 * @param {Choice} chosen @param {boolean} nobody is signed in
 * @param {HomeActions} actions
 */
function startForm(chosen, nobody, actions) {
  const t = homeText;
  const hints = /** @type {Record<string, string>} */ (t.hints);
  const hint = h('p.hint', { 'aria-live': 'polite' }, hints[chosen.difficulty]);
  const play = h('button.primary.go', { type: 'submit', 'data-focus': true }, t.play);
  const goOn = h('button.go-on', { type: 'button', hidden: true });
  const modes = modesView(chosen.seconds, { ...actions, length: (seconds) => actions.choose({ seconds }) });
  const focus = h('div.slot');
  const error = h('p.error', { role: 'alert', hidden: true });
  const below = h('div.below');
  const chooseLanguage = (/** @type {Language} */ language) => actions.choose({ language });
  const chooseDifficulty = (/** @type {Difficulty} */ difficulty) => {
    hint.textContent = hints[difficulty];
    actions.choose({ difficulty });
  };
  const element = h(
    'form.start',
    {},
    choice(t.language, 'language', languages, chosen.language, chooseLanguage).element,
    choice(t.difficulty, 'difficulty', difficulties, chosen.difficulty, chooseDifficulty).element,
    hint,
    h('div.choices', {}, play, goOn, nobody && h('span.muted', {}, t.asGuest)),
    focus,
    error,
    below,
    modes.element,
  );
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    actions.play();
  });
  return {
    element,
    /** There is a game to go on with. @param {StartedGame} game @param {() => void} resume */
    offerToGoOn(game, resume) {
      const { wave, game_ms } = game.standing ?? { wave: 1, game_ms: 0 };
      goOn.textContent = game.match ? gamesText.goOnRace : gamesText.goOn(wave, duration(game_ms / 1000));
      goOn.title = kindOfGame(game.language, game.difficulty);
      goOn.onclick = resume;
      goOn.hidden = false;
    },
    today: modes.today,
    shortcuts: modes.shortcuts,
    /** The player's weak keys are known. @param {typeof focusOffer} offer @param {string[]} keys */
    weak(offer, keys) {
      fill(focus, offer(keys, actions.focus));
    },
    /** @param {boolean} is */
    busy(is) {
      for (const button of [play, ...modes.buttons]) button.disabled = is;
      play.textContent = is ? t.starting : t.play;
    },
    /** @param {string} words */
    refuse(words) {
      error.textContent = words;
      error.hidden = !words;
    },
    /** Unfinished games are in the way. @param {{element: HTMLElement, focus: () => void}} list of them */
    offer(list) {
      below.replaceChildren(list.element);
      list.focus();
    },
  };
}
