// @ts-check
/** Why a game was flagged: each reason in words, with its figures below. */

import { h } from '../dom.js';
import { reasonWords } from '../text/verdicts.js';

/** @import { Reason } from '../net/types.js' */

/** @param {Reason[]} reasons */
export function reasonList(reasons) {
  return h(
    'ul.reasons',
    {},
    reasons.map((reason) => {
      const { words, figure } = reasonWords(reason);
      return h('li', {}, words, h('span.hint', {}, figure));
    }),
  );
}
