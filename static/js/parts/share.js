// @ts-check
/** Sharing a replay: a folded form, or the way to what is shared already. */

import { fill, h } from '../dom.js';
import { text } from '../text/replays.js';
import { formElement } from './form.js';

/** @param {(title: string, note: string) => Promise<void>} share throws a Problem */
export function shareView(share) {
  const element = h('div.share');
  const form = () =>
    formElement(
      {
        name: 'share',
        kind: 'small',
        submit: text.send,
        fields: [
          { name: 'title', label: text.name, type: 'text', most: 100, autocomplete: 'off' },
          { name: 'note', label: text.note, type: 'textarea', most: 2000, required: false, hint: text.noteHint },
        ],
      },
      ({ title, note }) => share(title, note),
    );
  return {
    element,
    /** @param {string} id of the shared replay */
    shared(id) {
      fill(element, h('a', { href: `/replays/${id}` }, text.shared));
    },
    offer() {
      const box = h('div');
      const fillOnce = () => {
        if (!box.firstChild) box.append(h('p.muted', {}, text.shareLead), form());
      };
      fill(element, h('details.report', { ontoggle: fillOnce }, h('summary', {}, text.share), box));
    },
  };
}
