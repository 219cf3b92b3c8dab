// @ts-check
/** One collection and its code. */

import { h } from '../../dom.js';
import { aboutCollection } from '../../parts/collections.js';
import { formElement } from '../../parts/form.js';
import { card, pageFrame } from '../../parts/pieces.js';
import { reportView } from '../../parts/report.js';
import { text as sharedText } from '../../text/collections.js';
import { difficulties } from '../../text/common.js';
import { text } from './text.js';

/** @import { CollectionEdit, CollectionListed, CollectionOut, OwnSnippetOut } from '../../net/types.js' */
/** @import { Report } from '../../parts/report.js' */

/**
 * @typedef {object} Ways
 * @property {(focus: boolean) => void} practise
 * @property {(body: CollectionEdit) => Promise<void>} change throws a Problem
 * @property {(snippet_id: string) => void} remove
 * @property {() => void} deleteAll
 * @property {(reason: string) => Promise<void>} withdraw throws a Problem
 */

/** @typedef {{guest: boolean, moderates: boolean, report: Report | null}} Reader */

/** @param {CollectionOut} shown @param {Reader} reader @param {Ways} ways */
export function collectionView({ collection, snippets, room }, reader, ways) {
  const { name, description, is_own, id } = collection;
  return pageFrame(
    'own-code',
    name,
    description && h('p.lead', {}, description),
    h('p.muted', {}, `${aboutCollection(collection)} · ${stateOf(collection)}`),
    play(snippets.length > 0, is_own, ways),
    card(
      'code',
      text.pieces,
      room && h('p.muted', {}, text.room(room.snippets, room.bytes)),
      snippets.length
        ? h(
            'ul.snippets-kept',
            {},
            snippets.map((one, index) => snippetView(one, index + 1, is_own ? ways.remove : null)),
          )
        : h('p.muted', {}, text.empty),
    ),
    is_own && card('settings', text.settings, settings(collection, reader.guest, ways)),
    !is_own && reader.moderates && withdrawForm(ways),
    reader.report && reportView('COLLECTION', id, reader.report),
  );
}

/** @param {CollectionListed} collection */
function stateOf({ is_own, is_public, withdrawn_at, display_name }) {
  if (!is_own) return sharedText.by(display_name);
  if (withdrawn_at) return text.withdrawn;
  return is_public ? text.published : text.own;
}

/** @param {boolean} can @param {boolean} is_own @param {Ways} ways */
function play(can, is_own, { practise }) {
  const start = h(
    'button.primary',
    { type: 'button', disabled: !can, 'data-focus': can, onclick: () => practise(false) },
    sharedText.practise,
  );
  const focus = h(
    'button',
    { type: 'button', disabled: !can, title: text.focusHint, onclick: () => practise(true) },
    text.focus,
  );
  return h('div.choices', {}, start, focus, h('a.button.plain', { href: '/code' }, is_own ? text.add : text.all));
}

/** @param {OwnSnippetOut} snippet @param {number} n @param {((id: string) => void) | null} remove */
function snippetView({ id, source, difficulty, snippet_text }, n, remove) {
  const title = source || text.piece(n);
  const away = remove && h('button.small', { type: 'button', 'aria-label': text.removeOf(title) }, text.remove);
  away?.addEventListener('click', () => {
    away.disabled = true;
    remove?.(id);
  });
  return h(
    'li',
    {},
    h('div.head', {}, h('b', {}, title), h('span.muted', {}, difficulties[difficulty]), away),
    h('pre', { tabindex: 0, role: 'region', 'aria-label': title }, h('code', {}, snippet_text)),
  );
}

/** @param {CollectionListed} collection @param {boolean} guest @param {Ways} ways */
function settings({ name, description, is_public, withdrawn_at }, guest, ways) {
  const canPublish = !guest && !withdrawn_at;
  const visibility = {
    name: 'visibility',
    label: text.visibility,
    type: '',
    options: text.visibilities,
    value: is_public ? 'public' : '',
    hint: text.visibilityHint,
  };
  return h(
    'div',
    {},
    formElement(
      {
        name: 'collection',
        kind: '',
        submit: text.save,
        done: text.saved,
        fields: [
          { name: 'name', label: text.name, type: 'text', most: 80, value: name, autocomplete: 'off' },
          {
            name: 'description',
            label: text.description,
            type: 'textarea',
            most: 2000,
            value: description,
            required: false,
          },
          ...(canPublish ? [visibility] : []),
        ],
      },
      (values) =>
        ways.change({
          name: values.name,
          description: values.description,
          ...(canPublish && { is_public: values.visibility === 'public' }),
        }),
    ),
    guest && h('p.muted', {}, text.guest),
    h('p.choices', {}, h('button.danger', { type: 'button', onclick: ways.deleteAll }, text.deleteAll)),
  );
}

/** @param {Ways} ways */
function withdrawForm(ways) {
  return card(
    'withdraw',
    text.withdraw,
    h('p.muted', {}, text.withdrawLead),
    formElement(
      {
        name: 'withdraw',
        kind: 'danger',
        submit: text.withdraw,
        fields: [{ name: 'reason', label: text.reason, type: 'textarea', most: 500 }],
      },
      ({ reason }) => ways.withdraw(reason),
    ),
  );
}

/** It is gone, or private. */
export function missingView() {
  return pageFrame('own-code', text.gone, h('p', {}, text.goneLead), h('p', {}, h('a', { href: '/code' }, text.all)));
}
