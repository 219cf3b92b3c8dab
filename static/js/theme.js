// @ts-check
// A classic script, run before the first paint so that no page flashes in the wrong theme: what the player chose, on
// <html>. Everything else reads it from there:
//   data-theme="dark|light|contrast"   resolved: never `system`
//   data-motion="reduced"              chosen, or asked for by the system
//   data-caret="block|bar|underline"
//   --code-size                        of the code being typed
// Law: nothing else reads the system's preferences. js/preferences.js calls `showPreferences` after each change; a
// `look` event on the document reports changes of the system.

const PREFERENCES_KEY = 'prodev.preferences';

const PX_PER_REM = 15; // as base.css has it for a text of the usual size
/** What surrounds the page on a phone: `--ground` of each theme. @type {Record<string, string>} */
const GROUNDS = { dark: '#0b0d13', light: '#f4f1ea', contrast: '#000' };

const wishes = {
  light: matchMedia('(prefers-color-scheme: light)'),
  contrast: matchMedia('(prefers-contrast: more)'),
  still: matchMedia('(prefers-reduced-motion: reduce)'),
};

/** @type {Partial<import('./preferences.js').Values>} */
let shownPreferences = {};

/** @param {Partial<import('./preferences.js').Values>} values what was chosen; the rest is as usual */
function showPreferences(values) {
  shownPreferences = values;
  const { theme = 'system', caret = 'block', font_size = 18, reduced_motion = false } = values;
  const root = document.documentElement;
  const system = wishes.contrast.matches ? 'contrast' : wishes.light.matches ? 'light' : 'dark';
  const shown = theme === 'system' ? system : theme;
  root.dataset.theme = shown;
  root.dataset.caret = caret;
  if (reduced_motion || wishes.still.matches) root.dataset.motion = 'reduced';
  else delete root.dataset.motion;
  root.style.setProperty('--code-size', `${font_size / PX_PER_REM}rem`); // larger where the reader's text is
  document.getElementById('around')?.setAttribute('content', GROUNDS[shown]);
}

for (const wish of Object.values(wishes)) {
  wish.addEventListener('change', () => {
    showPreferences(shownPreferences);
    document.dispatchEvent(new Event('look'));
  });
}

try {
  showPreferences(JSON.parse(localStorage.getItem(PREFERENCES_KEY) ?? '{}').chosen ?? {});
} catch {
  showPreferences({}); // a browser that stores nothing, or stored nonsense
}
