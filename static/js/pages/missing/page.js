// @ts-check
/** Pages for what is not there or did not work. Each has a way on. */

import { h } from '../../dom.js';
import { Problem } from '../../net/api.js';
import { text as commonText, whyNot } from '../../text/common.js';
import { pageFrame } from '../../parts/pieces.js';
import { text } from './text.js';

/** @typedef {import('../../app.js').App} App */
/** @typedef {import('../../router.js').Opened} Opened */

/** @returns {Opened} */
export function notFound() {
  const t = text;
  return opened(
    t.notFoundTitle,
    t.notFound,
    h('a.button.primary', { href: '/', 'data-focus': true }, commonText.nav.play),
    h('a.button.plain', { href: '/leaderboard' }, commonText.nav.leaderboard),
  );
}

/** The server refused what the page needs, or the page has a fault. @param {App} app @param {unknown} error */
export function failed(app, error) {
  const t = text;
  if (!(error instanceof Problem)) reportError(error); // our own mistake belongs on the console, too
  if (error instanceof Problem && error.status === 404) return opened(t.goneTitle, t.gone, toStart());
  if (error instanceof Problem && error.status === 410) return opened(t.goneTitle, whyNot(error), toStart());
  const words = error instanceof Problem ? whyNot(error) : t.fault;
  return opened(
    t.failedTitle,
    words,
    again(() => app.router.open()),
    toStart(),
  );
}

/**
 * The page's own files did not come, or belong to another release than those that are here. Only a page that is loaded
 * anew asks for all of them again.
 * @param {unknown} error
 */
export function unloaded(error) {
  console.error(error);
  const t = text;
  return opened(
    t.failedTitle,
    t.unloaded,
    again(() => location.reload()),
    toStart(),
  );
}

const again = (/** @type {() => void} */ onclick) =>
  h('button.primary', { type: 'button', onclick, 'data-focus': true }, text.again);
const toStart = () => h('a.button.plain', { href: '/' }, commonText.home);

/** @param {string} title @param {string} words @param {...HTMLElement} ways @returns {Opened} */
function opened(title, words, ...ways) {
  return { element: pageFrame('missing', title, h('p', {}, words), h('p.choices', {}, ways)), title };
}
