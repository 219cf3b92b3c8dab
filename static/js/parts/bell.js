// @ts-check
/** The bell in the header: how much there is that the player has not read. */

import { h, svg } from '../dom.js';
import { text as t } from '../text/notifications.js';

const MOST = 99;

export class Bell {
  constructor() {
    this.count = h('span.tag');
    this.element = h('a.gear.bell', { href: '/notifications' }, picture(), this.count);
    this.show(0);
  }

  /** @param {string | null} current for aria-current */
  draw(current) {
    if (current) this.element.setAttribute('aria-current', current);
    else this.element.removeAttribute('aria-current');
    return this.element;
  }

  /** @param {number} unread 100 for more */
  show(unread) {
    this.element.setAttribute('aria-label', t.bell(unread));
    this.element.title = t.bell(unread);
    this.count.hidden = unread === 0;
    this.count.textContent = unread > MOST ? `${MOST}+` : String(unread);
  }
}

const picture = () =>
  svg(
    'svg',
    { viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': 'true' },
    svg('path', {
      d: 'M12 2a7 7 0 0 0-7 7v5l-2 3v1h18v-1l-2-3V9a7 7 0 0 0-7-7zM9.5 19.5a2.5 2.5 0 0 0 5 0z',
    }),
  );
