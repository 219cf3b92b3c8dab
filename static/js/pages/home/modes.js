// @ts-check
/** The other games that can be started from here, each by a button and by one letter: a line in OFFERS for a mode. */

import { h } from '../../dom.js';
import { choice } from '../../parts/pieces.js';
import { languages, utcDay, whole } from '../../text/common.js';
import { SPRINT_SECONDS } from '../../terms.js';
import { text as homeText } from './text.js';

/** @import { Choice, SprintSeconds } from '../../game/choice.js' */
/** @import { DailyOut, LeaderboardOut, StartGame } from '../../net/types.js' */
/** @import { Language } from '../../terms.js' */

/** @typedef {{name: keyof typeof homeText.offers, ask: (chosen: Choice) => StartGame}} Offer */

/** @type {Offer[]} */
const OFFERS = [
  { name: 'SPRINT', ask: (chosen) => ({ mode: 'SPRINT', ...chosen }) },
  { name: 'DAILY', ask: ({ language }) => ({ mode: 'DAILY', language }) },
  { name: 'PRACTICE', ask: ({ language, difficulty }) => ({ mode: 'PRACTICE', language, difficulty }) },
];

/**
 * @typedef {object} ModeActions
 * @property {(seconds: SprintSeconds) => void} length
 * @property {(offer: Offer) => void} start
 */

/** @param {SprintSeconds} seconds @param {ModeActions} actions */
export function modesView(seconds, actions) {
  const t = homeText;
  const lengths = Object.fromEntries(SPRINT_SECONDS.map((one) => [String(one), t.seconds(one)]));
  const length = choice(t.length, 'seconds', lengths, String(seconds), (value) =>
    actions.length(/** @type {SprintSeconds} */ (Number(value))),
  );
  const state = h('p.state', { 'aria-live': 'polite' });
  /** @type {Record<string, HTMLElement>} */
  const inside = { SPRINT: length.element, DAILY: state };
  const offers = OFFERS.map((offer) => offerView(offer, inside[offer.name], () => actions.start(offer)));
  return {
    element: h('div.modes', {}, ...offers.map((one) => one.element), raceView()),
    buttons: offers.map((one) => one.button),
    /** Whether a single letter starts each of them. @param {boolean} on */
    shortcuts(on) {
      for (const one of offers) one.shortcut(on);
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

/** Against others: what is played there is chosen there. */
function raceView() {
  const { title, hint } = homeText.race;
  const way = h('a.button.plain', { href: '/race' }, title);
  return h('section.mode', { 'aria-label': title }, way, h('p.hint', {}, hint));
}

/** @param {LeaderboardOut | null} board */
function placeOf(board) {
  if (!board?.total) return '';
  return board.me ? homeText.place(whole(board.me.rank), whole(board.total)) : homeText.players(board.total);
}

/** @param {Offer} offer @param {HTMLElement | undefined} inside what it has besides @param {() => void} onclick */
function offerView(offer, inside, onclick) {
  const { title, key, hint } = homeText.offers[offer.name];
  const kbd = h('kbd', { 'aria-hidden': 'true' }, key);
  const button = h('button', { type: 'button', onclick }, title, kbd);
  return {
    element: h('section.mode', { 'aria-label': title }, button, inside, h('p.hint', {}, hint)),
    button,
    /** @param {boolean} on */
    shortcut(on) {
      if (on) button.setAttribute('aria-keyshortcuts', key);
      else button.removeAttribute('aria-keyshortcuts');
      kbd.hidden = !on;
    },
  };
}

/**
 * One key starts a game, unless it is meant for the control that has the focus. Returns what ends the listening.
 * @param {() => boolean} on false for those who speak to their computer, or hit keys by accident (WCAG 2.1.4)
 * @param {(offer: Offer) => void} start
 */
export function listenForStarts(on, start) {
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (!on()) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
    const { target } = event;
    if (target instanceof Element && target.closest('textarea, select, input:not([type="radio"])')) return;
    const offer = OFFERS.find((one) => homeText.offers[one.name].key === event.key.toUpperCase());
    if (!offer) return;
    event.preventDefault();
    start(offer);
  };
  document.addEventListener('keydown', pressed);
  return () => document.removeEventListener('keydown', pressed);
}
