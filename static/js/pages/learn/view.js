// @ts-check
/** Tracks as cards, with how far the reader has come in each. */

import { h } from '../../dom.js';
import { challengeAddress, trackAddress } from '../../parts/course-links.js';
import { card, pageFrame, select } from '../../parts/pieces.js';
import { progressBar } from '../../parts/progress.js';
import { languages } from '../../text/common.js';
import { text as coursesText } from '../../text/courses.js';
import { text as learnText } from './text.js';

/** @import { TrackListed, TrackProgress } from '../../net/types.js' */

/**
 * @param {{tracks: TrackListed[], language: string, latest: TrackProgress | null}} state `latest`: the track that the
 * reader was last in
 * @param {(language: string) => void} choose
 */
export function learnView({ tracks, language, latest }, choose) {
  const t = learnText;
  const filter = h(
    'div.filters',
    { role: 'search' },
    select(t.language, { '': t.any, ...languages }, language, choose),
  );
  return pageFrame(
    'learn',
    coursesText.title,
    h('p.lead', {}, t.lead),
    latest && goOn(latest),
    filter,
    tracks.length
      ? h('ul.tracks', {}, tracks.map(trackCard))
      : h('p.empty', {}, language ? t.noneOf(languages[language]) : t.none),
    card('more', t.more, h('ul.more-ways', {}, t.ways.map(moreWay))),
  );
}

/** @param {TrackProgress} track */
function goOn({ slug, title, challenges, completed, percentage, next }) {
  const t = learnText;
  const way =
    next && h('a.button.primary', { href: challengeAddress(next.id), 'data-focus': true }, t.continue(next.title));
  return card(
    'go-on',
    t.goOn,
    h('p', {}, h('a', { href: trackAddress(slug) }, title)),
    progressBar(completed, challenges, coursesText.passed(completed, challenges, percentage)),
    h('p.choices', {}, way || coursesText.done),
  );
}

/** @param {TrackListed} track */
function trackCard({ slug, title, language, description, challenges, enrolled, yours }) {
  const t = coursesText;
  return h(
    'li.card',
    {},
    h('h2', {}, h('a', { href: trackAddress(slug) }, title)),
    h('p.tags', {}, h('span.tag', {}, languages[language]), yours && h('span.tag.yours', {}, learnText.yours)),
    h('p', {}, description),
    h('p.hint', {}, `${t.challenges(challenges)} · ${t.learners(enrolled)}`),
    yours && progressBar(yours.completed, challenges, t.passed(yours.completed, challenges, yours.percentage)),
  );
}

/** @param {[href: string, name: string, words: string]} way */
const moreWay = ([href, name, words]) => h('li', {}, h('a', { href }, name), h('span.muted', {}, words));
