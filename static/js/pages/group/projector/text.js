// @ts-check
/** The English of the projector view. */

import { utcDay } from '../../../text/common.js';
import { text as boardText } from '../../../text/board.js';

/** @import { Board } from '../../../parts/board-filters.js' */

export const text = {
  title: (/** @type {string} */ name) => `${name}, live`,
  back: 'Back to the group',
  full: 'Full screen',
  empty: 'Nobody is on this board yet: first place is up for grabs.',
  more: (/** @type {number} */ n) => `and ${n} more`,
};

/** `Solo · Score · This week`. @param {Board} board @param {...string} kind */
export function boardName(board, ...kind) {
  const t = boardText;
  const game = /** @type {Record<string, string>} */ (t.games)[board.mode + (board.seconds ?? '')];
  const metric = /** @type {Record<string, string>} */ (t.metrics)[board.metric];
  const period = board.day ? utcDay(board.day) : /** @type {Record<string, string>} */ (t.periods)[board.period];
  return [game, metric, period, ...kind].filter(Boolean).join(' · ');
}
