// @ts-check
/** Collections of own code, in lists. */

import { h } from '../dom.js';
import { languages } from '../text/common.js';
import { text } from '../text/collections.js';

/** @import { CollectionListed } from '../net/types.js' */

/** @param {string} id */
export const collectionAddress = (id) => `/code/${id}`;

/** `Python · 12 pieces · 3 games`. @param {CollectionListed} collection */
export const aboutCollection = ({ language, snippets, usage_count }) =>
  text.about(languages[language], snippets, usage_count);

/** @param {CollectionListed[]} items @param {(id: string) => void} practise */
export function collectionList(items, practise) {
  return h(
    'ul.collections',
    {},
    items.map((one) => item(one, practise)),
  );
}

/** @param {CollectionListed} collection @param {(id: string) => void} practise */
function item(collection, practise) {
  const { id, name, is_own, is_public, display_name, snippets } = collection;
  const state = is_own ? (is_public ? text.isPublic : text.isPrivate) : text.by(display_name);
  return h(
    'li',
    { 'data-collection': id },
    h(
      'span.about',
      {},
      h('a', { href: collectionAddress(id) }, name),
      h('span.muted', {}, `${aboutCollection(collection)} · ${state}`),
    ),
    h(
      'button.small',
      {
        type: 'button',
        disabled: snippets === 0,
        'aria-label': text.practiseOf(name),
        onclick: () => practise(id),
      },
      text.practise,
    ),
  );
}
