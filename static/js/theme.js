// A classic script, run before the first paint so that no page flashes in the wrong theme. The choice is the system's
// until the player makes one.
(() => {
  const KEY = 'prodev.theme';
  const root = document.documentElement;
  let chosen = null;
  try {
    chosen = localStorage.getItem(KEY);
  } catch {
    // A browser that stores nothing keeps to the system's theme.
  }
  if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen;
})();
