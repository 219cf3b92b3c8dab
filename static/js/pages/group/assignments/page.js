// @ts-check
/** What is asked of a group: one's own progress, and for teachers everybody's, with the form for another one. */

import { ask } from '../../../parts/ask.js';
import {
  deleteGroupsBySlugAssignmentsById,
  getGroupsBySlugAssignments,
  postGroupsBySlugAssignments,
  getContests,
} from '../../../later-routes.js';
import { forMembers, teaches, told } from '../access.js';
import { contestIn, text } from './text.js';
import { assignmentsView } from './view.js';

/** @import { App } from '../../../app.js' */
/** @import { Contest, ContestViewPage, Mode, NewAssignment } from '../../../net/types.js' */

const CONTESTS = 50;

export const openAssignments = forMembers(async (app, group) => {
  const { slug } = group;
  const [assignments, contests] = await Promise.all([
    app.api.call(getGroupsBySlugAssignments(slug)),
    teaches(group) ? toAssign(app, slug) : [],
  ]);
  const element = assignmentsView(
    { group, assignments, contests, teaches: teaches(group), now: Date.now() },
    {
      assign: async (values) => {
        await app.api.call(postGroupsBySlugAssignments(slug), { body: assignmentOf(values) });
        await app.router.open();
        app.notice(text.made);
      },
      withdraw: async ({ id, title }) => {
        if (!(await ask({ title: text.sure(title), lead: text.sureLead, confirm: text.withdraw, danger: true })))
          return;
        await told(app, app.api.call(deleteGroupsBySlugAssignmentsById(slug, id)));
        await app.router.open();
      },
    },
  );
  return { element, title: text.title(group.name) };
});

/**
 * Contests that are not over: the group's, and public ones.
 * @param {App} app @param {string} slug @returns {Promise<Contest[]>}
 */
async function toAssign(app, slug) {
  /** @type {ContestViewPage[]} */
  const pages = await Promise.all([
    app.api.call(getContests, { query: { state: 'UPCOMING', per_page: CONTESTS } }),
    app.api.call(getContests, { query: { state: 'RUNNING', per_page: CONTESTS } }),
  ]);
  const all = pages.flatMap(({ items }) => items.map(({ contest }) => contest));
  return all.filter(({ group }) => group === null || group.slug === slug);
}

/** A form holds words; what was left empty is asked of nobody. @param {Record<string, string>} values */
function assignmentOf(values) {
  const number = (/** @type {string} */ name) => (values[name].trim() === '' ? null : Number(values[name]));
  const due = new Date(values.due_at);
  const { title, note, mode, language, difficulty } = values;
  const contest = contestIn(mode);
  const kind = { mode: /** @type {Mode} */ (mode), language, difficulty, games: number('games') ?? 1 };
  return /** @type {NewAssignment} */ ({
    ...{ title, note },
    ...(contest === null ? kind : { contest }),
    min_net_wpm: number('min_net_wpm'),
    min_accuracy: number('min_accuracy'),
    due_at: values.due_at && !Number.isNaN(due.getTime()) ? due.toISOString() : null,
  });
}
