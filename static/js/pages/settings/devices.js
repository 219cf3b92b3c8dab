// @ts-check
/** The devices that are signed in, with ways to end each. */

import { fill, h } from '../../dom.js';
import { deviceName, text as settingsText } from './text.js';

/** @import { Device, DevicePage } from '../../net/types.js' */
/** @import { Which } from './view.js' */

/**
 * @param {DevicePage} sessions
 * @param {(which: Which) => void} end
 */
export function devicesCard(sessions, end) {
  const t = settingsText;
  const list = h('ul.devices');
  const more = h('p.muted');
  const others = h('button', { type: 'button', onclick: () => end('others') }, t.endOthers);
  /** @param {DevicePage} now */
  const update = (now) => {
    fill(
      list,
      now.items.map((session) => row(session, end)),
    );
    const left = now.total - now.items.length;
    more.textContent = left > 0 ? t.moreSessions(left) : '';
    more.hidden = left <= 0;
    others.hidden = now.total < 2;
  };
  update(sessions);
  const heading = h('h2', { id: 'sessions', tabindex: -1 }, t.sessions);
  const everywhere = h('button', { type: 'button', onclick: () => end('all') }, t.endAll);
  const element = h(
    'section.card',
    { 'aria-labelledby': 'sessions' },
    heading,
    list,
    more,
    h('p.choices', {}, others, everywhere),
  );
  return { element, heading, update };
}

/** @param {Device} session @param {(which: Which) => void} end */
function row(session, end) {
  const t = settingsText;
  const name = deviceName(session.user_agent);
  return h(
    'li',
    { 'data-session': session.id },
    h(
      'div',
      {},
      h('b', {}, name),
      session.current && h('span.tag', {}, t.thisDevice),
      h('p.hint', {}, t.used(session.last_used_at, session.created_at)),
    ),
    h(
      'button.quiet',
      { type: 'button', 'aria-label': t.endOneOf(name), onclick: () => end({ id: session.id }) },
      t.endOne,
    ),
  );
}
