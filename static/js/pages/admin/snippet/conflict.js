// @ts-check
/** What is shown when somebody else saved the snippet first: the difference, and which of the two to keep. */

import { fill, h } from '../../../dom.js';
import { diffView } from './diff.js';
import { text } from './text.js';

/** @import { SnippetOut } from '../../../net/types.js' */

export class Conflict {
  constructor() {
    this.element = h('section.card.conflict', { hidden: true, role: 'alert', tabindex: -1 });
  }

  hide() {
    this.element.hidden = true;
  }

  /**
   * @param {SnippetOut} theirs the latest version @param {string} typed the code in the editor
   * @param {{theirs: () => void, mine: () => void}} choose
   */
  show(theirs, typed, choose) {
    const t = text;
    const mine = typed.replace(/\r\n/g, '\n').replace(/\n$/, '');
    const difference = () => [h('p', {}, t.conflictDiff), diffView(t.conflictDiff, theirs.snippet_text, mine)];
    fill(
      this.element,
      h('h2', {}, t.conflict),
      mine === theirs.snippet_text ? h('p', {}, t.sameText) : difference(),
      h(
        'div.choices',
        {},
        h('button', { type: 'button', onclick: choose.theirs }, t.theirs),
        h('button.danger', { type: 'button', onclick: choose.mine }, t.mine),
      ),
    );
    this.element.hidden = false;
    this.element.focus();
  }
}
