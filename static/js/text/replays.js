// @ts-check
/** The English of shared replays that several pages need. */

import { percent, tenths } from './common.js';

export const text = {
  title: 'Replays',
  share: 'Share this replay',
  shareLead: 'Everybody who has the link sees it, and it is listed under Replays.',
  name: 'Title',
  note: 'Note',
  noteHint: 'What is there to see? Markdown, as in discussions.',
  send: 'Share',
  shared: 'Shared replay',
  official: 'Official',
  figures: (/** @type {number} */ wpm, /** @type {number} */ accuracy) => `${tenths(wpm)} WPM · ${percent(accuracy)}`,
};
