// @ts-check
// A classic script, loaded before all modules: when one of those does not come, or this browser cannot read it, no
// other script of ours runs, and the page would stay empty without a word.

/** What is shown then: it came with the page. */
function unloadedPage() {
  const kept = /** @type {HTMLTemplateElement} */ (document.getElementById('unloaded'));
  return /** @type {HTMLElement} */ (kept.content.firstElementChild?.cloneNode(true));
}

addEventListener(
  'error',
  (event) => {
    const main = document.getElementById('main');
    const missing = event.target instanceof HTMLScriptElement && event.target.type === 'module';
    const faulty = event instanceof ErrorEvent && event.filename.startsWith(location.origin);
    const shown = main?.lastElementChild?.localName !== 'noscript';
    if (!shown && (missing || faulty)) main.replaceChildren(unloadedPage());
  },
  true, // what happens to an element does not bubble
);
