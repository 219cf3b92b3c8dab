// @ts-check
/** Where there is no contest, or none for this reader. */

import { h } from '../../dom.js';
import { pageFrame } from '../../parts/pieces.js';
import { text as contestText } from './text.js';

export function missingView() {
  const t = contestText.missing;
  return pageFrame(
    'contest',
    t.title,
    h('p.lead', {}, t.words),
    h('p.choices', {}, h('a.button', { href: '/contests' }, t.all)),
  );
}
