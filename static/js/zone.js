// @ts-check
/**
 * Tells the server where the player is, so that their days begin and end at midnight there. Said once for each account
 * and zone in this browser; the server passes it over when the player has chosen another.
 */

import { putUserTimeZone } from './later-routes.js';
import { Problem } from './net/api.js';
import { timeZone } from './text/common.js';

/** @import { App } from './app.js' */

const KEY = 'prodev.zone';

/** @param {App} app */
export async function tellZone(app) {
  const { user } = app.account;
  const zone = timeZone();
  const said = `${user?.id} ${zone}`;
  if (!user || !zone || localStorage.getItem(KEY) === said) return;
  try {
    await app.api.call(putUserTimeZone, { body: { zone } });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status !== 422) return; // another time; a zone that the server does not know stays unknown
  }
  localStorage.setItem(KEY, said);
}
