// @ts-check
/** The language, difficulty and length of a sprint chosen last, kept in the browser. */

import { DIFFICULTIES, LANGUAGES, SPRINT_SECONDS } from '../terms.js';

const KEY = 'prodev.choice';

/** @import { Difficulty, Language } from '../terms.js' */
/** @typedef {(typeof SPRINT_SECONDS)[number]} SprintSeconds */
/** @typedef {{language: Language, difficulty: Difficulty, seconds: SprintSeconds}} Choice */

/** @type {Choice} */
const FIRST = { language: 'PYTHON', difficulty: 'NORMAL', seconds: 60 };

/** @returns {Choice} */
export function lastChoice() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return {
      language: LANGUAGES.includes(kept.language) ? kept.language : FIRST.language,
      difficulty: DIFFICULTIES.includes(kept.difficulty) ? kept.difficulty : FIRST.difficulty,
      seconds: SPRINT_SECONDS.includes(kept.seconds) ? kept.seconds : FIRST.seconds,
    };
  } catch {
    return { ...FIRST };
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
