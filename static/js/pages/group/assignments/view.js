// @ts-check
/** Assignments as cards; for teachers with who has done each, and a form for another one. */

import { h } from '../../../dom.js';
import { contestAddress } from '../../../parts/contest-links.js';
import { formElement } from '../../../parts/form.js';
import { card, table } from '../../../parts/pieces.js';
import { difficulties, languages } from '../../../text/common.js';
import { groupFrame } from '../frame.js';
import { nameOf, progressOf } from '../text.js';
import { kindsOf, text, wanted } from './text.js';

/** @import { AssignmentOut, Contest, Group, MemberProgress } from '../../../net/types.js' */

/**
 * @typedef {object} Ways
 * @property {(values: Record<string, string>) => Promise<void>} assign throws a Problem
 * @property {(assignment: AssignmentOut) => void} withdraw
 */

/**
 * @param {{group: Group, assignments: AssignmentOut[], contests: Contest[], teaches: boolean, now: number}} state
 * `contests`: that can be asked for
 * @param {Ways} ways
 */
export function assignmentsView({ group, assignments, contests, teaches, now }, ways) {
  const t = text;
  const list = assignments.length
    ? h(
        'div.standings',
        {},
        assignments.map((one) => assignmentCard(one, { teaches, now, withdraw: ways.withdraw })),
      )
    : h('p.empty', {}, teaches ? t.noneTeacher : t.none);
  return groupFrame(
    group,
    'assignments',
    teaches ? h('div.beside.wide', {}, list, card('assign', t.fresh, newForm(contests, ways))) : list,
  );
}

/**
 * @param {AssignmentOut} assignment
 * @param {{teaches: boolean, now: number, withdraw: (assignment: AssignmentOut) => void}} how
 */
function assignmentCard(assignment, { teaches, now, withdraw }) {
  const t = text;
  const { id, title, note, due_at, progress, games } = assignment;
  const over = due_at !== null && Date.parse(due_at) < now;
  const own = teaches ? undefined : progress[0];
  return card(
    `assignment-${id}`,
    title,
    h(
      'p',
      {},
      wanted(assignment),
      due_at && h('span', { class: over ? 'muted' : '' }, ` · ${over ? t.over(due_at) : t.due_at(due_at)}`),
    ),
    note && h('p.note', {}, note),
    own && h('progress', { max: games, value: own.games, 'aria-label': t.progress(title) }),
    h('p', { class: own?.done ? 'done' : '' }, progressOf(assignment, teaches)),
    teaches && progress.length > 0 && everybody(assignment),
    h(
      'p.choices',
      {},
      own && !own.done && !over && wayTo(assignment),
      teaches &&
        h(
          'button.small',
          { type: 'button', 'aria-label': t.withdrawOf(title), onclick: () => withdraw(assignment) },
          t.withdraw,
        ),
    ),
  );
}

/** Where it is done. @param {AssignmentOut} assignment */
function wayTo({ contest_slug }) {
  const t = text;
  if (contest_slug === null) return h('a.button', { href: '/' }, t.play);
  return h('a.button', { href: contestAddress(contest_slug) }, t.toContest);
}

/** @param {AssignmentOut} assignment */
function everybody({ title, progress, games }) {
  const t = text;
  const row = (/** @type {MemberProgress} */ one) =>
    h(
      'tr',
      {},
      h('td.player', {}, h('a', { href: `/players/${encodeURIComponent(one.username)}` }, nameOf(one))),
      h('td', { class: one.done ? 'done' : '' }, one.done ? t.done : t.gamesOf(one.games, games)),
    );
  return h('details', {}, h('summary', {}, t.who), table(t.progress(title), [t.member, t.count], progress.map(row)));
}

/** @param {Contest[]} contests @param {Ways} ways */
function newForm(contests, ways) {
  const t = text;
  const plain = { autocomplete: 'off', required: false };
  const any = { '': t.any };
  /** @type {import('../../../parts/form.js').Field[]} */
  const fields = [
    { ...plain, name: 'title', label: t.what, type: 'text', required: true, attributes: { maxlength: 120 } },
    {
      ...plain,
      name: 'note',
      label: t.note,
      type: 'textarea',
      hint: t.noteHint,
      attributes: { rows: 3, maxlength: 2000 },
    },
    {
      ...{ ...plain, name: 'mode', label: t.mode, type: 'text', options: kindsOf(contests), value: 'SOLO' },
      hint: contests.length ? t.modeHint : '',
    },
    { ...plain, name: 'language', label: t.language, type: 'text', options: { ...any, ...languages } },
    { ...plain, name: 'difficulty', label: t.difficulty, type: 'text', options: { ...any, ...difficulties } },
    { ...plain, name: 'games', label: t.games, type: 'number', value: '1', attributes: { min: 1, max: 100 } },
    {
      ...plain,
      name: 'min_net_wpm',
      label: t.speed,
      type: 'number',
      hint: t.optional,
      attributes: { min: 1, max: 300 },
    },
    {
      ...{ ...plain, name: 'min_accuracy', label: t.accuracy, type: 'number', hint: t.optional },
      attributes: { min: 1, max: 100 },
    },
    { ...plain, name: 'due_at', label: t.due, type: 'datetime-local', hint: t.dueHint },
  ];
  return formElement({ name: 'assignment', fields, submit: t.assign }, ways.assign);
}
