// @ts-check
/** Contests as a list of links. */

import { h } from '../dom.js';
import { states, text } from '../text/contests.js';
import { contestAddress } from './contest-links.js';
import { kindOfGame } from './pieces.js';

/** @import { ContestView } from '../net/types.js' */

/** @param {ContestView[]} contests @param {string} [group] the slug of the group on whose page they are listed */
export const contestList = (contests, group) =>
  h(
    'ul.contest-list',
    {},
    contests.map((one) => item(one, group)),
  );

/** @param {ContestView} view @param {string} [group] */
function item({ contest, yours }, group) {
  const { slug, title, state, language, difficulty, waves, participants, is_rated } = contest;
  const about = [kindOfGame(language, difficulty), text.waves(waves), text.participants(participants)];
  return h(
    'li',
    { 'data-state': state },
    h('a', { href: contestAddress(slug) }, title),
    h(
      'span.tags',
      {},
      h('span.tag', {}, states[state]),
      is_rated && h('span.tag', {}, text.rated),
      contest.group && contest.group.slug !== group && h('span.tag', {}, text.forGroup(contest.group.name)),
      yours && h('span.tag.yours', {}, yours.session_id ? text.played : text.joined),
    ),
    h('span.hint', {}, text.when(contest)),
    h('span.hint', {}, about.join(' · ')),
  );
}
