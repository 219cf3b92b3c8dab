// @ts-check
/** The page of one snippet, put together: the editor, how players do on it, and its versions. */

import { h } from '../../../dom.js';
import { adminFrame } from '../frame.js';
import { text } from './text.js';

/** @import { SnippetOut } from '../../../net/types.js' */

/** @typedef {{element: HTMLElement}} Part */

/** @param {Part} editor */
export const newView = (editor) => adminFrame('/admin/snippets/new', text.newTitle, editor.element);

/**
 * @param {SnippetOut} snippet @param {string} latest id of its latest version
 * @param {{editor: Part, figures: Part, history: HTMLElement}} parts
 */
export function snippetView({ is_latest, version }, latest, { editor, figures, history }) {
  const title = is_latest ? text.title : text.oldTitle;
  const link = h('a', { href: `/admin/snippets/${latest}` }, text.toLatest);
  const note = !is_latest && h('p.note', {}, text.readOnly(version), ' ', link);
  return { title, element: adminFrame('/admin', title, note, editor.element, figures.element, history) };
}
