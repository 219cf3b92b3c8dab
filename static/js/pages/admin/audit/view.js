// @ts-check
/** The audit log: who did what, when, to what, from where. */

import { h } from '../../../dom.js';
import { pages } from '../../../parts/pages.js';
import { select } from '../../../parts/pieces.js';
import { dateTime } from '../../../text/common.js';
import { adminFrame, adminTable, cell } from '../frame.js';
import { text as adminText } from '../text.js';
import { text } from './text.js';

/** @import { AuditEntry, AuditEntryPage } from '../../../net/types.js' */

/** @typedef {{entity_type: string, action: string, entity_id: string}} Chosen */

/**
 * @typedef {object} Actions
 * @property {(more: Partial<Chosen>, used: string) => void} choose
 * @property {(page: number, after?: string) => string} at
 */

/** @param {{page: AuditEntryPage, chosen: Chosen, used: string}} state @param {Actions} actions */
export function auditView({ page, chosen, used }, actions) {
  const t = text;
  return adminFrame(
    '/admin/audit',
    t.title,
    h('p.lead', {}, t.lead),
    filters(chosen, used, actions),
    h('p.muted', { role: 'status' }, t.total(page.total)),
    page.items.length
      ? adminTable('audit', t.caption, Object.values(t.columns), page.items.map(row))
      : h('p.muted.empty', {}, t.empty),
    pages(page, actions.at),
  );
}

/** @param {Chosen} chosen @param {string} used @param {Actions} actions */
function filters(chosen, used, actions) {
  const t = text;
  const field = (/** @type {'action' | 'entity_id'} */ name, /** @type {number} */ most) =>
    h('input', { type: 'search', value: chosen[name], maxlength: most, name, 'data-focus': used === name });
  const [action, id] = [field('action', 50), field('entity_id', 100)];
  const element = h(
    'form.filters',
    { role: 'search' },
    select(
      t.type,
      { '': adminText.any, ...t.types },
      chosen.entity_type,
      (value) => actions.choose({ entity_type: value }, 'entity_type'),
      { name: 'entity_type', 'data-focus': used === 'entity_type' },
    ),
    h('label', {}, h('span', {}, t.action), action),
    h('label.wide', {}, h('span', {}, t.id), id),
    h('div.choices', {}, h('button', { type: 'submit' }, t.find)),
  );
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    actions.choose({ action: action.value.trim(), entity_id: id.value.trim() }, 'action');
  });
  return element;
}

/** @param {AuditEntry} entry */
function row(entry) {
  const c = text.columns;
  return h(
    'tr',
    { role: 'row' },
    cell(c.when, '', dateTime(entry.created_at)),
    cell(c.who, '', who(entry)),
    h(
      'td.what',
      { role: 'cell', 'data-label': c.deed },
      h('b', {}, text.deed(entry.action)),
      h('span.hint', {}, `${text.types[entry.entity_type] ?? entry.entity_type} `, thing(entry)),
    ),
    cell(c.change, 'changes', changes(entry)),
    cell(c.from, '', entry.ip_address ?? text.none),
  );
}

/** @param {AuditEntry} entry */
function who({ username, metadata }) {
  return username ?? text.commandLine(shown(metadata.system_user ?? text.none));
}

/** A way to what was changed, where there is a page of it. @param {AuditEntry} entry */
function thing({ entity_type, entity_id }) {
  const short = entity_type === 'contest' ? entity_id : entity_id.slice(0, 8);
  const pages_ = {
    result: `/moderation/results/${entity_id}`,
    snippet: `/admin/snippets/${entity_id}`,
    contest: `/contests/${entity_id}`,
  };
  const href = pages_[/** @type {'result'} */ (entity_type)];
  return href ? h('a', { href }, short) : h('span', { title: entity_id }, short);
}

/** @param {AuditEntry} entry */
function changes({ old_values, new_values, metadata }) {
  const before = old_values ?? {};
  const lines = Object.entries(new_values ?? {}).map(([name, value]) =>
    name in before ? text.changed(name, shown(before[name]), shown(value)) : text.added(name, shown(value)),
  );
  const more = Object.entries(metadata)
    .filter(([name]) => name !== 'system_user')
    .map(([name, value]) => text.added(name, shown(value)));
  return h(
    'ul',
    {},
    [...lines, ...more].map((line) => h('li', {}, line)),
  );
}

/** @param {unknown} value */
const shown = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
