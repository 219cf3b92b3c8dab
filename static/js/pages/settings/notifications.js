// @ts-check
/** What the player wants to be told of: a switch for each kind. */

import { h } from '../../dom.js';
import { card } from '../../parts/pieces.js';
import { kinds } from '../../text/notifications.js';
import { text as settingsText } from './text.js';

/** @import { NotificationKind } from '../../net/types.js' */

/**
 * @param {NotificationKind[]} off
 * @param {(off: NotificationKind[]) => Promise<void>} change throws when it was not saved
 */
export function notificationsCard(off, change) {
  const t = settingsText;
  const now = new Set(off);
  const ticks = Object.entries(kinds).map(([name, { called }]) => {
    const kind = /** @type {NotificationKind} */ (name);
    const id = `told-${kind}`;
    const input = h('input', { id, type: 'checkbox', checked: !now.has(kind) });
    input.addEventListener('change', async () => {
      const wanted = input.checked;
      input.disabled = true;
      try {
        if (wanted) now.delete(kind);
        else now.add(kind);
        await change([...now]);
      } catch {
        input.checked = !wanted; // the page has said why
        if (wanted) now.add(kind);
        else now.delete(kind);
      }
      input.disabled = false;
    });
    return h('div.tick', {}, input, h('label', { for: id }, called));
  });
  return card('notifications', t.notifications, h('p.hint', {}, t.notificationsHint), ticks);
}
