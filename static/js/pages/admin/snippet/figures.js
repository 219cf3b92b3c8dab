// @ts-check
/** How players do on one snippet, and what they say about its expected speed. */

import { fill, h } from '../../../dom.js';
import { text } from '../text.js';
import { whole } from '../../../text/common.js';
import { stat } from '../../../parts/pieces.js';
import { worstKeys } from '../frame.js';

const AGREE_WPM = 0.5; // less is chance, and no player feels it

/** @param {{adopt: ((wpm: number) => void) | null}} actions null for a version that cannot be changed */
export function figuresView({ adopt }) {
  const t = text.figures;
  const body = h('div', { 'aria-busy': 'true' }, h('p.muted', {}, text.list.looking));
  return {
    element: h('section.card.figures', { 'aria-labelledby': 'figures' }, h('h2', { id: 'figures' }, t.title), body),
    /** @param {any} stats @param {any} estimate */
    show(stats, estimate) {
      body.removeAttribute('aria-busy');
      const missed = stats.worst_characters.filter((/** @type {any} */ one) => one.missed > 0);
      fill(
        body,
        h(
          'dl.stats.wide',
          {},
          stat(t.drawn, whole(stats.usage_count), t.drawnHint),
          stat(t.played, whole(stats.plays), t.playedHint(stats.finished, stats.games_looked_at)),
          stat(
            t.accuracy,
            stats.mean_accuracy === null ? text.list.never : t.percent(stats.mean_accuracy),
            t.accuracyHint,
          ),
          stat(
            t.speed,
            stats.mean_wpm === null ? text.list.never : t.wpm(stats.mean_wpm),
            stats.mean_wpm === null ? '' : t.speedHint(stats.expected_wpm, stats.speed_ratio),
          ),
        ),
        stats.plays === 0 && h('p.muted', {}, t.none),
        stats.plays > 0 && [h('h3', {}, t.worst), missed.length ? worstKeys(missed) : h('p.muted', {}, t.nobody)],
        h('h3', {}, t.suggestion),
        suggestion(estimate),
      );
    },
    failed() {
      body.removeAttribute('aria-busy');
      fill(body, h('p.muted', {}, text.list.unread));
    },
  };

  /** @param {any} one */
  function suggestion(one) {
    if (one.suggested_wpm === null)
      return h('p.muted', {}, t.few(one.players, one.players_needed, one.games, one.games_needed));
    const agree = Math.abs(one.suggested_wpm - one.expected_wpm) < AGREE_WPM;
    return h(
      'div.choices',
      {},
      h('p', {}, t.enough(one.suggested_wpm, one.players, one.games, one.expected_wpm), agree && ` ${t.agree}`),
      !agree &&
        adopt &&
        h('button', { type: 'button', onclick: () => adopt(one.suggested_wpm) }, t.adopt(one.suggested_wpm)),
    );
  }
}
