// @ts-check
/** What is around the player of a shared replay. */

import { h } from '../../dom.js';
import { formElement } from '../../parts/form.js';
import { markdownView, strangersLink } from '../../parts/markdown.js';
import { card, pageFrame } from '../../parts/pieces.js';
import { reportView } from '../../parts/report.js';
import { text as sharedText } from '../../text/replays.js';
import { aboutGame } from '../../watching/view.js';
import { text } from './text.js';

/** @import { Children } from '../../dom.js' */
/** @import { SharedReplayOut } from '../../net/types.js' */
/** @import { Report } from '../../parts/report.js' */

/**
 * @typedef {object} Ways
 * @property {(title: string, note: string) => Promise<void>} change throws a Problem
 * @property {() => void} remove
 * @property {() => void} mark as official, or not any more
 * @property {(reason: string) => Promise<void>} hide throws a Problem
 */

/** @param {SharedReplayOut} shared @param {boolean} isWatched */
export function headView({ result, note_blocks, is_official, is_shown, hidden_at }, isWatched) {
  const figures = sharedText.figures(result.net_wpm, result.key_accuracy_percentage);
  return [
    aboutGame(result, isWatched, h('a.button.plain.small', { href: '/replays' }, text.all)),
    !is_shown && h('p.note', { role: 'note' }, hidden_at ? text.hidden : text.notShown),
    h('p.shared-figures', {}, is_official && h('span.tag', {}, sharedText.official), h('strong', {}, figures)),
    note_blocks.length > 0 &&
      h('div.note-said', { 'aria-label': text.note, role: 'group' }, markdownView(note_blocks, 2, strangersLink)),
  ];
}

/**
 * All but the player, for what cannot be watched.
 * @param {SharedReplayOut} shared @param {string} why @param {Children} foot
 */
export const unwatchedView = (shared, why, foot) =>
  pageFrame('replay', shared.title, headView(shared, false), h('p.note', { role: 'note' }, why), foot);

/** @param {SharedReplayOut} shared @param {{moderates: boolean, report: Report | null}} reader @param {Ways} ways */
export function footView(shared, { moderates, report }, ways) {
  const { id, is_own, hidden_at } = shared;
  return [
    is_own && own(shared, ways),
    moderates && !hidden_at && staff(shared, ways),
    report && !hidden_at && reportView('SHARED_REPLAY', id, report),
  ];
}

/** @param {SharedReplayOut} shared @param {Ways} ways */
function own({ title, note, hidden_at }, { change, remove }) {
  const fields = [
    { name: 'title', label: sharedText.name, type: 'text', most: 100, value: title, autocomplete: 'off' },
    {
      name: 'note',
      label: sharedText.note,
      type: 'textarea',
      most: 2000,
      value: note,
      required: false,
      hint: sharedText.noteHint,
    },
  ];
  return card(
    'own',
    text.own,
    !hidden_at &&
      formElement({ name: 'own', kind: '', submit: text.save, done: text.saved, fields }, (values) =>
        change(values.title, values.note),
      ),
    h('p.choices', {}, h('button.danger', { type: 'button', onclick: remove }, text.remove)),
  );
}

/** @param {SharedReplayOut} shared @param {Ways} ways */
function staff({ is_official }, { mark, hide }) {
  return card(
    'staff',
    text.staff,
    h(
      'p.choices',
      {},
      h('button', { type: 'button', onclick: mark }, is_official ? text.notOfficial : text.makeOfficial),
    ),
    formElement(
      {
        name: 'hide',
        kind: 'danger',
        submit: text.hide,
        fields: [{ name: 'reason', label: text.reason, type: 'textarea', most: 500 }],
      },
      ({ reason }) => hide(reason),
    ),
  );
}

/** It was removed, or is not shown to this reader. */
export function missingView() {
  return pageFrame(
    'replays',
    text.missing,
    h('p', {}, text.missingLead),
    h('p', {}, h('a', { href: '/replays' }, text.all)),
  );
}
