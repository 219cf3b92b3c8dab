// @ts-check
/**
 * What came of the game that has just been played: passed or not, by which goal, and the way on.
 *
 * Law: the goals that are known are those of the version that players get now. A game of another version is shown by
 * what it missed alone.
 */

import { h } from '../../dom.js';
import { challengeAddress, trackAddress } from '../../parts/course-links.js';
import { goalsOf } from '../../text/courses.js';
import { text as challengeText } from './text.js';

/** @import { Attempt, Challenge, ChallengeView } from '../../net/types.js' */
/** @import { GoalWords } from '../../text/courses.js' */

/** While the server has not counted it yet. */
export const countingView = () =>
  h('section.card.outcome', { role: 'status' }, h('p.muted', {}, challengeText.outcome.counting));

/** @param {ChallengeView} shown @param {Attempt} attempt @param {() => void} again */
export function outcomeView({ challenge, track, next }, attempt, again) {
  const t = challengeText.outcome;
  const { passed, counts, final_score, result_id } = attempt;
  const isPassed = passed && counts;
  const goals = goalsAt(challenge, attempt);
  const title = counts ? (passed ? t.passed : t.failed) : t.uncounted;
  const lead = counts ? (passed ? t.score(final_score) : t.failedLead) : t.uncountedLead;
  const way = next ? [challengeAddress(next.id), t.next(next.title)] : [trackAddress(track.slug), t.toTrack];
  const on = h(
    'a',
    { href: way[0], class: isPassed ? 'button primary' : 'button plain', 'data-focus': isPassed },
    way[1],
  );
  const retry = h(
    'button',
    { type: 'button', class: isPassed ? '' : 'primary', 'data-focus': !isPassed, onclick: again },
    challengeText.again,
  );
  return h(
    'section.card.outcome',
    { 'aria-labelledby': 'outcome', 'data-passed': isPassed },
    h('h2', { id: 'outcome' }, title),
    h('p', {}, lead, attempt.version !== challenge.version && ` ${t.otherVersion}`),
    goals.length > 0 &&
      h(
        'ul.goals',
        {},
        goals.map((goal) => goalRow(goal, attempt)),
      ),
    h(
      'p.choices',
      {},
      isPassed ? [on, retry] : [retry, on],
      h('a.button.plain', { href: `/results/${result_id}` }, t.result),
    ),
  );
}

/** @param {Challenge} challenge @param {Attempt} attempt @returns {GoalWords[]} */
function goalsAt(challenge, { version, failed }) {
  if (version === challenge.version) return goalsOf(challenge.goals);
  return failed.map((goal) => ({ goal, words: challengeText.outcome.aGoal(goal) }));
}

/** @param {GoalWords} goal @param {Attempt} attempt */
function goalRow({ goal, words }, attempt) {
  const t = challengeText.outcome;
  const met = !attempt.failed.includes(goal);
  return h(
    'li',
    { 'data-met': String(met) },
    h('span.mark', { 'aria-hidden': 'true' }, met ? '✓' : '✗'),
    h('span', {}, words, h('span.unseen', {}, ` (${met ? t.met : t.unmet})`)),
    h('b', {}, t.reached(attempt, goal)),
  );
}
