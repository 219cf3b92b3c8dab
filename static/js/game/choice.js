// @ts-check
/** The language and difficulty chosen last, kept in the browser. */

import { DIFFICULTIES, LANGUAGES } from '../terms.js';

const KEY = 'prodev.choice';

/** @import { Difficulty, Language } from '../terms.js' */
/** @typedef {{language: Language, difficulty: Difficulty}} Choice */

/** @returns {Choice} */
export function lastChoice() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return {
      language: LANGUAGES.includes(kept.language) ? kept.language : 'PYTHON',
      difficulty: DIFFICULTIES.includes(kept.difficulty) ? kept.difficulty : 'NORMAL',
    };
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
