// @ts-check
/** The versions of a challenge, and which of them players get. */

import { h } from '../../../dom.js';
import { dateTime, whole } from '../../../text/common.js';
import { goalsInShort } from '../../../text/courses.js';
import { adminTable, cell } from '../frame.js';
import { states, text } from './text.js';

/** @import { AdminChallenge, ChallengeVersion } from '../../../net/types.js' */

/** By a mark as well as by words. */
const MARKS = { PUBLISHED: '●', DRAFT: '○', RETIRED: '↩' };

/**
 * @param {AdminChallenge} challenge
 * @param {{publish?: (version: number) => void, rollback?: (version: number) => void}} ways
 */
export function versionsTable({ versions }, ways) {
  const c = text.columns;
  const columns = [c.version, c.state, c.goals, { label: c.attempts, kind: 'number' }, c.created, c.do];
  return adminTable(
    'versions',
    text.versions,
    columns,
    versions.map((one) => row(one, ways)),
  );
}

/** @param {ChallengeVersion} version @param {Parameters<typeof versionsTable>[1]} ways */
function row({ version, state, goals, attempts, created_at, snippet }, { publish, rollback }) {
  const t = text;
  const c = t.columns;
  const button = (/** @type {string} */ label, /** @type {(() => void) | undefined} */ onclick, kind = '') =>
    h('button.small', { type: 'button', class: kind, onclick }, label);
  return h(
    'tr',
    { role: 'row', 'data-state': state },
    cell(
      '',
      'what',
      h(
        'details',
        {},
        h('summary', {}, t.version(version)),
        h('pre', { tabindex: 0 }, h('code', {}, snippet.snippet_text)),
      ),
    ),
    cell(
      c.state,
      `state-${state.toLowerCase()}`,
      h('span', { 'aria-hidden': 'true' }, MARKS[state]),
      ` ${states[state]}`,
    ),
    cell(c.goals, '', goalsInShort(goals)),
    cell(c.attempts, 'number', whole(attempts)),
    cell(c.created, 'when', dateTime(created_at)),
    cell(
      '',
      'do',
      state === 'DRAFT' && button(t.publish(version), () => publish?.(version), 'primary'),
      state === 'RETIRED' && button(t.rollback(version), () => rollback?.(version)),
    ),
  );
}
