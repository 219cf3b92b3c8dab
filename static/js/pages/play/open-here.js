// @ts-check
/** Which game this tab has open, remembered by the tab: a page that is loaded again goes on with it. */

const KEY = 'prodev.playing';

/** @returns {string | null} the id of its session */
export function openHere() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string | null} session_id null when the player has left it */
export function noteOpen(session_id) {
  try {
    if (session_id) sessionStorage.setItem(KEY, session_id);
    else sessionStorage.removeItem(KEY);
  } catch {
    // The list of unfinished games has it.
  }
}
