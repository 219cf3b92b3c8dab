// @ts-check
/** The fields of a challenge beside its code, and what the server is sent for what they hold. */

import { text } from './text.js';

/** @import { ChallengeVersion, CourseSuggestion, Goals } from '../../../net/types.js' */
/** @import { Field } from '../../../parts/form.js' */

/** @typedef {Record<string, string>} Values */
/** @typedef {keyof Goals} Goal */

/** What a field holds for a number that may be missing. @param {number | null | undefined} n */
const shown = (n) => (n === null || n === undefined ? '' : String(n));

/** @param {ChallengeVersion | null} now null for a new one @returns {Field[]} */
export function fieldsOf(now) {
  const t = text;
  const plain = { autocomplete: 'off', type: 'text', required: false };
  const number = (/** @type {string} */ name, /** @type {string} */ label, /** @type {number} */ most, step = 1) => ({
    ...{ ...plain, name, label, type: 'number', attributes: { min: 0, max: most, step } },
  });
  const goal = (/** @type {Goal} */ name, /** @type {string} */ label, /** @type {number} */ most, step = 1) => ({
    ...{ ...number(name, label, most, step), hint: t.goalHint, value: shown(now?.goals[name]) },
  });
  return [
    { ...plain, name: 'title', label: t.name, required: true, value: now?.title },
    { ...number('minutes', t.minutes, 60), value: shown(now?.minutes) },
    { ...number('points', t.points, 100), value: shown(now?.points) },
    goal('min_accuracy', t.accuracy, 100, 0.1),
    goal('min_net_wpm', t.speed, 300, 0.1),
    goal('max_wrong_keys', t.wrong, 1000),
    {
      ...{ ...plain, name: 'hints', label: t.hints, hint: t.hintsHint, type: 'textarea' },
      ...{ value: now?.hints.join('\n'), attributes: { rows: 4, spellcheck: 'true' } },
    },
  ];
}

/** @param {CourseSuggestion} suggestion @returns {Values} */
export const suggestedValues = ({ minutes, points, goals }) => ({
  minutes: shown(minutes),
  points: shown(points),
  ...Object.fromEntries(Object.entries(goals).map(([name, value]) => [name, shown(value)])),
});

/** An empty goal is none; minutes and points that are empty are left to the server. @param {Values} values */
export function sentFor(values) {
  const number = (/** @type {string} */ name) => (values[name].trim() ? Number(values[name].replace(',', '.')) : null);
  const rest = ['minutes', 'points'].map((name) => [name, number(name)]).filter(([, value]) => value !== null);
  const goals = {
    min_accuracy: number('min_accuracy'),
    min_net_wpm: number('min_net_wpm'),
    max_wrong_keys: number('max_wrong_keys'),
  };
  const hints = values.hints.split('\n').flatMap((line) => line.trim() || []);
  return { title: values.title, ...Object.fromEntries(rest), ...goals, hints };
}
