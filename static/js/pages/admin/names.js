// @ts-check
/** How staff know what players report, write and play, and where a reader sees it. */

import { text } from './text.js';

/** @import { QueueItem, SnippetListed, StaffText } from '../../net/types.js' */

const SAYS_LITTLE = /^(import|from|export \{|["']use|$)/;

/** The first line that is no import says best which snippet it is. @param {SnippetListed} snippet */
export function nameOfSnippet({ snippet_text }) {
  const lines = snippet_text.split('\n');
  return (lines.find((line) => !SAYS_LITTLE.test(line)) ?? lines[0]).trim();
}

/** @param {StaffText} written */
export const nameOfWritten = ({ kind, display_name }) => (kind === 'POST' ? text.post : text.comment)(display_name);

/** Where a post or a comment is read with all that is around it. @param {StaffText} written */
export function placeOfWritten({ on, post_id }) {
  const [kind, key] = on.split(':');
  return `/${kind}s/${encodeURIComponent(key)}#post-${post_id}`;
}

/** @param {QueueItem} item */
export function nameOfQueued({ kind, label, written }) {
  const t = text;
  if (written) return nameOfWritten(written);
  if (label === null) return t.gone;
  if (kind === 'SNIPPET') return t.snippet(label);
  if (kind === 'COLLECTION') return t.collection(label);
  if (kind === 'SHARED_REPLAY') return t.replay(label);
  return kind === 'PROFILE' ? t.player(label) : t.game(label);
}

/** Null for a game, which a moderator sees as a case, and for what is gone. @param {QueueItem} item */
export function placeOfQueued({ kind, label, id, written }) {
  if (written) return placeOfWritten(written);
  if (label === null) return null;
  if (kind === 'COLLECTION') return `/code/${id}`;
  if (kind === 'SNIPPET') return `/snippets/${id}`;
  if (kind === 'SHARED_REPLAY') return `/replays/${id}`;
  return kind === 'PROFILE' ? `/players/${encodeURIComponent(label)}` : null;
}
