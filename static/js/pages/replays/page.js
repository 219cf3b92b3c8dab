// @ts-check
/** The shared replays. Law: what is shown follows from the address alone. */

import { getReplays } from '../../later-routes.js';
import { LANGUAGES } from '../../terms.js';
import { text } from '../../text/replays.js';
import { replaysView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { Opened, Place } from '../../router.js' */

const PER_PAGE = 20;
const NAME = /^\w{3,50}$/;

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openReplays(app, { query }) {
  const language = LANGUAGES.find((one) => one === query.get('language')?.toUpperCase()) ?? '';
  const page = Math.min(100_000, Math.max(1, Math.trunc(Number(query.get('page'))) || 1));
  const by = NAME.exec(query.get('by') ?? '')?.[0] ?? '';
  const asked = { page, per_page: PER_PAGE, language: language || undefined, by: by || undefined };
  const found = await app.api.call(getReplays, { query: asked });
  const element = replaysView(
    found,
    { language, by },
    {
      at: (to, of = language) => {
        const chosen = { ...(by && { by }), ...(of && { language: of }), ...(to > 1 && { page: String(to) }) };
        const search = new URLSearchParams(chosen);
        return `/replays${search.size ? `?${search}` : ''}`;
      },
      go: (address) => app.router.go(address),
    },
  );
  return { element, title: text.title };
}
