// @ts-check
/** A group's name for its teachers, its end for its owner, and the way out for everybody. */

import { ask } from '../../../parts/ask.js';
import { deleteGroupsBySlug, postGroupsBySlugLeave, putGroupsBySlug } from '../../../later-routes.js';
import { forMembers, teaches, told } from '../access.js';
import { text } from './text.js';
import { settingsView } from './view.js';

export const openSettings = forMembers(async (app, group) => {
  const { slug, name } = group;
  /** @param {{title: string, lead: string, confirm: string}} question @param {() => Promise<unknown>} work */
  const end = async (question, work) => {
    if (!(await ask({ ...question, danger: true })) || !(await told(app, work()))) return;
    await app.router.go('/groups');
    app.notice(text.done);
  };
  const element = settingsView(
    { group, teaches: teaches(group) },
    {
      rename: async (values) => {
        await app.api.call(putGroupsBySlug(slug), { body: { name: values.name } });
        await app.router.open();
        app.notice(text.renamed);
      },
      leave: () =>
        end({ title: text.sureLeave(name), lead: text.leaveLead(group), confirm: text.leave }, () =>
          app.api.call(postGroupsBySlugLeave(slug)),
        ),
      remove: () =>
        end({ title: text.sureRemove(name), lead: text.removeLead, confirm: text.remove }, () =>
          app.api.call(deleteGroupsBySlug(slug)),
        ),
    },
  );
  return { element, title: text.title(name) };
});
