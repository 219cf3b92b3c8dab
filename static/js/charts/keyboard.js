// @ts-check
/**
 * A drawn keyboard that shows how fast, or how surely, each key is hit.
 *
 * Laws: data in, element out. A key's heat is written on it as a figure and shown as the height of a bar, never by
 * colour alone; the drawing is a picture with a summary, and the table below lists every character. A key that was due
 * fewer than SURE times shows its figure without heat: that is chance.
 */

import { fill, h } from '../dom.js';
import { text as chartText } from './text.js';
import { layout } from './layouts.js';

/** @typedef {{presses: number, errors: number, mean_ms: number | null}} Figure of one key or character */
/** @typedef {'speed' | 'errors'} Measure */

/**
 * @typedef {object} Keyboard
 * @property {string} title
 * @property {string} layout its name
 * @property {Map<string, Figure>} figures by character
 * @property {Record<Measure, {name: string, summary: string, legend: [string, string]}>} measures
 * @property {string} measure the legend of the choice between them
 * @property {(figure: Figure, measure: Measure) => string} short what is written on a key
 * @property {(names: string, figure: Figure) => string} reading what a key says when pointed at
 * @property {(key: string) => string} keyName
 * @property {string[]} columns of the table: key, presses, errors, accuracy, time
 * @property {(figure: Figure) => string[]} cells of its rows, after the key
 */

const SURE = 5;
export const LEVELS = 5;
const SLOW = [0.8, 1, 1.25, 1.6]; // times the player's usual key: from here a level more
const WRONG = [0.005, 0.02, 0.05, 0.1]; // of all presses for that key

let made = 0;

/** @param {Keyboard} keyboard @returns {HTMLElement} a `<figure>` */
export function keyboardChart(keyboard) {
  const id = `keyboard-${++made}`;
  const drawing = h('div.keys', { role: 'img' });
  const summary = h('p.readout');
  const scale = h('p.scale', { 'aria-hidden': 'true' });
  const rows = h('div.rows', { tabindex: 0, role: 'region', 'aria-label': `${keyboard.title}: ${chartText.table}` });
  const names = /** @type {Measure[]} */ (Object.keys(keyboard.measures));
  let chosen = names[0];

  /** @param {Measure} measure */
  const show = (measure) => {
    const { summary: words, legend } = keyboard.measures[measure];
    chosen = measure;
    summary.textContent = words;
    drawing.dataset.measure = scale.dataset.measure = measure;
    drawing.setAttribute('aria-label', `${keyboard.title}: ${words}`);
    fill(drawing, drawKeys(keyboard, measure));
    fill(scale, legend[0], levels(), legend[1]);
    if (rows.firstChild) fill(rows, asTable(keyboard, measure));
  };
  show(chosen);

  const details = h('details', { ontoggle: () => !rows.firstChild && fill(rows, asTable(keyboard, chosen)) });
  details.append(h('summary', {}, chartText.table), rows);
  // Keyboard users scroll it too, where it does not fit.
  const box = h('div.box', { tabindex: 0, role: 'group', 'aria-labelledby': id }, drawing);
  return h(
    'figure.chart.keyboard',
    { 'aria-labelledby': id },
    h('figcaption', { id }, keyboard.title),
    measureChoice(keyboard, `${id}-measure`, names, show),
    summary,
    box,
    scale,
    details,
  );
}

/**
 * @param {Keyboard} keyboard @param {string} name @param {Measure[]} measures the first is chosen
 * @param {(measure: Measure) => void} show
 */
function measureChoice(keyboard, name, measures, show) {
  const options = measures.map((measure, index) => {
    const onchange = () => show(measure);
    const input = h('input', { type: 'radio', name, value: measure, checked: index === 0, onchange });
    return h('label', {}, input, h('span', {}, keyboard.measures[measure].name));
  });
  return h('fieldset.choice', {}, h('legend.unseen', {}, keyboard.measure), h('div.options', {}, options));
}

const levels = () => Array.from({ length: LEVELS }, (_, index) => h('span.key', { class: `level-${index + 1}` }));

/** @param {Keyboard} keyboard @param {Measure} measure */
function drawKeys(keyboard, measure) {
  const usual = sum([...keyboard.figures.values()]).mean_ms ?? 0;
  return layout(keyboard.layout).map(({ indent, keys }) => {
    const drawn = keys.map((key) => drawKey(keyboard, key, measure, usual));
    return h('div.row', { vars: { indent } }, drawn);
  });
}

/** All of them as one; times are weighted by presses. @param {Figure[]} figures @returns {Figure} */
export function sum(figures) {
  const timed = figures.filter(({ mean_ms }) => mean_ms !== null);
  const weight = timed.reduce((all, { presses }) => all + presses, 0);
  return {
    presses: figures.reduce((all, { presses }) => all + presses, 0),
    errors: figures.reduce((all, { errors }) => all + errors, 0),
    mean_ms: weight ? timed.reduce((all, { presses, mean_ms }) => all + presses * (mean_ms ?? 0), 0) / weight : null,
  };
}

/**
 * 0 where there is too little to tell, 1 to LEVELS.
 * @param {Figure} figure @param {Measure} measure @param {number} usual_ms
 */
export function heat({ presses, errors, mean_ms }, measure, usual_ms) {
  if (presses < SURE || (measure === 'speed' && mean_ms === null)) return 0;
  const [value, steps] =
    measure === 'speed' ? [(mean_ms ?? 0) / (usual_ms || 1), SLOW] : [errors / (presses + errors), WRONG];
  return 1 + steps.filter((step) => value >= step).length;
}

/** @param {Keyboard} keyboard @param {string[]} key @param {Measure} measure @param {number} usual_ms */
function drawKey(keyboard, key, measure, usual_ms) {
  const figure = sum(key.flatMap((character) => keyboard.figures.get(character) ?? []));
  const printed = key[1] === key[0].toUpperCase() ? [key[0], ...key.slice(2)] : key;
  const names = printed.map(keyboard.keyName).join(' ');
  const kind = key[0] === ' ' ? 'spacebar' : key[0] === '\n' ? 'return' : '';
  return h(
    'div.key',
    {
      class: `level-${heat(figure, measure, usual_ms)} ${kind}`,
      title: figure.presses ? keyboard.reading(names, figure) : null,
    },
    h('span.cap', {}, names),
    h('span.figure', {}, figure.presses ? keyboard.short(figure, measure) : ''),
  );
}

/**
 * Every character, the slowest or the least sure first, those due too rarely to tell after all others.
 * @param {Keyboard} keyboard @param {Measure} measure
 */
function asTable(keyboard, measure) {
  const rare = (/** @type {Figure} */ { presses }) => Number(presses < SURE);
  const worth = (/** @type {Figure} */ { presses, errors, mean_ms }) =>
    measure === 'speed' ? (mean_ms ?? 0) : errors / (presses + errors);
  const sorted = [...keyboard.figures].sort(
    ([, one], [, other]) => rare(one) - rare(other) || worth(other) - worth(one),
  );
  return h(
    'table',
    {},
    h('caption.unseen', {}, keyboard.title),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        keyboard.columns.map((name) => h('th', { scope: 'col' }, name)),
      ),
    ),
    h(
      'tbody',
      {},
      sorted.map(([key, figure]) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, keyboard.keyName(key)),
          keyboard.cells(figure).map((cell) => h('td.number', {}, cell)),
        ),
      ),
    ),
  );
}
