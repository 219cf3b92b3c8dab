// @ts-check
/**
 * The goals of a challenge above its code, with what the game has reached of each so far.
 *
 * Law: what did not change is not written. The game goes on without them when they cannot be loaded, and when another
 * version of the challenge, with goals of its own, has been published since the game began.
 */

import { fill, h } from '../../dom.js';
import { getChallengesById } from '../../later-routes.js';
import { percent, whole } from '../../text/common.js';
import { goalsOf } from '../../text/courses.js';

/** @import { App } from '../../app.js' */
/** @import { Game } from '../../game/session.js' */
/** @import { ChallengeGoal, ChallengeView, Goals } from '../../net/types.js' */

/** @typedef {{words: string, isMet: boolean}} Reached */
/** @typedef {{goal: ChallengeGoal, mark: HTMLElement, now: HTMLElement, row: HTMLElement}} Row */

/** What the game has reached of each goal. @type {Record<ChallengeGoal, (game: Game, goals: Goals) => Reached>} */
const REACHED = {
  FINISHED: () => ({ words: '', isMet: false }),
  MIN_ACCURACY: ({ standing }, { min_accuracy }) => ({
    words: percent(standing.key_accuracy_percentage),
    isMet: standing.key_accuracy_percentage >= (min_accuracy ?? 0),
  }),
  MIN_NET_WPM: ({ standing }, { min_net_wpm }) => ({
    words: whole(standing.net_wpm),
    isMet: standing.net_wpm >= (min_net_wpm ?? 0),
  }),
  MAX_WRONG_KEYS: ({ model }, { max_wrong_keys }) => {
    const wrong = model.totals.keys_pressed - model.totals.keys_correct;
    return { words: whole(wrong), isMet: wrong <= (max_wrong_keys ?? 0) };
  },
};

/** @param {App} app @param {string} id @param {number | null} version on which the game is played */
export function goalsAbove(app, id, version) {
  const element = h('ul.goals.live-goals', { hidden: true });
  /** @type {Row[]} */
  let rows = [];
  /** @type {Goals | null} */
  let goals = null;
  app.api.call(getChallengesById(id)).then(
    (/** @type {ChallengeView} */ { challenge }) => {
      if (challenge.version !== version) return;
      goals = challenge.goals;
      rows = goalsOf(challenge.goals)
        .filter(({ goal }) => goal !== 'FINISHED')
        .map(({ goal, words }) => rowOf(goal, words));
      fill(
        element,
        rows.map(({ row }) => row),
      );
      element.hidden = rows.length === 0;
    },
    () => {}, // the game goes on without them
  );
  return {
    element,
    /** @param {Game} game */
    update(game) {
      const asked = goals;
      if (!asked || !game.model.totals.keys_pressed) return;
      for (const one of rows) show(one, REACHED[one.goal](game, asked));
    },
  };
}

/** @param {ChallengeGoal} goal @param {string} words @returns {Row} */
function rowOf(goal, words) {
  const mark = h('span.mark', { 'aria-hidden': 'true' }, '○');
  const now = h('b');
  return { goal, mark, now, row: h('li', {}, mark, h('span', {}, words), now) };
}

/** @param {Row} row @param {Reached} reached */
function show({ mark, now, row }, { words, isMet }) {
  if (now.textContent !== words) now.textContent = words;
  if (row.dataset.met === String(isMet)) return;
  row.dataset.met = String(isMet);
  mark.textContent = isMet ? '✓' : '✗';
}
