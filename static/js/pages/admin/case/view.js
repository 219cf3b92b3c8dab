// @ts-check
/** One game to judge: what is held against it, who said what, its keys beside honest ones, and the two buttons. */

import { h } from '../../../dom.js';
import { replayAddress } from '../../../parts/game-links.js';
import { card, kindOfGame } from '../../../parts/pieces.js';
import { reasonList } from '../../../parts/verdict.js';
import { dateTime, duration } from '../../../text/common.js';
import { verdicts } from '../../../text/verdicts.js';
import { staffFrame } from '../frame.js';
import { intervalsView } from './charts.js';
import { text } from './text.js';

/** @import { CaseOut, GameResult, Role } from '../../../net/types.js' */

/** @typedef {'approved' | 'rejected'} Decided */

/**
 * @param {CaseOut} of @param {{role: Role, own: boolean}} viewer
 * @param {(verdict: Decided, reason: string) => void} judge
 */
export function caseView(of, { role, own }, judge) {
  const t = text;
  return staffFrame(
    role,
    '/moderation',
    t.title,
    h('p', {}, h('a', { href: '/moderation' }, `← ${t.back}`)),
    summary(of.result),
    h('div.cards', {}, against(of), deciding(own, judge)),
    intervalsView(of.intervals),
    said(of),
  );
}

/** @param {GameResult} result */
function summary(result) {
  const t = text;
  const player = h('a', { href: `/players/${encodeURIComponent(result.username)}` }, result.display_name);
  const { net_wpm, key_accuracy_percentage, playtime_seconds } = result;
  const figures = t.figures(net_wpm, key_accuracy_percentage, duration(playtime_seconds));
  return h(
    'header.card.case-head',
    {},
    h(
      'div',
      {},
      h('p', {}, t.by(kindOfGame(result.language, result.difficulty)), player),
      h('p', {}, `${figures} · ${t.score(result.final_score)}`),
      h('p.muted', {}, dateTime(result.ended_at)),
    ),
    h(
      'div.choices',
      {},
      h('span', { class: `state verdict-${result.verdict}` }, t.verdict(verdicts[result.verdict])),
      h('a.button.plain', { href: replayAddress(result) }, t.replay),
      h('a.button.plain', { href: `/results/${result.id}` }, t.result),
    ),
  );
}

/** @param {CaseOut} of */
function against({ result }) {
  const reasons = result.verdict_reasons;
  return card('against', text.against, reasons.length ? reasonList(reasons) : h('p.muted', {}, text.nothing));
}

/** @param {boolean} own @param {(verdict: Decided, reason: string) => void} judge */
function deciding(own, judge) {
  const t = text;
  if (own) return card('decide', t.decide, h('p.note', {}, t.own));
  const reason = h('textarea', { id: 'reason', rows: 2, maxlength: 500, 'aria-describedby': 'reason-hint' });
  const button = (/** @type {Decided} */ verdict, /** @type {string} */ words, kind = '') =>
    h(
      'button',
      { type: 'button', class: kind, onclick: () => judge(verdict, reason.value.trim() || t.defaults[verdict]) },
      words,
    );
  return card(
    'decide',
    t.decide,
    h(
      'div.field',
      {},
      h('label', { for: 'reason' }, t.reason),
      reason,
      h('span.hint', { id: 'reason-hint' }, t.reasonHint),
    ),
    h('div.choices', {}, button('approved', t.approve, 'primary'), button('rejected', t.reject, 'danger')),
    h('ul.hint.defaults', {}, h('li', {}, t.defaults.approved), h('li', {}, t.defaults.rejected)),
  );
}

/** The appeal, reports and earlier decisions; nothing when there are none. @param {CaseOut} of */
function said({ standing, reports, decisions }) {
  const t = text;
  const line = (/** @type {string} */ who, /** @type {string | null} */ words, /** @type {string} */ at) =>
    h('li', {}, h('b', {}, who), words !== null && ` “${words}”`, h('span.hint', {}, dateTime(at)));
  const { appeal, appealed_at, appeal_verdict } = standing;
  return [
    appeal !== null &&
      card(
        'appeal',
        t.appeal,
        h('p.quote', {}, `“${appeal}”`),
        h('p.hint', {}, [
          dateTime(appealed_at ?? ''),
          appeal_verdict ? ` · ${verdicts[appeal_verdict].toLowerCase()}` : '',
        ]),
      ),
    reports.length > 0 &&
      card(
        'reports',
        t.reports,
        h(
          'ul.said',
          {},
          reports.map((one) => line(t.reporter(one.username), one.reason, one.created_at)),
        ),
      ),
    decisions.length > 0 &&
      card(
        'decisions',
        t.decisions,
        h(
          'ul.said',
          {},
          decisions.map((one) => {
            const did = t.decision[/** @type {'approve'} */ (one.action)] ?? one.action;
            return line(`${one.username ?? t.commandLine} ${did}:`, one.reason, one.created_at);
          }),
        ),
      ),
  ];
}
