// @ts-check
/** How players do on one snippet, and what they say about its expected speed. */

import { fill, h } from '../../../dom.js';
import { stat } from '../../../parts/pieces.js';
import { whole } from '../../../text/common.js';
import { worstKeys } from '../frame.js';
import { text as adminText } from '../text.js';
import { figures as text } from './text.js';

/** @import { EstimateOut, StatsOut } from '../../../net/types.js' */

const AGREE_WPM = 0.5; // less is chance, and no player feels it

/** @typedef {((wpm: number) => void) | null} Adopt null for a version that cannot be changed */

/** @param {{adopt: Adopt}} actions */
export function figuresView({ adopt }) {
  const t = text;
  const body = h('div', { 'aria-busy': 'true' }, h('p.muted', {}, adminText.looking));
  return {
    element: h('section.card.figures', { 'aria-labelledby': 'figures' }, h('h2', { id: 'figures' }, t.title), body),
    /** @param {StatsOut} stats @param {EstimateOut} estimate */
    show(stats, estimate) {
      body.removeAttribute('aria-busy');
      fill(body, played(stats), missed(stats), h('h3', {}, t.suggestion), suggestion(estimate, adopt));
    },
    failed() {
      body.removeAttribute('aria-busy');
      fill(body, h('p.muted', {}, adminText.unread));
    },
  };
}

/** @param {StatsOut} stats */
function played({ usage_count, plays, finished, games_looked_at, mean_accuracy, mean_wpm, expected_wpm, speed_ratio }) {
  const t = text;
  const accuracy = mean_accuracy === null ? adminText.never : adminText.percent(mean_accuracy);
  const speed = mean_wpm === null ? adminText.never : t.wpm(mean_wpm);
  return h(
    'dl.stats.wide',
    {},
    stat(t.drawn, whole(usage_count), t.drawnHint),
    stat(t.played, whole(plays), t.playedHint(finished, games_looked_at)),
    stat(t.accuracy, accuracy, t.accuracyHint),
    stat(t.speed, speed, speed_ratio === null ? '' : t.speedHint(expected_wpm, speed_ratio)),
  );
}

/** @param {StatsOut} stats */
function missed({ plays, worst_characters }) {
  const t = text;
  if (plays === 0) return [h('p.muted', {}, t.none)];
  const worst = worst_characters.filter((one) => one.missed > 0);
  return [h('h3', {}, t.worst), worst.length ? worstKeys(worst) : h('p.muted', {}, t.nobody)];
}

/** @param {EstimateOut} estimate @param {Adopt} adopt */
function suggestion({ suggested_wpm: wpm, expected_wpm, players, players_needed, games, games_needed }, adopt) {
  const t = text;
  if (wpm === null) return h('p.muted', {}, t.few(players, players_needed, games, games_needed));
  const agree = Math.abs(wpm - expected_wpm) < AGREE_WPM;
  const words = h('p', {}, t.enough(wpm, players, games, expected_wpm), agree && ` ${t.agree}`);
  const button = !agree && adopt && h('button', { type: 'button', onclick: () => adopt(wpm) }, t.adopt(wpm));
  return h('div.choices', {}, words, button);
}
