// @ts-check
/** The time zone in which the player's days begin and end: the browser's, or one that they choose. */

import { h } from '../../dom.js';
import { select } from '../../parts/pieces.js';
import { timeZone } from '../../text/common.js';
import { text as settingsText } from './text.js';

/** @import { TimeZoneOut } from '../../net/types.js' */

/**
 * @param {TimeZoneOut | null} told null until a browser has said one
 * @param {(zone: string, is_chosen: boolean) => Promise<void>} keep
 */
export function zoneChoice(told, keep) {
  const t = settingsText;
  const here = timeZone() || 'UTC';
  let chosen = told?.is_chosen ? told.zone : '';
  const names = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...(chosen ? [chosen] : [])]);
  const options = { '': t.zoneHere(here), ...Object.fromEntries([...names].sort().map((name) => [name, name])) };
  const control = select(
    t.zone,
    options,
    chosen,
    async (value) => {
      list.disabled = true;
      try {
        await keep(value || here, value !== '');
        chosen = value;
      } catch {
        list.value = chosen; // the page has said why
      }
      list.disabled = false;
    },
    { 'aria-describedby': 'setting-zone-hint' },
  );
  const list = /** @type {HTMLSelectElement} */ (control.lastElementChild);
  control.classList.add('audience');
  return [control, h('p.hint', { id: 'setting-zone-hint' }, t.zoneHint)];
}
