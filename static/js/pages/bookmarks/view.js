// @ts-check
/** The list of one's bookmarks. */

import { h } from '../../dom.js';
import { pages } from '../../parts/pages.js';
import { kindOfGame, pageFrame } from '../../parts/pieces.js';
import { languages } from '../../text/common.js';
import { text } from './text.js';

/** @import { Bookmark, BookmarksOut, Language } from '../../net/types.js' */

/**
 * @typedef {object} Ways
 * @property {(page: number) => string} at
 * @property {(language: Language) => void} play
 * @property {(id: string) => Promise<void>} remove
 */

const LINES = 3; // shown of each: enough to know it by

/** @param {BookmarksOut} found @param {Ways} ways */
export function bookmarksView(found, ways) {
  const { items, languages: playable } = found;
  return pageFrame(
    'bookmarks',
    text.title,
    h('p.lead', {}, text.lead),
    playable.length > 0 &&
      h(
        'div.choices',
        {},
        playable.map(({ language, snippets }) =>
          h('button', { type: 'button', onclick: () => ways.play(language) }, text.play(languages[language], snippets)),
        ),
      ),
    items.length
      ? h(
          'ul.marked',
          {},
          items.map((one) => item(one, ways)),
        )
      : h('p.muted.empty', {}, text.empty),
    pages(found, ways.at),
  );
}

/** @param {Bookmark} bookmark @param {Ways} ways */
function item({ id, language, difficulty, category, snippet_text }, { remove }) {
  const kind = `${kindOfGame(language, difficulty)} · ${category}`;
  const name = snippet_text?.split('\n')[0] ?? kind;
  const away = h('button.small', { type: 'button', 'aria-label': text.removeOf(name) }, text.remove);
  away.addEventListener('click', () => {
    away.disabled = true;
    remove(id).catch(() => {
      away.disabled = false;
    });
  });
  return h(
    'li',
    { 'data-snippet': id },
    snippet_text === null
      ? h('p.muted', {}, text.gone)
      : h('a.code', { href: `/snippets/${id}` }, h('code', {}, snippet_text.split('\n').slice(0, LINES).join('\n'))),
    h('p.about', {}, h('span.muted', {}, kind), away),
  );
}

/** Nobody is signed in. */
export function nobodyView() {
  return pageFrame(
    'bookmarks',
    text.title,
    h('p.lead', {}, text.lead),
    h('p', {}, text.sign),
    h('p', {}, h('a', { href: '/' }, text.start)),
  );
}
