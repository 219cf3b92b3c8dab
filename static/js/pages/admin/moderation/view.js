// @ts-check
/** What waits for a moderator. */

import { h } from '../../../dom.js';
import { kindOfGame, pages, select } from '../../../parts/pieces.js';
import { dateTime } from '../../../text/common.js';
import { reasonWords } from '../../../text/verdicts.js';
import { adminTable, cell, staffFrame } from '../frame.js';
import { text as adminText } from '../text.js';
import { causes, kinds, text } from './text.js';

/** @import { QueueItem, QueueItemPage, Role, StaffText } from '../../../net/types.js' */

/** @typedef {{cause: string, kind: string}} Chosen */

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
  const pick = (
    /** @type {keyof Chosen} */ name,
    /** @type {string} */ label,
    /** @type {Record<string, string>} */ options,
  ) =>
    select(label, { '': adminText.any, ...options }, chosen[name], (value) => actions.choose({ [name]: value }, name), {
      name,
      'data-focus': used === name,
    });
  return staffFrame(
    role,
    '/moderation',
    t.title,
    h('p.lead', {}, t.lead),
    h('form.filters', {}, pick('cause', t.cause, causes), pick('kind', t.kind, kinds)),
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

/** How a moderator knows it. @param {QueueItem} item */
export function nameOf({ kind, label, written }) {
  const t = text;
  if (written) return (kind === 'POST' ? t.post : t.comment)(written.display_name);
  if (label === null) return t.gone;
  if (kind === 'SNIPPET') return t.snippet(label);
  if (kind === 'COLLECTION') return t.collection(label);
  if (kind === 'SHARED_REPLAY') return t.replay(label);
  return kind === 'PROFILE' ? t.player(label) : t.game(label);
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

/** Where a reader sees it. @param {QueueItem} item */
function linkOf({ kind, label, id, written }) {
  if (written) return placeOf(written);
  if (label === null) return null;
  if (kind === 'COLLECTION') return `/code/${id}`;
  if (kind === 'SNIPPET') return `/snippets/${id}`;
  if (kind === 'SHARED_REPLAY') return `/replays/${id}`;
  return kind === 'PROFILE' ? `/players/${encodeURIComponent(label)}` : null;
}

/** Where a post or a comment is read with all that is around it. @param {StaffText} written */
function placeOf({ on, post_id }) {
  const [kind, key] = on.split(':');
  return `/${kind}s/${encodeURIComponent(key)}#post-${post_id}`;
}

/** @param {QueueItem} item */
function what(item) {
  const { game } = item;
  const name = nameOf(item);
  const link = linkOf(item);
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
  const properties = { href: `/moderation/results/${item.id}`, 'aria-label': text.lookAt(nameOf(item)) };
  return h('a.button.small', properties, text.look);
}

/** @param {QueueItem} item @param {Actions} actions */
function closing(item, { close }) {
  const t = text;
  const name = nameOf(item);
  return [
    button(t.uphold, t.upholdOf(name), () => close(item, 'UPHELD')),
    button(t.dismiss, t.dismissOf(name), () => close(item, 'DISMISSED')),
  ];
}

/** @param {QueueItem} item @param {Actions} actions */
function judging(item, { judge }) {
  const t = text;
  const name = nameOf(item);
  return [
    button(t.show, t.showOf(name), () => judge(item, true)),
    button(t.hide, t.hideOf(name), () => judge(item, false)),
  ];
}

/** @param {string} words @param {string} label @param {() => void} onclick */
const button = (words, label, onclick) => h('button.small', { type: 'button', 'aria-label': label, onclick }, words);
