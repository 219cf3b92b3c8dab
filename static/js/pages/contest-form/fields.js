// @ts-check
/** The fields of a contest's form, and what the server is sent for what they hold. */

import { difficulties, languages } from '../../text/common.js';
import { lasting } from '../../text/contests.js';
import { CONTEST_WAVES } from '../../terms.js';
import { text as formText } from './text.js';

/** @import { ContestEdit, ContestView, NewContest } from '../../net/types.js' */
/** @import { Field } from '../../parts/form.js' */
/** @typedef {Record<string, string>} Values */

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const WINDOWS_S = [
  ...[15, 30, 45].map((minutes) => minutes * MINUTE_S),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_S),
  ...[1, 2, 3, 7, 14].map((days) => days * DAY_S),
];

/**
 * @param {{contest: ContestView | null, groups: Record<string, string> | null, group: string, mayChoose: boolean}} of
 * `groups`: slug → name of those to choose from
 * @returns {Field[]}
 */
export function fieldsOf({ contest: shown, groups, group, mayChoose }) {
  const t = formText;
  const now = shown?.contest;
  const plain = { autocomplete: 'off', required: false };
  const windows = [...new Set([...WINDOWS_S, now?.duration_s ?? HOUR_S])].sort((a, b) => a - b);
  const languageNow = now?.language ?? 'PYTHON';
  return [
    ...[{ ...plain, name: 'title', label: t.name, type: 'text', required: true, most: 120, value: now?.title }],
    {
      ...{ ...plain, name: 'description', label: t.description, type: 'textarea', hint: t.descriptionHint },
      ...{ most: 4000, value: now?.description, attributes: { rows: 5 } },
    },
    ...(groups ? [{ ...plain, name: 'group', label: t.group, type: 'text', options: groups, value: group }] : []),
    { ...plain, name: 'language', label: t.language, type: 'text', options: languages, value: languageNow },
    {
      ...{ ...plain, name: 'difficulty', label: t.difficulty, type: 'text' },
      ...{ options: difficulties, value: now?.difficulty ?? 'NORMAL' },
    },
    {
      ...{ ...plain, name: 'starts_at', label: t.starts, type: 'datetime-local', hint: t.startsHint(!now) },
      value: now ? localTime(now.starts_at) : '',
    },
    {
      ...{ ...plain, name: 'duration_s', label: t.lasts, type: 'text', hint: t.lastsHint },
      options: Object.fromEntries(windows.map((seconds) => [String(seconds), lasting(seconds)])),
      value: String(now?.duration_s ?? HOUR_S),
    },
    {
      ...{ ...plain, name: 'waves', label: t.waves, type: 'number', value: String(now?.waves ?? CONTEST_WAVES.usual) },
      ...{ hint: mayChoose ? t.wavesHint : t.wavesHintPlain, attributes: { min: 1, max: CONTEST_WAVES.most } },
    },
  ];
}

/** What a `datetime-local` field holds for an instant. @param {string} at RFC 3339 */
function localTime(at) {
  const date = new Date(at);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A new contest. @param {Values} values @param {string[] | null} snippets chosen ids @returns {NewContest} */
export function valuesOf(values, snippets) {
  const { title, description, language, difficulty, group } = values;
  return /** @type {NewContest} */ ({
    ...{ title, description, language, difficulty, group: group || null },
    starts_at: instantOf(values.starts_at),
    duration_s: Number(values.duration_s),
    ...(snippets?.length ? { snippets } : { waves: Number(values.waves) }),
  });
}

/**
 * Only what is different. Waves are drawn anew when their number is sent, and also when the language or difficulty is
 * without the snippets.
 * @param {ContestView} shown @param {Values} values @param {string[] | null} snippets null if they cannot be chosen
 * @returns {ContestEdit}
 */
export function changedIn({ contest, snippets: before }, values, snippets) {
  /** @type {Record<string, unknown>} */
  const wanted = {
    ...{ title: values.title, description: values.description },
    ...{ language: values.language, difficulty: values.difficulty, duration_s: Number(values.duration_s) },
  };
  const now = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (contest));
  const changed = Object.entries(wanted).filter(([name, value]) => value !== now[name]);
  const starts_at = values.starts_at === localTime(contest.starts_at) ? null : instantOf(values.starts_at);
  return /** @type {ContestEdit} */ ({
    ...Object.fromEntries(changed),
    ...(starts_at && { starts_at }),
    ...wavesOf({ contest, snippets: before }, values, snippets),
  });
}

/** @param {Pick<ContestView, 'contest' | 'snippets'>} shown @param {Values} values @param {string[] | null} snippets */
function wavesOf({ contest, snippets: before }, { language, difficulty, waves }, snippets) {
  const had = (before ?? []).map(({ id }) => id);
  const isSame = snippets?.length === had.length && snippets.every((id, index) => id === had[index]);
  const isSameKind = language === contest.language && difficulty === contest.difficulty;
  if (snippets?.length) return isSame && isSameKind ? {} : { snippets };
  return snippets || Number(waves) !== contest.waves ? { waves: Number(waves) } : {};
}

/** @param {string} local what a `datetime-local` field holds @returns {string | null} */
function instantOf(local) {
  const date = new Date(local);
  return local && !Number.isNaN(date.getTime()) ? date.toISOString() : null;
}
