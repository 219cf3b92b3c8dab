// @ts-check
/** The unfinished games, each with a way to resume and to end it. */

import { h } from '../dom.js';
import { dateTime, duration, whyNot } from '../text/common.js';
import { text as gamesText } from '../text/games.js';
import { modes } from '../text/modes.js';
import { kindOfGame } from './pieces.js';

/** @import { StartedGame } from '../net/types.js' */

/**
 * @typedef {object} Ways
 * @property {(started: StartedGame) => void} resume
 * @property {(started: StartedGame) => Promise<void>} end
 */

/** @param {StartedGame[]} sessions @param {Ways} ways */
export function unfinishedList(sessions, ways) {
  const items = sessions.map((started, index) => item(started, ways, index === 0));
  return {
    element: h(
      'ul.games',
      {},
      items.map((one) => one.element),
    ),
    focus: () => items[0]?.resuming.focus(),
  };
}

/** `wave 3, 2:10, 1,234 points`. @param {StartedGame} started */
function howFar({ standing }) {
  if (!standing) return '';
  const { wave, game_ms, score, keys_pressed } = standing;
  return keys_pressed ? gamesText.far(wave, duration(game_ms / 1000), score) : gamesText.notBegun;
}

/** @param {StartedGame} started @param {Ways} ways @param {boolean} first */
function item(started, { resume, end }, first) {
  const t = gamesText;
  const resuming = h(
    'button.primary',
    { type: 'button', onclick: () => resume(started), 'data-focus': first },
    t.resume,
  );
  const ending = h('button', { type: 'button' }, t.end);
  ending.addEventListener('click', async () => {
    ending.disabled = true;
    ending.textContent = t.ending;
    await end(started).catch((error) => {
      ending.disabled = false;
      ending.textContent = whyNot(error);
    });
  });
  const about = h(
    'span.about',
    {},
    h('strong', {}, kindOfGame(started.language, started.difficulty)),
    modes[started.mode].tag && h('span.tag', {}, t.kind(modes[started.mode].tag, started.seconds)),
    h('span.far', {}, howFar(started)),
    started.started_at && h('span.muted', {}, t.started(dateTime(started.started_at))),
  );
  return { resuming, element: h('li', {}, about, h('span.choices', {}, resuming, ending)) };
}
