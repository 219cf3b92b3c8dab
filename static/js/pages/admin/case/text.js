// @ts-check
/** The English of one game under a moderator's eyes. */

import { count, percent, tenths, whole } from '../../../text/common.js';

export const text = {
  title: 'Review a game',
  back: 'Back to the queue',
  by: (/** @type {string} */ kind) => `${kind}, played by `,
  figures: (/** @type {number} */ wpm, /** @type {number} */ accuracy, /** @type {string} */ time) =>
    `${tenths(wpm)} WPM · ${tenths(accuracy)}% accuracy · ${time}`,
  score: (/** @type {number} */ points) => count(points, 'point'),
  verdict: (/** @type {string} */ name) => `Verdict: ${name}`,
  replay: 'Watch the replay',
  result: 'The result',
  against: 'Why it was flagged',
  nothing: 'The rules found nothing wrong.',
  reports: 'Players’ reports',
  reporter: (/** @type {string} */ name) => `${name}: `,
  appeal: 'The player’s appeal',
  decisions: 'Earlier decisions',
  decision: { approve: 'approved it', reject: 'rejected it' },
  commandLine: 'The server’s operator',
  decide: 'Your verdict',
  reason: 'Reason (shown to the player)',
  reasonHint: 'If left empty, the text below is sent.',
  approve: 'Approve',
  reject: 'Reject',
  defaults: {
    approved: 'A moderator reviewed this game: it looks typed by hand.',
    rejected: 'A moderator reviewed this game: it does not look typed by hand.',
  },
  own: 'This is your own game, so somebody else has to judge it.',
  done: {
    approved: 'Approved. The game counts again.',
    rejected: 'Rejected. The game no longer counts.',
  },

  intervals: 'Its rhythm, compared with honest play',
  unreadable: 'This server cannot read the game’s keys.',
  few: 'Too few keys to say anything about a rhythm.',
  thisGame: 'This game',
  honest: { player: 'Earlier games', model: 'Modelled hand' },
  beside: {
    player: (/** @type {number} */ n) =>
      `Compared with ${count(n, 'earlier game')} of this player and of the same kind, none flagged.`,
    model: () =>
      'The player has no earlier games like it, so it is compared with a modelled hand typing the same code.',
  },
  spread: 'Time between keys',
  spreadSummary: (/** @type {number} */ own, /** @type {number} */ honest) =>
    `Half of the keys came within ${whole(own)} ms; in the comparison, within ${whole(honest)} ms.`,
  tempo: 'Tempo over time',
  tempoSummary: (/** @type {number} */ keys) => `${count(keys, 'interval')}, in groups of ten or more.`,
  axisMs: 'Time between keys',
  axisShare: 'Share of keys',
  axisTime: 'Typing time',
  ms: (/** @type {number} */ n) => `${whole(n)} ms`,
  share: percent,
  pairs: 'Key pairs',
  pairsHint: 'Average time of the most frequent pairs. Hands need longer for some than for others.',
  pairColumns: ['Pair', 'Times', 'This game', 'Comparison'],
  unknown: '–',
};
