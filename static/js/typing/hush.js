// @ts-check
/**
 * Silence after a game has ended: what the fingers still type was meant for the game, and must not press anything on
 * the page that follows.
 *
 * Law: for HUSH_MS no key is taken, and after that none that is still held down. Shortcuts of the browser work.
 * Meanwhile the page's root has the class `hushed`.
 */

const HUSH_MS = 800;
const FUNCTION_KEY = /^F\d+$/;

let until_ms = 0;
/** @type {AbortController | null} */
let listening = null;
/** @type {Set<string>} whose keydown was not taken, and whose keyup must not be either: Space clicks by it */
const refused = new Set();

/** @type {ReturnType<typeof setTimeout> | undefined} */
let ends = undefined;

/** Begin, or begin anew. */
export function hush() {
  const { classList } = document.documentElement;
  until_ms = performance.now() + HUSH_MS;
  classList.add('hushed');
  clearTimeout(ends);
  ends = setTimeout(() => classList.remove('hushed'), HUSH_MS);
  if (listening) return;
  listening = new AbortController();
  const how = { capture: true, signal: listening.signal };
  addEventListener('keydown', down, how);
  addEventListener('keyup', up, how);
}

/** @param {KeyboardEvent} event */
function down(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || FUNCTION_KEY.test(event.key)) return;
  if (performance.now() < until_ms || event.repeat) {
    refused.add(event.code);
    refuse(event);
    return;
  }
  listening?.abort(); // pressed by somebody who has seen the page
  listening = null;
  refused.clear();
}

/** @param {KeyboardEvent} event */
function up(event) {
  if (refused.delete(event.code)) refuse(event);
}

/** @param {Event} event */
function refuse(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
