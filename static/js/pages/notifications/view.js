// @ts-check
/** The list of notifications. Law: whoever follows one has read it. */

import { h } from '../../dom.js';
import { pages } from '../../parts/pages.js';
import { pageFrame } from '../../parts/pieces.js';
import { redraw } from '../../parts/redraw.js';
import { dateTime, text } from '../../text/common.js';
import { leadsTo, says } from '../../text/notifications.js';
import { text as t } from './text.js';

/** @import { Notification, NotificationsOut } from '../../net/types.js' */

/**
 * @typedef {object} Ways
 * @property {(one: Notification) => void} read
 * @property {() => void} readAll
 * @property {(page: number, after?: string) => string} at the address of a page
 */

export class NotificationsView {
  /** @param {NotificationsOut} now @param {Ways} ways */
  constructor(now, ways) {
    this.ways = ways;
    this.shown = h('div.stack');
    /** @type {Map<number, HTMLElement>} the links, by the ids of what they are about */
    this.links = new Map();
    this.element = pageFrame(
      'notifications',
      t.title,
      h('p.lead', {}, `${t.lead} `, h('a', { href: '/settings#notifications' }, t.settings)),
      this.shown,
    );
    this.update(now);
  }

  /** The focus stays with what it was on. @param {NotificationsOut} now */
  update(now) {
    const { readAll, at } = this.ways;
    const focused = document.activeElement;
    const held = [...this.links].find(([, link]) => link.parentElement?.contains(focused))?.[0];
    const wasIn = this.shown.contains(focused);
    this.links.clear();
    redraw(this.shown, [
      now.total === 0 && h('p.empty', {}, t.none),
      now.unread > 0 && h('p.choices', {}, h('button', { type: 'button', onclick: readAll }, t.allRead)),
      now.items.length > 0 &&
        h(
          'ol.told',
          { 'aria-label': t.list },
          now.items.map((one) => this.#row(one)),
        ),
      pages(now, at),
    ]);
    const isKept = held === undefined && this.shown.contains(document.activeElement); // the pager's
    const link = held === undefined ? [...this.links.values()][0] : this.links.get(held);
    if (wasIn && !isKept) link?.focus({ preventScroll: true });
  }

  /** @param {Notification} one */
  #row(one) {
    const isNew = one.read_at === null;
    const words = says(one);
    const read = () => this.ways.read(one);
    const unread = isNew && h('span.unseen', {}, ` (${t.unread})`);
    const link = h('a', { href: leadsTo(one), onclick: isNew ? read : null }, words, unread);
    this.links.set(one.id, link);
    return h(
      'li',
      { class: isNew ? 'new' : '', 'data-kind': one.kind },
      link,
      h('time.muted', { datetime: one.created_at }, dateTime(one.created_at)),
      isNew && h('button.quiet', { type: 'button', onclick: read, 'aria-label': t.readOne(words) }, t.read),
    );
  }
}

export const nobodyView = () =>
  pageFrame(
    'notifications',
    t.title,
    h('p', {}, t.nobody),
    h('p.choices', {}, h('a.button', { href: '/login?then=/notifications' }, text.nav.login)),
  );
