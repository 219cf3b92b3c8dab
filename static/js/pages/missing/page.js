// @ts-check
/** Pages for what is not there or did not work. */

import { h } from '../../dom.js';
import { Problem } from '../../net/api.js';
import { text, whyNot } from '../../text/common.js';
import { pageFrame } from '../../parts/pieces.js';

/** @typedef {import('../../app.js').App} App */

/** @returns {import('../../router.js').Opened} */
export function notFound() {
  return opened(text.problem.notFound, h('p', {}, h('a.button', { href: '/' }, text.home)));
}

/** @param {App} app @param {unknown} error @returns {import('../../router.js').Opened} */
export function failed(app, error) {
  if (!(error instanceof Problem)) throw error; // our own mistake belongs on the console
  const words = error.status === 404 ? text.problem.gone : whyNot(error);
  const again = h('button.primary', { type: 'button', onclick: () => app.router.open() }, text.problem.again);
  return opened(
    words,
    h('p.choices', {}, error.status === 404 ? null : again, h('a.button.plain', { href: '/' }, text.home)),
  );
}

/** @param {string} words @param {HTMLElement} way @returns {import('../../router.js').Opened} */
function opened(words, way) {
  return { element: pageFrame('missing', text.problem.title, h('p', {}, words), way), title: text.problem.title };
}
