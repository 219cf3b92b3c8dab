// @ts-check
/** The overview: a card for each thing that an admin looks after. */

import { h } from '../../../dom.js';
import { card, kindOfGame } from '../../../parts/pieces.js';
import { dateTime, whole } from '../../../text/common.js';
import { adminFrame, adminTable, cell } from '../frame.js';
import { nameOfQueued, nameOfSnippet, nameOfWritten, placeOfQueued, placeOfWritten } from '../names.js';
import { text } from './text.js';

/** @import { JobOut, JobOutPage, QueueItem, QueueItemPage, SnippetListedPage } from '../../../net/types.js' */
/** @import { StaffText, StaffTextStretch } from '../../../net/types.js' */

/**
 * @typedef {object} State
 * @property {JobOutPage} failed
 * @property {QueueItemPage} reported
 * @property {StaffTextStretch} written
 * @property {SnippetListedPage} disliked
 */

/** @param {State} state @param {(job: JobOut) => void} retry */
export function overviewView({ failed, reported, written, disliked }, retry) {
  return adminFrame(
    '/admin/overview',
    text.title,
    h('p.lead', {}, text.lead),
    failedCard(failed, retry),
    reportedCard(reported),
    writtenCard(written),
    dislikedCard(disliked),
  );
}

const NO_SUBJECT = '00000000-0000-0000-0000-000000000000'; // of periodic work

/** @param {string} words */
const nothing = (words) => h('p.muted.empty', {}, words);

/** @param {JobOutPage} page @param {(job: JobOut) => void} retry */
function failedCard({ items, total }, retry) {
  const t = text.failed;
  const c = t.columns;
  const row = (/** @type {JobOut} */ job) =>
    h(
      'tr',
      { role: 'row' },
      h(
        'td.what',
        { role: 'cell' },
        h('b', {}, job.queue),
        job.subject !== NO_SUBJECT && h('span.hint', {}, t.about(job.subject)),
      ),
      cell(c.error, 'why', job.error),
      cell(c.since, '', job.failed_at && dateTime(job.failed_at)),
      h('td.do', { role: 'cell' }, retryButton(job, retry)),
    );
  const head = [c.job, c.error, c.since, h('td', { role: 'cell' })];
  const list = () => [
    h('p', {}, t.lead),
    adminTable('queue', t.caption, head, items.map(row)),
    total > items.length && h('p.hint', {}, t.more(items.length, total)),
  ];
  return card('failed', t.title, items.length ? list() : nothing(t.none));
}

/** @param {JobOut} job @param {(job: JobOut) => void} retry */
function retryButton(job, retry) {
  const t = text.failed;
  const label = t.retryOf(job.queue, job.id);
  return h('button.small', { type: 'button', 'aria-label': label, onclick: () => retry(job) }, t.retry);
}

/** @param {QueueItemPage} page */
function reportedCard({ items }) {
  const t = text.reported;
  const c = t.columns;
  const row = (/** @type {QueueItem} */ item) => {
    const place = item.game ? `/moderation/results/${item.id}` : placeOfQueued(item);
    const name = nameOfQueued(item);
    return h(
      'tr',
      { role: 'row' },
      h('td.what', { role: 'cell' }, place ? h('a', { href: place }, name) : h('b', {}, name)),
      cell(c.reports, 'number', whole(item.reports)),
      cell(
        c.why,
        'why',
        h(
          'ul.said',
          {},
          item.reasons.map((one) => h('li', {}, `“${one}”`)),
        ),
      ),
    );
  };
  const list = () => [
    adminTable('queue', t.caption, [c.what, { label: c.reports, kind: 'number' }, c.why], items.map(row)),
    h('p', {}, h('a', { href: '/moderation?cause=REPORTED&sort=MOST_REPORTED' }, t.all)),
  ];
  return card('reported', t.title, items.length ? list() : nothing(t.none));
}

/** @param {StaffTextStretch} stretch */
function writtenCard({ items }) {
  const t = text.written;
  const c = t.columns;
  const row = (/** @type {StaffText} */ one) =>
    h(
      'tr',
      { role: 'row' },
      h(
        'td.what',
        { role: 'cell' },
        h('a', { href: placeOfWritten(one) }, nameOfWritten(one)),
        h('pre.words', { tabindex: 0 }, one.text),
      ),
      cell(c.state, '', t.states[one.state]),
      cell(c.at, '', dateTime(one.created_at)),
    );
  const list = () => adminTable('queue', t.caption, Object.values(c), items.map(row));
  return card('written', t.title, items.length ? list() : nothing(t.none));
}

/** @param {SnippetListedPage} page */
function dislikedCard({ items, total }) {
  const t = text.disliked;
  const list = () => [
    h(
      'ul.said',
      {},
      items.map((one) =>
        h(
          'li',
          {},
          h('a', { href: `/admin/snippets/${one.id}` }, h('code', {}, nameOfSnippet(one))),
          h('span.hint', {}, kindOfGame(one.language, one.difficulty)),
        ),
      ),
    ),
    h('p', {}, h('a', { href: '/admin?disliked=true&sort=DISLIKED' }, t.all(total))),
  ];
  return card('disliked', t.title, items.length ? list() : nothing(t.none));
}
