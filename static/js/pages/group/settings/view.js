// @ts-check
/** A group's settings. */

import { h } from '../../../dom.js';
import { formElement } from '../../../parts/form.js';
import { card } from '../../../parts/pieces.js';
import { groupFrame } from '../frame.js';
import { text } from './text.js';

/** @import { Group } from '../../../net/types.js' */

/**
 * @typedef {object} Ways
 * @property {(values: Record<string, string>) => Promise<void>} rename throws a Problem
 * @property {() => void} leave
 * @property {() => void} remove
 */

/** @param {{group: Group, teaches: boolean}} state @param {Ways} ways */
export function settingsView({ group, teaches }, ways) {
  const t = text;
  const { name, role } = group;
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick) =>
    h('p.choices', {}, h('button.danger', { type: 'button', onclick }, label));
  const field = { name: 'name', label: t.name, type: 'text', autocomplete: 'off', hint: t.nameHint, value: name };
  return groupFrame(
    group,
    'settings',
    h(
      'div.narrow',
      {},
      teaches &&
        card(
          'name',
          t.nameTitle,
          formElement(
            { name: 'group', fields: [{ ...field, attributes: { maxlength: 80 } }], submit: t.rename },
            ways.rename,
          ),
        ),
      card(
        'leave',
        t.leaveTitle,
        h('p.muted', {}, t.leaveLead(group)),
        role === 'OWNER' && h('p.muted', {}, t.handOn),
        button(t.leave, ways.leave),
      ),
      role === 'OWNER' && card('remove', t.removeTitle, h('p.muted', {}, t.removeLead), button(t.remove, ways.remove)),
    ),
  );
}
