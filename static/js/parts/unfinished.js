// @ts-check
/** The games that wait to be gone on with. */

import { h } from '../dom.js';
import { dateTime, text, whyNot } from '../text/common.js';
import { text as playText } from '../text/play.js';
import { kindOfGame, pageFrame } from './pieces.js';

/** @typedef {import('../pages/play/page.js').Started} Started */

/**
 * @param {Started[]} sessions
 * @param {{resume: (started: Started) => void, end: (started: Started) => Promise<void>}} actions
 */
export function unfinishedView(sessions, actions) {
  const t = playText;
  const start = h('a.button', { class: sessions.length ? 'plain' : 'primary', href: '/' }, t.newGame);
  if (!sessions.length) return pageFrame('unfinished', t.resumeTitle, h('p', {}, t.none), h('p.choices', {}, start));
  return pageFrame(
    'unfinished',
    t.resumeTitle,
    h('p.lead', {}, t.resumeLead),
    unfinishedList(sessions, actions),
    h('p.choices', {}, start),
  );
}

/**
 * @param {Started[]} sessions
 * @param {{resume: (started: Started) => void, end: (started: Started) => Promise<void>}} actions
 */
export function unfinishedList(sessions, { resume, end }) {
  return h(
    'ul.games',
    {},
    sessions.map((started, index) => {
      const ending = h('button', { type: 'button' }, text.home.end);
      ending.addEventListener('click', async () => {
        ending.disabled = true;
        ending.textContent = text.home.ending;
        await end(started).catch((error) => {
          ending.disabled = false;
          ending.textContent = whyNot(error);
        });
      });
      return h(
        'li',
        {},
        h(
          'span',
          {},
          h('strong', {}, kindOfGame(started.language, started.difficulty)),
          started.ghost_of && h('span.tag', {}, text.home.race),
          started.started_at && h('span.muted', {}, ` ${text.home.started(dateTime(started.started_at))}`),
        ),
        h(
          'span.choices',
          {},
          h(
            'button.primary',
            { type: 'button', onclick: () => resume(started), 'data-focus': index === 0 },
            text.home.resume,
          ),
          ending,
        ),
      );
    }),
  );
}
