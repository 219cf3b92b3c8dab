// @ts-check
/** The other games that can be started from here: a sprint, and today's daily. Each has one key. */

import { h } from '../../dom.js';
import { choice } from '../../parts/pieces.js';
import { languages, utcDay, whole } from '../../text/common.js';
import { SPRINT_SECONDS } from '../../terms.js';
import { text as homeText } from './text.js';

/** @import { SprintSeconds } from '../../game/choice.js' */
/** @import { DailyOut, LeaderboardOut } from '../../net/types.js' */
/** @import { Language } from '../../terms.js' */

/**
 * @typedef {object} ModeActions
 * @property {(seconds: SprintSeconds) => void} length
 * @property {() => void} sprint
 * @property {() => void} daily
 */

/** @param {SprintSeconds} seconds @param {ModeActions} actions */
export function modesView(seconds, actions) {
  const t = homeText;
  const lengths = Object.fromEntries(SPRINT_SECONDS.map((one) => [String(one), t.seconds(one)]));
  const sprint = startButton(t.sprint, t.sprintKey, actions.sprint);
  const daily = startButton(t.daily, t.dailyKey, actions.daily);
  const length = choice(t.length, 'seconds', lengths, String(seconds), (value) =>
    actions.length(/** @type {SprintSeconds} */ (Number(value))),
  );
  const state = h('p.state', { 'aria-live': 'polite' });
  const element = h(
    'div.modes',
    {},
    h('section.mode', { 'aria-label': t.sprint }, sprint, length.element, h('p.hint', {}, t.sprintHint)),
    h('section.mode', { 'aria-label': t.daily }, daily, state, h('p.hint', {}, t.dailyHint)),
  );
  return {
    element,
    buttons: [sprint, daily],
    /** Whether a single letter starts each of them. @param {boolean} on */
    shortcuts(on) {
      for (const [button, key] of /** @type {const} */ ([
        [sprint, t.sprintKey],
        [daily, t.dailyKey],
      ])) {
        if (on) button.setAttribute('aria-keyshortcuts', key);
        else button.removeAttribute('aria-keyshortcuts');
        /** @type {HTMLElement} */ (button.lastElementChild).hidden = !on;
      }
    },
    /**
     * How the day's game of a language went for the player, and how it stands.
     * @param {Language} language @param {DailyOut} today @param {LeaderboardOut | null} board
     */
    today(language, today, board) {
      const tried = today.played.find((one) => one.language === language);
      const score = tried?.final_score ?? null;
      const own = !tried ? t.notPlayed : score === null ? t.begun : t.played(whole(score));
      const link = tried?.result_id ? h('a', { href: `/results/${tried.result_id}` }, own) : own;
      const place = placeOf(board);
      state.replaceChildren(
        h('strong', {}, `${languages[language]}, ${utcDay(today.day)}`),
        ': ',
        link,
        place && ` · ${place}`,
      );
      state.dataset.played = String(Boolean(tried));
    },
  };
}

/** @param {LeaderboardOut | null} board */
function placeOf(board) {
  if (!board?.total) return '';
  return board.me ? homeText.place(whole(board.me.rank), whole(board.total)) : homeText.players(board.total);
}

/** @param {string} words @param {string} key @param {() => void} onclick */
function startButton(words, key, onclick) {
  const kbd = h('kbd', { 'aria-hidden': 'true' }, key);
  return h('button', { type: 'button', onclick }, words, kbd);
}

/**
 * One key starts a game, unless it is meant for the control that has the focus. Returns what ends the listening.
 * @param {() => boolean} on whoever speaks to their computer, or hits keys by accident, can switch it off (WCAG 2.1.4)
 * @param {Record<string, () => void>} starts by key, in upper case
 */
export function listenForStarts(on, starts) {
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (!on()) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
    const { target } = event;
    if (target instanceof Element && target.closest('textarea, select, input:not([type="radio"])')) return;
    const start = starts[event.key.toUpperCase()];
    if (!start) return;
    event.preventDefault();
    start();
  };
  document.addEventListener('keydown', pressed);
  return () => document.removeEventListener('keydown', pressed);
}
