// @ts-check
/** The English of one contest. */

import { count, ordinal, tenths, whole } from '../../text/common.js';
import { lasting } from '../../text/contests.js';

/** @import { Contest, OwnEntry } from '../../net/types.js' */

export const text = {
  missing: {
    title: 'A contest',
    words: 'There is no such contest, or it is for a group that you do not belong to.',
    all: 'All contests',
  },
  part: 'Your part',
  about: 'About the contest',
  moved: (/** @type {string} */ rating) => `Your rating: ${rating}`,
  startsIn: 'Starts in',
  endsIn: 'Ends in',
  closing: 'The window is closed. The last games are being finished, then the ranks are fixed.',
  over: 'It is over, and the ranks are fixed.',
  once: (/** @type {Contest} */ { waves, duration_s }) =>
    `${count(waves, 'wave')}, the same for everybody. You play once, at any time within ${lasting(duration_s)}.`,
  rated: 'Affects contest ratings.',
  group: (/** @type {string} */ name) => `Only members of ${name} see it. Does not affect ratings.`,
  join: 'Take part',
  joinHint: 'Shows others that you’re coming. You can also just play once it has begun.',
  leave: 'Withdraw',
  play: 'Play now',
  goOn: 'Resume your game',
  sure: 'Play now?',
  sureLead: 'You play this contest once. A game that you leave or lose counts as far as it got.',
  login: 'Log in to take part',
  register: 'Register to take part',
  guest: 'Guests cannot take part. Register first; your games stay yours.',
  staff: 'You can see this contest’s snippets, so you cannot take part in it.',
  joined: 'You’re taking part.',
  playing: 'Your game is under way.',
  noKey: 'You have played: no key was pressed, so there is no result.',
  /** @type {Record<string, string>} */
  excluded: {
    flagged: 'Your game is waiting for a moderator and will count once it is approved.',
    rejected: 'Your game was rejected by a moderator and does not count.',
    paused: 'Your game was paused for too long and does not count.',
  },
  place: (/** @type {number} */ rank, /** @type {number} */ of, /** @type {number} */ score) =>
    `Rank ${whole(rank)} of ${whole(of)}, with ${whole(score)} points.`,
  scored: (/** @type {number} */ score) => `You have ${whole(score)} points.`,
  result: 'Your result',
  edit: 'Edit',
  remove: 'Delete',
  sureRemove: (/** @type {string} */ title) => `Delete “${title}”?`,
  sureRemoveLead: 'Nobody will see it any more, and its snippets can be used elsewhere.',
  removed: 'The contest was deleted.',
  staffTitle: 'For staff',
  changeable: 'Until it begins, you can edit or delete it.',
  stays: 'It has begun, so it stays as it is.',
  standings: 'Standings',
  nobody: 'Nobody has finished yet.',
  count: (/** @type {Contest} */ { participants, playing, finished }) =>
    `${count(participants, 'player')} · ${whole(playing)} playing now · ${whole(finished)} finished`,
  columns: { rank: 'Rank', player: 'Player', score: 'Score', speed: 'WPM', accuracy: 'Accuracy', rating: 'Rating' },
  waves: 'Waves',
  you: 'you',
  inShort: (/** @type {number} */ speed, /** @type {string} */ accuracy) => `${tenths(speed)} WPM · ${accuracy}`,
  climbed: (/** @type {number} */ rank) => `You are now ranked ${ordinal(rank)}.`,
  snippets: 'Snippets',
  snippetsHint: 'Only staff can see these before the contest is over.',
  wave: (/** @type {number} */ n, /** @type {string} */ category) => `Wave ${whole(n)}: ${category}`,
  drawn: (/** @type {number} */ n) => (n ? `drawn ${count(n, 'time')} before` : 'never drawn before'),
};

/** How the reader's own part stands. @param {OwnEntry} yours @param {Contest} contest */
export function ownWords(yours, { finished }) {
  const { session_id, is_playing, result_id, final_score, rank, excluded } = yours;
  if (!session_id) return text.joined;
  if (is_playing) return text.playing;
  if (!result_id || final_score === null) return text.noKey;
  if (excluded) return text.excluded[excluded] ?? text.scored(final_score);
  return rank === null ? text.scored(final_score) : text.place(rank, Math.max(rank, finished), final_score);
}
