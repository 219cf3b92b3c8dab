// @ts-check
/** The language and difficulty chosen last, kept in the browser. */

const KEY = 'prodev.choice';

/** @typedef {{language: string, difficulty: string}} Choice */

/** @returns {Choice} */
export function lastChoice() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return { language: String(kept.language ?? 'PYTHON'), difficulty: String(kept.difficulty ?? 'NORMAL') };
  } catch {
    return { language: 'PYTHON', difficulty: 'NORMAL' };
  }
}

/** @param {Choice} choice */
export function keepChoice(choice) {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // Not remembered, then.
  }
}
