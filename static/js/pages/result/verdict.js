// @ts-check
/** What was found about a player's own game, what a moderator made of it, and the one appeal against it. */

import { h } from '../../dom.js';
import { formElement } from '../../parts/form.js';
import { reasonList } from '../../parts/verdict.js';
import { dateTime } from '../../text/common.js';
import { verdict as t } from './text.js';

/** @import { GameResult, ReviewOut } from '../../net/types.js' */

/** @typedef {{guest: boolean, appeal: (text: string) => Promise<void>}} Appealing `appeal` throws a Problem */

/**
 * Nothing for a game that nothing was ever held against.
 * @param {GameResult} result @param {ReviewOut} review @param {Appealing} appealing
 */
export function verdictView({ verdict_reasons }, review, { guest, appeal }) {
  const { verdict, reason, reviewed_at, may_appeal } = review;
  if (verdict === 'clean') return null;
  return h(
    'section.card.verdict',
    { 'aria-labelledby': 'verdict' },
    h('h2', { id: 'verdict' }, t.title[verdict]),
    h('p', {}, t.lead[verdict]),
    reason !== null && h('p.quote', {}, `“${reason}”`),
    reviewed_at !== null && h('p.hint', {}, t.reviewed(dateTime(reviewed_at))),
    verdict_reasons.length > 0 && [h('h3', {}, t.found), reasonList(verdict_reasons)],
    state(review),
    may_appeal && (guest ? h('p.note', {}, t.guest) : form(appeal)),
  );
}

/** What became of the appeal. @param {ReviewOut} review */
function state({ appeal, appealed_at, appeal_verdict, decided_at }) {
  if (appeal === null) return null;
  return [
    h('h3', {}, t.yourAppeal),
    h('p.quote', {}, `“${appeal}”`),
    h(
      'p',
      { role: 'status' },
      appeal_verdict === null
        ? t.waits(dateTime(appealed_at ?? ''))
        : t.decided[/** @type {'approved'} */ (appeal_verdict)](dateTime(decided_at ?? '')),
    ),
  ];
}

/** @param {(text: string) => Promise<void>} appeal */
function form(appeal) {
  return formElement(
    {
      name: 'appeal',
      fields: [{ name: 'text', label: t.appeal, type: 'textarea', hint: t.once, most: 2000 }],
      submit: t.send,
    },
    ({ text }) => appeal(text),
  );
}
