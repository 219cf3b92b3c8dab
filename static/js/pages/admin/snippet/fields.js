// @ts-check
/**
 * The fields about a snippet beside its code, their refusals, and what the text itself suggests for them.
 */

import { fill, h } from '../../../dom.js';
import { optionsOf } from '../../../parts/pieces.js';
import { difficulties, languages, tenths } from '../../../text/common.js';
import { MOST_CHARACTERS } from '../terms.js';
import { text as adminText } from '../text.js';
import { text } from './text.js';

/** @import { MeasuresOut } from '../../../net/types.js' */

/**
 * @typedef {object} Values
 * @property {string} language
 * @property {string} difficulty
 * @property {string} category
 * @property {string} snippet_text
 * @property {string} expected_wpm
 * @property {string} source
 * @property {string} license
 */

/** @typedef {Exclude<keyof Values, 'snippet_text'>} Name */
/** @typedef {ReturnType<typeof fieldsOf>} Fields */

/**
 * @param {{values: Values, isNew: boolean, readOnly: boolean}} given
 * @param {(name: Name) => void} changed
 */
export function fieldsOf({ values, isNew, readOnly }, changed) {
  const t = text;
  const input = (/** @type {Name} */ name, /** @type {string} */ label, /** @type {string} */ hint, more = {}) => {
    const plain = { value: values[name], readonly: readOnly, autocomplete: 'off', spellcheck: 'false' };
    return fieldView(name, label, h('input', { ...plain, ...more }), hint, () => changed(name));
  };
  const language = h('select', { disabled: !isNew }, optionsOf(languages, values.language));
  const difficulty = h('select', { disabled: readOnly }, optionsOf(difficulties, values.difficulty));
  const each = {
    language: fieldView('language', adminText.language, language, isNew ? '' : t.fixedLanguage, () =>
      changed('language'),
    ),
    difficulty: fieldView('difficulty', adminText.difficulty, difficulty, '', () => changed('difficulty')),
    category: input('category', adminText.category, t.categoryHint, {
      list: 'categories',
      maxlength: MOST_CHARACTERS.category,
      autocapitalize: 'none',
    }),
    expected_wpm: input('expected_wpm', t.wpm, t.wpmHint, { inputmode: 'decimal', maxlength: 6 }),
    source: input('source', t.source, t.sourceHint, { maxlength: MOST_CHARACTERS.source }),
    license: input('license', t.license, '', { maxlength: MOST_CHARACTERS.license }),
  };
  const of = (/** @type {Name} */ name) => each[name].input.value.trim();
  return {
    each,
    read: () => ({
      language: of('language'),
      difficulty: of('difficulty'),
      category: of('category'),
      expected_wpm: of('expected_wpm'),
      source: of('source'),
      license: of('license'),
    }),
  };
}

/**
 * @param {Name} name @param {string} label @param {HTMLInputElement | HTMLSelectElement} input @param {string} hint
 * @param {() => void} changed
 */
function fieldView(name, label, input, hint, changed) {
  const id = `field-${name}`;
  input.id = id;
  input.setAttribute('aria-describedby', `${id}-hint ${id}-error`);
  input.addEventListener('input', changed);
  const says = h('span.error', { id: `${id}-error`, hidden: true });
  const hints = h('span.hint', { id: `${id}-hint` }, hint);
  return {
    input,
    hints,
    element: h('div.field', {}, h('label', { for: id }, label), input, hints, says),
    /** @param {string} words empty when it is not refused */
    refuse(words) {
      says.textContent = words ? `✗ ${words}` : '';
      says.hidden = !words;
      hints.hidden = words !== '' && words === hints.textContent; // it would be said twice
      if (words) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    },
  };
}

/**
 * What was measured of the text, with a button to take it where the field says otherwise.
 * @param {Fields} fields @param {MeasuresOut} measures
 * @param {boolean} readOnly @param {(name: Name) => void} changed
 */
export function suggestInto(fields, measures, readOnly, changed) {
  const t = text;
  const { difficulty, figure, expected_wpm: wpm } = measures;
  const use = (/** @type {Name} */ name, /** @type {string} */ value, /** @type {string} */ label) => {
    const { input } = fields.each[name];
    if (readOnly || input.value === value) return null;
    const take = () => {
      input.value = value;
      input.focus();
      changed(name);
      suggestInto(fields, measures, readOnly, changed);
    };
    return h('button.link', { type: 'button', onclick: take }, t.use(label));
  };
  const word = difficulties[difficulty];
  fill(fields.each.difficulty.hints, t.measured(word, figure), ' ', use('difficulty', difficulty, word));
  fill(fields.each.expected_wpm.hints, t.suggested(wpm), ' ', use('expected_wpm', String(wpm), tenths(wpm)));
}
