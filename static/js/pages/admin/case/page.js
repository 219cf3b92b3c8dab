// @ts-check
/** One game to judge. */

import { forStaff, refusal } from '../access.js';
import { getModerationResultsById, putModerationResultsById } from '../routes.js';
import { text } from './text.js';
import { caseView } from './view.js';

export const openCase = forStaff(async (app, { params }, role) => {
  const of = await app.api.call(getModerationResultsById(params.id));
  const own = of.result.user_id === app.account.user?.id;
  const element = caseView(of, { role, own }, async (verdict, reason) => {
    const route = putModerationResultsById(params.id);
    const said = await app.api.call(route, { body: { verdict, reason } }).then(() => text.done[verdict], refusal);
    await app.router.open(); // show what the server has, also after a refusal
    app.notice(said);
  });
  return { element, title: text.title };
});
