// @ts-check
/** The tracks as a table, and the form of a new one. */

import { h } from '../../../dom.js';
import { formElement } from '../../../parts/form.js';
import { card } from '../../../parts/pieces.js';
import { languages, whole } from '../../../text/common.js';
import { trackPage } from '../courses-links.js';
import { descriptionField, onOneLine } from '../description.js';
import { adminFrame, adminTable, cell, stateTag } from '../frame.js';
import { orderButtons } from '../order.js';
import { text } from './text.js';

/** @import { AdminTrackListed } from '../../../net/types.js' */

/**
 * @typedef {object} Ways
 * @property {(ids: string[], key: string) => void} move
 * @property {(values: Record<string, string>) => Promise<void>} create throws a Problem
 */

/** @param {AdminTrackListed[]} tracks @param {string} used the button that has the focus again @param {Ways} ways */
export function coursesView(tracks, used, ways) {
  const t = text;
  const c = t.columns;
  const ids = tracks.map(({ id }) => id);
  const keep = (/** @type {string} */ key, /** @type {HTMLButtonElement} */ button) => {
    if (key === used) button.dataset.focus = '';
  };
  const row = (/** @type {AdminTrackListed} */ track) =>
    h(
      'tr',
      { role: 'row' },
      cell('', 'what', h('a', { href: trackPage(track.id) }, track.title)),
      cell(c.language, '', languages[track.language]),
      cell(c.challenges, 'number', whole(track.challenges)),
      cell(c.enrolled, 'number', whole(track.enrolled)),
      cell(c.state, '', stateTag(track.is_published ? 'PUBLISHED' : 'DRAFT')),
      cell('', 'do', orderButtons({ ids, id: track.id, name: track.title }, ways.move, keep)),
    );
  const columns = [c.title, c.language, number(c.challenges), number(c.enrolled), c.state, c.do];
  return adminFrame(
    '/admin/courses',
    t.title,
    h('p.lead', {}, t.lead),
    tracks.length ? adminTable('courses', t.title, columns, tracks.map(row)) : h('p.empty', {}, t.none),
    card('fresh', t.fresh, newForm(ways)),
  );
}

const number = (/** @type {string} */ label) => ({ label, kind: 'number' });

/** @param {Ways} ways */
function newForm(ways) {
  const t = text;
  const plain = { autocomplete: 'off', type: 'text' };
  return formElement(
    {
      name: 'track',
      fields: [
        { ...plain, name: 'title', label: t.name, hint: t.nameHint, most: 120 },
        { ...plain, name: 'language', label: t.language, options: languages, value: 'PYTHON' },
        descriptionField({ label: t.description, hint: t.descriptionHint }),
      ],
      submit: t.create,
    },
    (values) => ways.create(onOneLine(values)),
  );
}
