// @ts-check
/** The English of one game under a moderator's eyes. */

import { count, percent, tenths, whole } from '../../../text/common.js';

export const text = {
  title: 'A game to judge',
  back: 'Back to the queue',
  by: (/** @type {string} */ kind) => `${kind}, played by `,
  figures: (/** @type {number} */ wpm, /** @type {number} */ accuracy, /** @type {string} */ time) =>
    `${tenths(wpm)} WPM · ${tenths(accuracy)}% of the keys right · ${time}`,
  score: (/** @type {number} */ points) => count(points, 'point'),
  verdict: (/** @type {string} */ name) => `Verdict: ${name}`,
  replay: 'Watch the replay',
  result: 'The result',
  against: 'What is held against it',
  nothing: 'The rules object to nothing here.',
  reports: 'What players say',
  reporter: (/** @type {string} */ name) => `${name}: `,
  appeal: 'What the player says',
  decisions: 'Earlier decisions',
  decision: { approve: 'approved it', reject: 'rejected it' },
  commandLine: 'Somebody at the server',
  decide: 'Your verdict',
  reason: 'Why (the player reads it)',
  reasonHint: 'Left empty, the words below are sent.',
  approve: 'Approve',
  reject: 'Reject',
  defaults: {
    approved: 'A moderator looked at it: this is how people type.',
    rejected: 'A moderator looked at it: this is not how people type.',
  },
  own: 'This is your own game. Somebody else has to judge it.',
  done: {
    approved: 'Approved. The game counts again wherever it may.',
    rejected: 'Rejected. The game counts nowhere.',
  },

  intervals: 'Its keys, beside honest ones',
  unreadable: 'The keys of this game cannot be read by this server.',
  few: 'Too few keys to say anything about a rhythm.',
  thisGame: 'This game',
  honest: { player: 'The player before', model: 'A hand like others' },
  beside: {
    player: (/** @type {number} */ n) =>
      `Beside ${count(n, 'earlier game')} of this player, of the same kind, that nothing is held against.`,
    model: () => 'The player has no earlier games like it, so a modelled hand types the same code at the same speed.',
  },
  spread: 'How long between two keys',
  spreadSummary: (/** @type {number} */ own, /** @type {number} */ honest) =>
    `Half of the keys came within ${whole(own)} ms; within ${whole(honest)} ms in what it is compared with.`,
  tempo: 'How the tempo went',
  tempoSummary: (/** @type {number} */ keys) => `${count(keys, 'interval')}, in groups of ten or more.`,
  axisMs: 'Between two keys',
  axisShare: 'Share of the keys',
  axisTime: 'Typing time',
  ms: (/** @type {number} */ n) => `${whole(n)} ms`,
  share: percent,
  pairs: 'Pairs of keys',
  pairsHint: 'What the most frequent pairs took on average. Hands need longer for some than for others.',
  pairColumns: ['Pair', 'Times', 'This game', 'Compared'],
  unknown: '–',
};
