// @ts-check
/** A track as a table of contents. */

import { h } from '../../dom.js';
import { challengeAddress } from '../../parts/course-links.js';
import { markdownView } from '../../parts/markdown.js';
import { pageFrame } from '../../parts/pieces.js';
import { progressBar } from '../../parts/progress.js';
import { languages } from '../../text/common.js';
import { goalsInShort, statuses, text as coursesText } from '../../text/courses.js';
import { text as trackText } from './text.js';

/** @import { ChallengeListed, LessonView, ModuleView, TrackView } from '../../net/types.js' */

/** By a mark as well as by words. */
const MARKS = { NOT_STARTED: '○', IN_PROGRESS: '◐', COMPLETED: '✓' };

/** @param {TrackView} shown @param {{enrol: () => void, leave: () => void}} ways */
export function trackView({ track, modules, next }, ways) {
  const t = trackText;
  const { title, language, description, challenges, enrolled, yours } = track;
  const hasBegun = (yours?.completed ?? 0) > 0;
  const words = hasBegun ? t.goOn : t.begin;
  return pageFrame(
    'track',
    title,
    h(
      'p.tags',
      {},
      h('span.tag', {}, languages[language]),
      h('span.tag', {}, coursesText.challenges(challenges)),
      h('span.tag', {}, coursesText.learners(enrolled)),
    ),
    h('p.lead', {}, description),
    yours &&
      progressBar(yours.completed, challenges, coursesText.passed(yours.completed, challenges, yours.percentage)),
    h(
      'p.choices',
      {},
      next && h('a.button.primary', { href: challengeAddress(next.id) }, words(next.title)),
      !next && hasBegun && h('strong', {}, coursesText.done),
      yours
        ? h('button.quiet', { type: 'button', onclick: ways.leave }, t.leave)
        : h('button', { type: 'button', onclick: ways.enrol }, t.enrol),
    ),
    modules.length ? modules.map(moduleView) : h('p.empty', {}, t.notYet),
  );
}

export function missingView() {
  const t = trackText.missing;
  const back = h('a.button', { href: '/learn' }, t.all);
  return pageFrame('track', t.title, h('p.lead', {}, t.words), h('p.choices', {}, back));
}

/** @param {ModuleView} module */
const moduleView = ({ slug, title, description, lessons }) =>
  h(
    'section.card.module',
    { 'aria-labelledby': `module-${slug}` },
    h('h2', { id: `module-${slug}` }, title),
    h('p.muted', {}, description),
    lessons.map(lessonView),
  );

/** @param {LessonView} lesson */
const lessonView = ({ title, blocks, challenges }) =>
  h(
    'div.lesson',
    {},
    h('h3', {}, title),
    blocks.length ? h('details', {}, h('summary', {}, trackText.lesson), markdownView(blocks, 3)) : null,
    h('ol.challenges', {}, challenges.map(challengeRow)),
  );

/** @param {ChallengeListed} challenge */
function challengeRow({ id, title, minutes, points, goals, yours }) {
  const t = coursesText;
  const status = yours?.status ?? 'NOT_STARTED';
  const best = yours?.best_score;
  return h(
    'li',
    { 'data-status': status },
    h('span.mark', { 'aria-hidden': 'true' }, MARKS[status]),
    h('a', { href: challengeAddress(id) }, title, h('span.unseen', {}, ` (${statuses[status]})`)),
    h('span.hint', {}, `${t.minutes(minutes)} · ${t.points(points)} · ${goalsInShort(goals)}`),
    best ? h('span.hint.best', {}, t.best(best)) : null,
  );
}
