// @ts-check
/** The theme in force, and the way to the other one. Law: the system's until the player chooses. */

const KEY = 'prodev.theme';

/** @returns {'dark' | 'light'} */
export function theme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'dark' || chosen === 'light') return chosen;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

export function toggleTheme() {
  const next = theme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Not remembered, then.
  }
  return next;
}
