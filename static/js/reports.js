// @ts-check
/** Reporting things to the moderators over HTTP: shared by the pages that offer it. */

import { postReports } from './later-routes.js';

/** @import { App } from './app.js' */
/** @import { Report } from './parts/report.js' */

/** What sends a report; null for guests and for nobody, who cannot. @param {App} app @returns {Report | null} */
export function reporter(app) {
  const { user } = app.account;
  return user && !user.is_guest ? (body) => app.api.call(postReports, { body }) : null;
}
