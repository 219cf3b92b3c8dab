// @ts-check
/** The library's verdict on the code in the editor: its errors, or its measures and how it will be typed. */

import { fill, h } from '../../dom.js';
import { difficulties } from '../../text/common.js';
import { states, text as adminText } from './text.js';
import { previewView } from './preview.js';
import { text } from './editor-text.js';

/** @import { CheckOut, NearDuplicate } from '../../net/types.js' */
/** @import { CodeEditor, Fault } from './code.js' */

/** @param {CodeEditor} code */
export function verdictView(code) {
  const t = text;
  const says = h('p.says', { id: 'code-says', role: 'status' }, t.emptyYet);
  const list = h('ol.faults');
  const alike = h('div.note', { hidden: true });
  const preview = previewView();
  let mended = '';
  const mend = h('button.small', { type: 'button', hidden: true, onclick: () => code.write(mended) }, t.mend);
  /** @param {string | null} instead */
  const offer = (instead) => {
    mended = instead ?? '';
    mend.hidden = !mended;
    mend.disabled = false;
  };

  /** @param {Fault[]} faults */
  const showFaults = (faults) => {
    code.mark(faults);
    fill(
      list,
      faults.map((fault) => faultItem(fault, () => code.goTo(fault))),
    );
    says.classList.toggle('error', faults.length > 0);
    if (faults.length) fill(says, t.faultsBelow(faults.length), h('span.unseen', {}, ` ${place(faults[0])}`));
  };
  /** @param {CheckOut} answer */
  const showGood = (answer) => {
    const { enemies, measures, near_duplicates: near } = answer;
    preview.show(answer);
    if (measures) says.textContent = t.clean(enemies.length, measures.token_count, measures.keys);
    fill(alike, h('p', {}, t.alike), h('ul', {}, near.map(alikeItem)));
    alike.hidden = near.length === 0;
  };

  return {
    element: h('div.verdict', {}, says, h('p', {}, mend), list, alike),
    preview: preview.element,
    faults: showFaults,
    checking() {
      says.classList.add('waiting');
      mend.disabled = true; // it is about an earlier text
    },
    /** @param {CheckOut | null} answer null: the server is not responding */
    checked(answer) {
      says.classList.remove('waiting');
      alike.hidden = true;
      offer(answer?.mended ?? null);
      if (answer === null) {
        says.textContent = t.unchecked;
        return;
      }
      code.colour(answer);
      const empty = !code.value.trim();
      showFaults(empty ? [] : answer.faults);
      if (empty) says.textContent = t.emptyYet;
      if (empty || answer.faults.length) preview.stale();
      else showGood(answer);
    },
  };
}

/** @param {Fault} fault */
const place = ({ line, column, detail }) => adminText.fault(line, column, detail);

/** @param {Fault} fault @param {() => void} onclick */
function faultItem(fault, onclick) {
  return h('li', {}, h('button.link', { type: 'button', onclick }, `✗ ${place(fault)}`));
}

/** @param {NearDuplicate} one */
function alikeItem({ id, alikeness, difficulty, category, state }) {
  const words = text.alikeOne(alikeness, `${difficulties[difficulty]} · ${category} · ${states[state]}`);
  return h('li', {}, h('a', { href: `/admin/snippets/${id}`, target: '_blank' }, words));
}
