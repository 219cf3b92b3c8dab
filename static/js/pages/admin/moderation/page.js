// @ts-check
/** The moderators' queue. Law: what is shown follows from the address alone. */

import { chosenIn, forStaff, refusal } from '../access.js';
import { addressOf, pageIn } from '../../../parts/pages.js';
import { putModerationTextsByKindById } from '../../../later-routes.js';
import { getModerationQueue, putModerationReportsByKindById } from '../routes.js';
import { nameOfQueued } from '../names.js';
import { causes, kinds, sorts, text } from './text.js';
import { moderationView } from './view.js';

/** @import { App } from '../../../app.js' */
/** @import { QueueItem } from '../../../net/types.js' */
/** @import { Chosen } from './view.js' */

const PER_PAGE = 20;
let used = ''; // the control that was used last: its page is drawn anew, and keeps the focus there

export const openModeration = forStaff(async (app, { query }, role) => {
  const chosen = chosenOf(query);
  const page = await app.api.call(getModerationQueue, {
    query: { ...chosen, page: pageIn(query), per_page: PER_PAGE },
  });
  const element = moderationView(
    { page, chosen, used, role },
    {
      choose: (more, name) => {
        used = name;
        app.router.go(address({ ...chosenOf(new URLSearchParams(location.search)), ...more }));
      },
      at: (to) => address(chosen, to),
      close: (item, outcome) => close(app, item, outcome),
      judge: (item, isShown) => judge(app, item, isShown),
    },
  );
  used = '';
  return { element, title: text.title };
});

/** @param {App} app @param {QueueItem} item @param {'UPHELD' | 'DISMISSED'} outcome */
async function close(app, item, outcome) {
  const route = putModerationReportsByKindById(item.kind, item.id);
  const done = text.closed(nameOfQueued(item), outcome);
  const said = await app.api.call(route, { body: { outcome, note: '' } }).then(() => done, refusal);
  await app.router.open(); // show what the server has, also after a refusal
  app.notice(said);
}

/** A post or a comment, as it was read here. @param {App} app @param {QueueItem} item @param {boolean} isShown */
async function judge(app, item, isShown) {
  const body = { verdict: isShown ? 'approved' : 'rejected', edited_at: item.written?.edited_at ?? null };
  const route = putModerationTextsByKindById(item.kind, item.id);
  const done = text.judged(nameOfQueued(item), isShown);
  const said = await app.api.call(route, { body }).then(() => done, refusal);
  await app.router.open();
  app.notice(said);
}

/** @param {URLSearchParams} query @returns {Chosen} */
const chosenOf = (query) => ({
  cause: chosenIn(query, 'cause', causes),
  kind: chosenIn(query, 'kind', kinds),
  sort: chosenIn(query, 'sort', sorts) || 'OLDEST',
});

/** @param {Record<string, string>} chosen @param {number} [page] */
const address = (chosen, page) =>
  addressOf('/moderation', { ...chosen, sort: chosen.sort === 'OLDEST' ? '' : chosen.sort }, page);
