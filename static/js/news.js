// @ts-check
/** Joins the stream of what the player is told to the bell, and shows what comes while they look. */

import { News } from './net/news.js';
import { Bell } from './parts/bell.js';
import { says } from './text/notifications.js';

/** @import { App } from './app.js' */

/** From now on, for every player who signs in. @param {App} app */
export function ring(app) {
  const bell = new Bell();
  const news = new News(app.account, (unread, [first]) => {
    bell.show(unread);
    app.told.dispatchEvent(new Event('change'));
    const isPlaying = document.body.classList.contains('bare');
    if (first && !isPlaying && location.pathname !== '/notifications') app.notice(says(first));
  });
  news.start();
  return bell;
}
