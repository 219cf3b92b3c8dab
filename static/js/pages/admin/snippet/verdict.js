// @ts-check
/** What the library says to the code in the editor: its errors, or what it is like and how it will be typed. */

import { fill, h } from '../../../dom.js';
import { states, text } from '../text.js';
import { difficulties } from '../../../text/common.js';
import { previewView } from './preview.js';

/** @typedef {import('./code.js').Fault} Fault */

/** @param {import('./code.js').CodeEditor} code */
export function verdictView(code) {
  const t = text.editor;
  const says = h('p.says', { id: 'code-says', role: 'status' }, t.emptyYet);
  const list = h('ol.faults');
  const alike = h('div.note', { hidden: true });
  const preview = previewView();

  /** @param {Fault[]} faults */
  const showFaults = (faults) => {
    code.mark(faults);
    const place = (/** @type {Fault} */ fault) => t.fault(fault.line, fault.column, fault.detail);
    fill(
      list,
      faults.map((fault) =>
        h('li', {}, h('button.link', { type: 'button', onclick: () => code.goTo(fault) }, `✗ ${place(fault)}`)),
      ),
    );
    says.classList.toggle('error', faults.length > 0);
    if (faults.length) fill(says, t.faultsBelow(faults.length), h('span.unseen', {}, ` ${place(faults[0])}`));
  };
  /** @param {any} answer */
  const showGood = ({ enemies, measures, near_duplicates }) => {
    says.textContent = t.clean(enemies.length, measures.token_count, measures.keys);
    const name = (/** @type {any} */ one) =>
      t.alikeOne(one.alikeness, `${difficulties[one.difficulty]} · ${one.category} · ${states[one.state]}`);
    fill(
      alike,
      h('p', {}, t.alike),
      h(
        'ul',
        {},
        near_duplicates.map((/** @type {any} */ one) =>
          h('li', {}, h('a', { href: `/admin/snippets/${one.id}`, target: '_blank' }, name(one))),
        ),
      ),
    );
    alike.hidden = near_duplicates.length === 0;
  };

  return {
    element: h('div.verdict', {}, says, list, alike),
    preview: preview.element,
    faults: showFaults,
    checking() {
      says.classList.add('waiting');
    },
    /** @param {any | null} answer null: the server does not answer */
    checked(answer) {
      says.classList.remove('waiting');
      alike.hidden = true;
      if (answer === null) {
        says.textContent = t.unchecked;
        return;
      }
      const empty = !code.value.trim();
      showFaults(empty ? [] : answer.faults);
      if (empty) says.textContent = t.emptyYet;
      if (empty || answer.faults.length) {
        preview.stale();
        return;
      }
      preview.show(answer);
      showGood(answer);
    },
  };
}
