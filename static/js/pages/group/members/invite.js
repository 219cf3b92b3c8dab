// @ts-check
/** The ways into a group: its code, its link, the QR picture of that link, and who may use them. */

import { fill, h } from '../../../dom.js';
import { card, choice } from '../../../parts/pieces.js';
import { joins } from '../../../text/groups.js';
import { text } from './text.js';

/** @import { Group } from '../../../net/types.js' */
/** @import { Ways } from './view.js' */

/** @param {Group} group @param {Ways} ways */
export function inviteCard({ join, invite_code, name }, ways) {
  const t = text.invite;
  const picture = h('div.qr', { role: 'img', 'aria-label': t.qr(name), hidden: true });
  ways.invite((svg) => {
    svg.setAttribute('aria-hidden', 'true');
    fill(picture, svg);
    picture.hidden = false;
  });
  const who = choice(t.who, 'join', joins, join, (value) => ways.join(/** @type {Group['join']} */ (value)));
  return card(
    'invite',
    t.title,
    h('p', {}, h('span.label', {}, t.code), h('strong.code', {}, invite_code)),
    h('p.way', {}, h('span.label', {}, t.link), h('a', { href: ways.link }, ways.link)),
    picture,
    h(
      'p.choices',
      {},
      h('button', { type: 'button', onclick: () => ways.copy(ways.link) }, t.copy),
      h('button.quiet', { type: 'button', onclick: ways.newCode }, text.newCode),
    ),
    who.element,
  );
}
