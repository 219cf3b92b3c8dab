// @ts-check
/** The list of shared replays. */

import { h } from '../../dom.js';
import { pages } from '../../parts/pages.js';
import { kindOfGame, pageFrame, select } from '../../parts/pieces.js';
import { date, languages } from '../../text/common.js';
import { text as sharedText } from '../../text/replays.js';
import { text } from './text.js';

/** @import { SharedReplayListed, SharedReplayListedPage } from '../../net/types.js' */

/** @typedef {{at: (page: number, language?: string) => string, go: (address: string) => void}} Ways */

/**
 * @param {SharedReplayListedPage} found @param {{language: string, by: string}} chosen `by`: whose; empty for all
 * @param {Ways} ways
 */
export function replaysView(found, { language, by }, { at, go }) {
  const choose = (/** @type {string} */ of) => go(at(1, of));
  return pageFrame(
    'replays',
    sharedText.title,
    h('p.lead', {}, by ? leadBy(by) : text.lead),
    h(
      'form.filters',
      {},
      select(text.language, { '': text.any, ...languages }, language, choose, { name: 'language' }),
    ),
    found.items.length
      ? h('ul.shared', {}, found.items.map(item))
      : h('p.muted.empty', {}, by ? text.emptyBy : text.empty),
    pages(found, (page) => at(page)),
  );
}

/** @param {string} username */
const leadBy = (username) => [
  text.leadBy,
  h('a', { href: `/players/${encodeURIComponent(username)}` }, `@${username}`),
  ' · ',
  h('a', { href: '/replays' }, text.all),
];

/** @param {SharedReplayListed} one */
function item(one) {
  const { id, title, is_official, username, display_name, language, difficulty, created_at } = one;
  const figures = sharedText.figures(one.net_wpm, one.key_accuracy_percentage);
  return h(
    'li',
    { 'data-replay': id },
    h('p.title', {}, h('a', { href: `/replays/${id}` }, title), is_official && h('span.tag', {}, sharedText.official)),
    h('p.figures', {}, figures),
    h(
      'p.muted',
      {},
      h('a', { href: `/players/${encodeURIComponent(username)}` }, text.by(display_name)),
      ` · ${kindOfGame(language, difficulty)} · ${date(created_at)}`,
    ),
  );
}
