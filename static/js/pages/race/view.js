// @ts-check
/** A challenge: whose game it is, what it came to, and the way in. */

import { h } from '../../dom.js';
import { replayAddress } from '../../parts/game-links.js';
import { kindOfGame, pageFrame, stat } from '../../parts/pieces.js';
import { dateTime, duration, tenths, whole } from '../../text/common.js';
import { text as gamesText } from '../../text/games.js';
import { text as raceText } from './text.js';

/** @import { GameResult } from '../../net/types.js' */

/**
 * @param {GameResult} result @param {boolean} own @param {() => void} start
 */
export function raceView(result, own, start) {
  const t = raceText;
  const go = h('button.primary', { type: 'button', onclick: start, 'data-focus': true }, t.start);
  const error = h('p.error', { role: 'alert', hidden: true });
  const element = pageFrame(
    'race',
    own ? t.own : t.title(result.display_name),
    h('p.lead', {}, t.lead),
    h(
      'section.card',
      { 'aria-label': t.ghost },
      h(
        'p.kind',
        {},
        h('strong', {}, kindOfGame(result.language, result.difficulty)),
        h('span.muted', {}, ` · ${dateTime(result.ended_at)}`),
      ),
      h(
        'dl.stats.wide',
        {},
        stat(t.score, whole(result.final_score)),
        stat(t.wpm, tenths(result.net_wpm)),
        stat(t.accuracy, `${tenths(result.key_accuracy_percentage)}%`),
        stat(t.waves, whole(result.waves_completed)),
        stat(t.time, duration(result.playtime_seconds)),
      ),
    ),
    h('p.choices', {}, go, h('a.button.plain', { href: replayAddress(result) }, gamesText.watch)),
    error,
    h('p.muted', {}, t.note),
  );
  return {
    element,
    /** @param {boolean} is */
    busy(is) {
      go.disabled = is;
    },
    /** @param {string} words */
    refuse(words) {
      error.textContent = words;
      error.hidden = !words;
    },
  };
}
