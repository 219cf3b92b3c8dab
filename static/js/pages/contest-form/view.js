// @ts-check
/** A contest as a form; beside it, for whoever may choose them, its snippets. */

import { h } from '../../dom.js';
import { formElement } from '../../parts/form.js';
import { card, pageFrame } from '../../parts/pieces.js';
import { Chooser } from './chooser.js';
import { fieldsOf } from './fields.js';
import { CONTEST_WAVES } from '../../terms.js';
import { text as formText } from './text.js';

/** @import { ContestView, Group } from '../../net/types.js' */
/** @import { Found, Wanted } from './chooser.js' */

/**
 * @typedef {object} State
 * @property {Group[]} groups for which a new one can be
 * @property {boolean} mayBePublic
 * @property {boolean} mayChoose its snippets
 * @property {string} group chosen at first
 * @property {ContestView | null} contest null for a new one
 */

/**
 * @typedef {object} Ways
 * @property {(wanted: Wanted) => Promise<Found>} find
 * @property {(values: Record<string, string>, snippets: string[] | null) => Promise<void>} send throws a Problem
 */

/** @param {State} state @param {Ways} ways */
export function contestFormView({ groups, mayBePublic, mayChoose, group, contest }, { find, send }) {
  const t = formText;
  const names = Object.fromEntries(groups.map(({ slug, name }) => [slug, name]));
  const choices = contest ? null : { ...(mayBePublic && { '': t.everybody }), ...names };
  const chooser = mayChoose ? new Chooser(find, contest?.snippets ?? [], contest?.contest.language ?? '') : null;
  const form = formElement(
    {
      name: 'contest',
      fields: fieldsOf({ contest, groups: choices, group, mayChoose }),
      submit: contest ? t.save : t.make,
      first: true,
    },
    (values) => send(values, chooser?.ids ?? null),
  );
  if (chooser) countWaves(chooser, form, contest?.contest.waves ?? CONTEST_WAVES.usual);
  const kind = () => {
    const values = new FormData(form);
    chooser?.kind(String(values.get('language')), String(values.get('difficulty')));
  };
  form.addEventListener('change', (event) => {
    if (event.target instanceof HTMLSelectElement && ['language', 'difficulty'].includes(event.target.name)) kind();
  });
  kind();
  return pageFrame(
    'contest-form',
    contest ? t.edit(contest.contest.title) : t.fresh,
    h('div', { class: chooser ? 'two' : 'narrow' }, card('what', t.what, form), chooser?.element),
  );
}

/**
 * While snippets are chosen, there are as many waves.
 * @param {Chooser} chooser @param {HTMLFormElement} form @param {number} drawn
 */
function countWaves(chooser, form, drawn) {
  const waves = /** @type {HTMLInputElement} */ (form.elements.namedItem('waves'));
  chooser.oncount = (n) => {
    waves.readOnly = n > 0;
    waves.value = String(n || drawn);
  };
  chooser.oncount(chooser.ids.length);
}

/** @param {string} words */
export function deniedView(words) {
  const t = formText.denied;
  return pageFrame(
    'contest-form',
    t.title,
    h('p.lead', {}, words),
    h('p.choices', {}, h('a.button', { href: '/contests' }, t.back)),
  );
}
