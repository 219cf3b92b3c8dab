// @ts-check
/** What is asked of a group: one's own progress, and for teachers everybody's, with the form for another one. */

import { ask } from '../../../parts/ask.js';
import {
  deleteGroupsBySlugAssignmentsById,
  getGroupsBySlugAssignments,
  postGroupsBySlugAssignments,
} from '../../../routes.js';
import { forMembers, teaches, told } from '../access.js';
import { text } from './text.js';
import { assignmentsView } from './view.js';

/** @import { Mode, NewAssignment } from '../../../net/types.js' */

export const openAssignments = forMembers(async (app, group) => {
  const { slug } = group;
  const assignments = await app.api.call(getGroupsBySlugAssignments(slug));
  const element = assignmentsView(
    { group, assignments, teaches: teaches(group), now: Date.now() },
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

/** A form holds words; what was left empty is asked of nobody. @param {Record<string, string>} values */
function assignmentOf(values) {
  const number = (/** @type {string} */ name) => (values[name].trim() === '' ? null : Number(values[name]));
  const due = new Date(values.due_at);
  return /** @type {NewAssignment} */ ({
    title: values.title,
    note: values.note,
    mode: /** @type {Mode} */ (values.mode),
    language: values.language,
    difficulty: values.difficulty,
    games: number('games') ?? 1,
    min_net_wpm: number('min_net_wpm'),
    min_accuracy: number('min_accuracy'),
    due_at: values.due_at && !Number.isNaN(due.getTime()) ? due.toISOString() : null,
  });
}
