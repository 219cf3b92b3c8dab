// @ts-check
/** The audit log, for admins. Law: what is shown follows from the address alone. */

import { chosenIn, forAdmins } from '../access.js';
import { addressOf, placeIn } from '../../../parts/pages.js';
import { getAdminAudit } from '../routes.js';
import { text } from './text.js';
import { auditView } from './view.js';

/** @import { Chosen } from './view.js' */

const PER_PAGE = 25;
let used = ''; // the control that was used last: its page is drawn anew, and keeps the focus there

export const openAudit = forAdmins(async (app, { query }) => {
  const chosen = chosenOf(query);
  const page = await app.api.call(getAdminAudit, { query: { ...chosen, ...placeIn(query), per_page: PER_PAGE } });
  const element = auditView(
    { page, chosen, used },
    {
      choose: (more, name) => {
        used = name;
        app.router.go(address({ ...chosenOf(new URLSearchParams(location.search)), ...more }));
      },
      at: (to, after = '') => address({ ...chosen, after }, to),
    },
  );
  used = '';
  return { element, title: text.title };
});

/** @param {URLSearchParams} query @returns {Chosen} */
const chosenOf = (query) => ({
  entity_type: chosenIn(query, 'entity_type', text.types),
  action: (query.get('action') ?? '').slice(0, 50),
  entity_id: (query.get('entity_id') ?? '').slice(0, 100),
});

/** @param {Record<string, string>} chosen @param {number} [page] */
const address = (chosen, page) => addressOf('/admin/audit', chosen, page);
