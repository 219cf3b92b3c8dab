// @ts-check
/** What waits for a moderator. */

import { h } from '../../../dom.js';
import { pages } from '../../../parts/pages.js';
import { kindOfGame, select } from '../../../parts/pieces.js';
import { dateTime } from '../../../text/common.js';
import { reasonWords } from '../../../text/verdicts.js';
import { adminTable, cell, staffFrame } from '../frame.js';
import { nameOfQueued, placeOfQueued } from '../names.js';
import { text as adminText } from '../text.js';
import { causes, kinds, sorts, text } from './text.js';

/** @import { QueueItem, QueueItemPage, Role } from '../../../net/types.js' */

/** @typedef {{cause: string, kind: string, sort: string}} Chosen */

/**
 * @typedef {object} Actions
 * @property {(more: Partial<Chosen>, used: string) => void} choose
 * @property {(page: number) => string} at
 * @property {(item: QueueItem, outcome: 'UPHELD' | 'DISMISSED') => void} close the reports of it
 * @property {(item: QueueItem, isShown: boolean) => void} judge a post or a comment
 */

/** @param {{page: QueueItemPage, chosen: Chosen, used: string, role: Role}} state @param {Actions} actions */
export function moderationView({ page, chosen, used, role }, actions) {
  const t = text;
  const c = t.columns;
  const columns = [c.what, c.why, c.since, h('td', { role: 'cell' })];
  const any = { '': adminText.any };
  const pick = (
    /** @type {keyof Chosen} */ name,
    /** @type {string} */ label,
    /** @type {Record<string, string>} */ options,
  ) =>
    select(label, options, chosen[name], (value) => actions.choose({ [name]: value }, name), {
      name,
      'data-focus': used === name,
    });
  return staffFrame(
    role,
    '/moderation',
    t.title,
    h('p.lead', {}, t.lead),
    h(
      'form.filters',
      {},
      pick('cause', t.cause, { ...any, ...causes }),
      pick('kind', t.kind, { ...any, ...kinds }),
      pick('sort', t.sort, sorts),
    ),
    h('p.muted', { role: 'status' }, t.total(page.total)),
    page.items.length
      ? adminTable(
          'queue',
          t.caption,
          columns,
          page.items.map((item) => row(item, actions)),
        )
      : h('p.muted.empty', {}, t.empty),
    pages(page, actions.at),
  );
}

/** @param {QueueItem} item @param {Actions} actions */
function row(item, actions) {
  const c = text.columns;
  return h(
    'tr',
    { role: 'row' },
    what(item),
    cell(c.why, 'why', why(item)),
    cell(c.since, '', dateTime(item.since)),
    h(
      'td.do',
      { role: 'cell' },
      item.game ? look(item) : item.written ? judging(item, actions) : closing(item, actions),
    ),
  );
}

/** @param {QueueItem} item */
function what(item) {
  const { game } = item;
  const name = nameOfQueued(item);
  const link = placeOfQueued(item);
  const hint = game && text.figures(kindOfGame(game.language, game.difficulty), game.net_wpm, game.final_score);
  return h(
    'td.what',
    { role: 'cell' },
    link ? h('a', { href: link }, name) : h('b', {}, name),
    hint && h('span.hint', {}, hint),
    item.written && h('pre.words', { tabindex: 0 }, item.written.text),
  );
}

/** @param {QueueItem} item */
function why({ flagged, reports, reasons, appeal, game, held }) {
  const t = text;
  const said = flagged && game ? game.verdict_reasons.map((reason) => reasonWords(reason).words) : [];
  const cause = (/** @type {string} */ name, /** @type {string[]} */ words) => [
    h('span.tag', {}, name),
    ...words.map((one) => h('p', {}, one)),
  ];
  return h(
    'div.causes',
    {},
    appeal !== null && cause(t.appealed, [`“${appeal}”`]),
    reports > 0 &&
      cause(
        t.reports(reports),
        reasons.map((one) => `“${one}”`),
      ),
    flagged && cause(causes.FLAGGED, said),
    held && cause(t.held, []),
  );
}

/** @param {QueueItem} item */
function look(item) {
  const properties = { href: `/moderation/results/${item.id}`, 'aria-label': text.lookAt(nameOfQueued(item)) };
  return h('a.button.small', properties, text.look);
}

/** @param {QueueItem} item @param {Actions} actions */
function closing(item, { close }) {
  const t = text;
  const name = nameOfQueued(item);
  return [
    button(t.uphold, t.upholdOf(name), () => close(item, 'UPHELD')),
    button(t.dismiss, t.dismissOf(name), () => close(item, 'DISMISSED')),
  ];
}

/** @param {QueueItem} item @param {Actions} actions */
function judging(item, { judge }) {
  const t = text;
  const name = nameOfQueued(item);
  return [
    button(t.show, t.showOf(name), () => judge(item, true)),
    button(t.hide, t.hideOf(name), () => judge(item, false)),
  ];
}

/** @param {string} words @param {string} label @param {() => void} onclick */
const button = (words, label, onclick) => h('button.small', { type: 'button', 'aria-label': label, onclick }, words);
