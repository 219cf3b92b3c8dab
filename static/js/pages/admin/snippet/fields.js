// @ts-check
/** What is said about a snippet beside its code: the fields, their refusals, and what the text itself suggests for them. */

import { fill, h } from '../../../dom.js';
import { text } from '../text.js';
import { difficulties, languages, tenths } from '../../../text/common.js';

/** @typedef {{language: string, difficulty: string, category: string, snippet_text: string, expected_wpm: string, source: string, license: string}} Values */
/** @typedef {Exclude<keyof Values, 'snippet_text'>} Name */
/** @typedef {ReturnType<typeof fieldsOf>} Fields */

/**
 * @param {{values: Values, isNew: boolean, readOnly: boolean}} given
 * @param {(name: Name) => void} changed
 */
export function fieldsOf({ values, isNew, readOnly }, changed) {
  const t = text.editor;
  const options = (
    /** @type {Record<string, string>} */ of,
    /** @type {string} */ chosen,
    /** @type {boolean} */ disabled,
  ) =>
    h(
      'select',
      { disabled },
      Object.entries(of).map(([value, label]) => h('option', { value, selected: value === chosen }, label)),
    );
  const input = (/** @type {string} */ value, more = {}) =>
    h('input', { value, readonly: readOnly, autocomplete: 'off', spellcheck: 'false', ...more });
  const field = (
    /** @type {Name} */ name,
    /** @type {string} */ label,
    /** @type {HTMLInputElement | HTMLSelectElement} */ control,
    hint = '',
  ) => fieldView(name, label, control, hint, () => changed(name));
  const each = {
    language: field('language', t.language, options(languages, values.language, !isNew), isNew ? '' : t.fixedLanguage),
    difficulty: field('difficulty', t.difficulty, options(difficulties, values.difficulty, readOnly)),
    category: field(
      'category',
      t.category,
      input(values.category, { list: 'categories', maxlength: 50, autocapitalize: 'none' }),
      t.categoryHint,
    ),
    expected_wpm: field(
      'expected_wpm',
      t.wpm,
      input(values.expected_wpm, { inputmode: 'decimal', maxlength: 6 }),
      t.wpmHint,
    ),
    source: field('source', t.source, input(values.source, { maxlength: 500 }), t.sourceHint),
    license: field('license', t.license, input(values.license, { maxlength: 100 })),
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
      if (words) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    },
  };
}

/**
 * What was measured of the text, with a button to take it where the field says otherwise.
 * @param {Fields} fields @param {{difficulty: string, figure: number, expected_wpm: number}} measures
 * @param {boolean} readOnly @param {(name: Name) => void} changed
 */
export function suggestInto(fields, measures, readOnly, changed) {
  const t = text.editor;
  const { difficulty, figure, expected_wpm: wpm } = measures;
  const use = (
    /** @type {'difficulty' | 'expected_wpm'} */ name,
    /** @type {string} */ value,
    /** @type {string} */ label,
  ) => {
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
  fill(
    fields.each.difficulty.hints,
    t.measured(difficulties[difficulty], figure),
    ' ',
    use('difficulty', difficulty, difficulties[difficulty]),
  );
  fill(fields.each.expected_wpm.hints, t.suggested(wpm), ' ', use('expected_wpm', String(wpm), tenths(wpm)));
}
