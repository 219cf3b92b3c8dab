// @ts-check
/** What is not saved yet, kept for this tab alone; a browser that stores nothing loses it. */

/** @import { Values } from './snippet/fields.js' */

/** @param {string} id of a snippet, or `new` */
const key = (id) => `prodev.admin.${id}`;

/** @param {string} id @param {Values | null} values null forgets */
export function keepDraft(id, values) {
  try {
    if (values === null) sessionStorage.removeItem(key(id));
    else sessionStorage.setItem(key(id), JSON.stringify(values));
  } catch {
    // nothing is stored
  }
}

/** @param {string} id @returns {Values | null} */
export function draftOf(id) {
  try {
    return JSON.parse(sessionStorage.getItem(key(id)) ?? 'null');
  } catch {
    return null;
  }
}
