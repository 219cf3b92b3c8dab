// @ts-check
/** Choosing a challenge's code from the library. */

import { fill, h } from '../../../dom.js';
import { coloured } from '../../../parts/coloured.js';
import { text } from './text.js';

/** @import { SnippetListed, SnippetListedPage } from '../../../net/types.js' */

/**
 * @param {(q: string) => Promise<SnippetListedPage>} find throws when the library cannot be read
 * @param {(snippet: SnippetListed) => void} use
 */
export function libraryView(find, use) {
  const t = text;
  const search = h('input', { type: 'search', maxlength: 200, 'aria-label': t.search });
  const results = h('div.found');
  const form = h(
    'form.filters',
    { role: 'search' },
    h('label.wide', {}, h('span', {}, t.search), search),
    h('button', { type: 'submit' }, t.find),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const page = await find(search.value.trim()).catch(() => null);
    if (!page) fill(results, h('p.error', { role: 'alert' }, t.away));
    else fill(results, h('p.muted', { role: 'status' }, t.found(page.total)), list(page.items, use));
  });
  return h('details.library', {}, h('summary', {}, t.library), h('div.inside', {}, form, results));
}

/** @param {SnippetListed[]} snippets @param {(snippet: SnippetListed) => void} use */
const list = (snippets, use) =>
  h(
    'ul.snippets-found',
    {},
    snippets.map((one) => {
      const line = one.snippet_text.split('\n', 1)[0];
      return h(
        'li',
        {},
        h(
          'details',
          {},
          h('summary', {}, h('code', {}, line)),
          h('pre', { tabindex: 0 }, h('code', {}, coloured(one.snippet_text, []))),
        ),
        h('button.small', { type: 'button', 'aria-label': text.useOf(line), onclick: () => use(one) }, text.use),
      );
    }),
  );
