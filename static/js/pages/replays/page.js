// @ts-check
/** The shared replays. Law: what is shown follows from the address alone. */

import { getReplays } from '../../later-routes.js';
import { addressOf, pageIn } from '../../parts/pages.js';
import { LANGUAGES } from '../../terms.js';
import { text } from '../../text/replays.js';
import { replaysView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { Opened, Place } from '../../router.js' */

const PER_PAGE = 20;
const NAME = /^\w{3,50}$/;
const NONE = { items: [], total: 0, page: 1, per_page: PER_PAGE };

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openReplays(app, { query }) {
  const language = LANGUAGES.find((one) => one === query.get('language')?.toUpperCase()) ?? '';
  const by = query.get('by') ?? '';
  const asked = { page: pageIn(query), per_page: PER_PAGE, language: language || undefined, by: by || undefined };
  const isAsked = !by || NAME.test(by); // nobody has another name, and the server would refuse it
  const found = isAsked ? await app.api.call(getReplays, { query: asked }) : NONE;
  const element = replaysView(
    found,
    { language, by },
    {
      at: (to, of = language) => addressOf('/replays', { by, language: of }, to),
      go: (address) => app.router.go(address),
    },
  );
  return { element, title: text.title };
}
