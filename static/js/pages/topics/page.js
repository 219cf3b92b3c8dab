// @ts-check
/** How far the player has got with each topic. Law: the language that is shown follows from the address alone. */

import { lastChoice } from '../../game/choice.js';
import { startOrSay } from '../../games.js';
import { getUserProgress } from '../../later-routes.js';
import { LANGUAGES } from '../../terms.js';
import { text } from '../../text/topics.js';
import { nobodyView, topicsView } from './view.js';

/** @import { App } from '../../app.js' */
/** @import { Opened, Place } from '../../router.js' */

/** @param {App} app @param {Place} place @returns {Promise<Opened>} */
export async function openTopics(app, { query }) {
  if (!app.account.user) return { element: nobodyView(), title: text.title };
  const progress = await app.api.call(getUserProgress);
  const language = LANGUAGES.find((one) => one === query.get('language')?.toUpperCase()) ?? lastChoice().language;
  const element = topicsView(progress, language, {
    choose: (of) => app.router.go(`/topics?language=${of}`),
    practise: (category, difficulty) => startOrSay(app, { mode: 'PRACTICE', language, difficulty, category }),
  });
  return { element, title: text.title };
}
