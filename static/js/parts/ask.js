// @ts-check
/** A question before something that cannot be undone, or that needs an answer. */

import { h } from '../dom.js';
import { text } from '../text/common.js';

/**
 * Ask before doing. Esc and Cancel do nothing; the focus goes back to where it was.
 * @param {{title: string, lead?: string, body?: HTMLElement | null, confirm: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function ask({ title, lead, body = null, confirm, danger = false }) {
  return new Promise((resolve) => {
    const yes = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, confirm);
    const no = h('button', { type: 'button', onclick: () => dialog.close() }, text.cancel);
    const form = h(
      'form',
      { method: 'dialog' },
      h('h2', { id: 'asked' }, title),
      lead && h('p', {}, lead),
      body,
      h('div.choices', {}, yes, no),
    );
    const dialog = h('dialog.ask', { 'aria-labelledby': 'asked' }, form);
    let agreed = false;
    form.addEventListener('submit', () => {
      agreed = true;
    });
    showDialog(dialog, () => resolve(agreed));
  });
}

/** Until it is closed. @param {HTMLDialogElement} dialog @param {() => void} closed */
export function showDialog(dialog, closed) {
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  (document.getElementById('main') ?? document.body).append(dialog);
  dialog.showModal();
}
