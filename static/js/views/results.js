// @ts-check
/** What one game came to. Law: every figure stands beside the formula it comes from. */

import { scoreOf, scoreParts } from '../game/score.js';
import { fill, h } from '../dom.js';
import { dateTime, duration, tenths, text, whole } from '../text/common.js';
import { text as resultText } from '../text/result.js';
import { kindOfGame, pageFrame, stat } from './parts.js';

/**
 * @param {any} result
 * @param {{own: boolean, guest: boolean}} viewer
 * @param {{again: () => void}} actions
 */
export function resultView(result, { own, guest }, { again }) {
  const t = resultText;
  const strokes = h('div.strokes', {}, h('p.muted', {}, '…'));
  const reason = t.reasons[/** @type {'quit'} */ (result.end_reason)] ?? result.end_reason;
  const element = pageFrame(
    'result',
    t.title,
    h(
      'header.summary',
      {},
      h('div.total', {}, h('span.label', {}, t.score), h('strong', { 'data-score': result.final_score }, whole(result.final_score))),
      h(
        'div.about',
        {},
        h('p.kind', {}, kindOfGame(result.language, result.difficulty)),
        h('p', {}, own ? reason : `${reason} · ${t.by} `, !own && h('a', { href: `/players/${encodeURIComponent(result.username)}` }, result.display_name)),
        h('p.muted', {}, dateTime(result.ended_at)),
        rank(result),
        own && guest && h('p.keep', {}, h('a.button', { href: `/register?then=/results/${result.id}` }, text.nav.keep), h('span.muted', {}, t.keep)),
      ),
      h(
        'div.choices',
        {},
        h('button.primary', { type: 'button', onclick: again, 'data-focus': true }, t.again, h('kbd', { 'aria-hidden': 'true' }, t.enter)),
        h('a.button.plain', { href: '/leaderboard' }, t.toBoard),
      ),
    ),
    h('div.columns', {}, h('section.card', { 'aria-labelledby': 'parts' }, h('h2', { id: 'parts' }, t.parts), parts(result)), h('section.card', {}, h('h2', {}, t.documented), documented(result), h('h2', {}, t.keystrokes), strokes)),
  );
  return {
    element,
    /** @param {any} typing keystroke measures */
    measured(typing) {
      fill(strokes, measures(typing));
    },
    unmeasured() {
      strokes.replaceChildren(h('p.muted', {}, text.problem.gone));
    },
  };
}

/** @param {any} result */
function rank(result) {
  const t = resultText;
  if (result.ranked) return h('p.rank.yes', {}, h('span', { 'aria-hidden': 'true' }, '✓ '), t.ranked);
  const why = t.why[/** @type {'guest'} */ (result.unranked_reason)] ?? result.unranked_reason;
  return h('p.rank.no', {}, h('span', { 'aria-hidden': 'true' }, '○ '), `${t.unranked}: ${why}.`);
}

/** @param {any} result */
function parts(result) {
  const t = resultText;
  const all = scoreParts(result);
  const most = Math.max(1, ...all.map((part) => part.points));
  const rows = all.map(({ part, amount, factor, floored, points }) => {
    const shown = floored ? tenths(amount) : whole(amount);
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, t.part[part]),
      h('td.formula', {}, `${shown} × ${factor}`),
      h('td.number', {}, h('span.share', { 'aria-hidden': 'true', vars: { share: (points / most).toFixed(3) } }), h('b', {}, whole(points))),
    );
  });
  const [part, formula, number] = t.columns;
  return h(
    'table.parts',
    {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, part), h('th', { scope: 'col' }, formula), h('th.number', { scope: 'col' }, number))),
    h('tbody', {}, rows),
    h('tfoot', {}, h('tr', {}, h('th', { scope: 'row', colspan: 2 }, t.sum), h('td.number', {}, whole(scoreOf(all))))),
  );
}

/** @param {any} result */
function documented(result) {
  const t = resultText;
  return h(
    'dl.stats',
    {},
    stat(t.wpm, tenths(result.words_per_minute), t.wpmHint),
    stat(t.accuracy, `${tenths(result.accuracy_percentage)}%`, t.accuracyHint),
    stat(t.words, whole(result.total_words_typed), t.wordsOf(result.correct_words, result.total_words_typed)),
    stat(t.time, duration(result.playtime_seconds)),
    stat(t.damage, whole(result.total_damage_dealt)),
    stat(t.taken, `${whole(result.total_damage_taken)} HP`),
  );
}

/** @param {any} typing */
function measures(typing) {
  const t = resultText;
  return h(
    'dl.stats',
    {},
    stat(t.net_wpm, tenths(typing.net_wpm), t.net_wpmHint),
    stat(t.raw_wpm, tenths(typing.raw_wpm), t.raw_wpmHint),
    stat(t.key_accuracy, `${tenths(typing.accuracy_percentage)}%`, t.keys(typing.correct_keys, typing.total_keys_pressed)),
    stat(t.consistency, `${tenths(typing.consistency)}%`, t.consistencyHint),
  );
}
