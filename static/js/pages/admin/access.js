// @ts-check
/**
 * What the admin's pages share before they draw: who may open them, and how responses and addresses are read.
 */

import { Problem } from '../../net/api.js';
import { whyNot } from '../../text/common.js';
import { deniedView } from './frame.js';
import { text } from './text.js';

/** @import { App } from '../../app.js' */
/** @import { Role, SummaryOut } from '../../net/types.js' */
/** @import { Opened, Place } from '../../router.js' */

/**
 * A page for admins alone; others are told so. The server refuses them in any case.
 * @param {(app: App, place: Place) => Opened | Promise<Opened>} open
 * @returns {(app: App, place: Place) => Opened | Promise<Opened>}
 */
export const forAdmins = (open) => (app, place) => {
  const { user } = app.account;
  if (user?.role === 'ADMIN') return open(app, place);
  return { element: deniedView(user ? user.display_name : null), title: text.denied.title };
};

/**
 * A page for moderators and admins; the others are told so.
 * @param {(app: App, place: Place, role: Role) => Opened | Promise<Opened>} open
 * @returns {(app: App, place: Place) => Opened | Promise<Opened>}
 */
export const forStaff = (open) => (app, place) => {
  const { user } = app.account;
  if (user?.role === 'ADMIN' || user?.role === 'MODERATOR') return open(app, place, user.role);
  const t = text.deniedToPlayers;
  return { element: deniedView(user ? user.display_name : null, t, '/moderation'), title: t.title };
};

/** What to say about a refusal. @param {unknown} error */
export function refusal(error) {
  if (!(error instanceof Problem)) throw error;
  return whyNot(error);
}

/** @param {SummaryOut} summary @param {string} [language] all of them by default */
export function categoriesOf(summary, language = '') {
  const of = summary.categories.filter((one) => !language || one.language === language);
  return [...new Set(of.map((one) => one.category))].sort();
}

/** A value of a filter; empty for one that there is not. @param {URLSearchParams} query */
export function chosenIn(query, /** @type {string} */ name, /** @type {Record<string, string>} */ of) {
  const value = query.get(name) ?? '';
  return Object.hasOwn(of, value) ? value : '';
}
