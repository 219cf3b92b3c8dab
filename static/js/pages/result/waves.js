// @ts-check
/**
 * The waves' snippets as they were met, folded, with the mistakes in their places: the wrong keys boxed before the key
 * that was due, which is underlined. What was never reached is faded.
 */

import { fill, h } from '../../dom.js';
import { opinionLine } from '../../parts/opinion.js';
import { reportView } from '../../parts/report.js';
import { duration, keyName } from '../../text/common.js';
import { text as resultText } from './text.js';

const KEYS_SHOWN = 4; // at one place; of more their number is shown

/** @import { AnalysisOut, Mistake, SeenSnippet, WaveAnalysis } from '../../net/types.js' */
/** @import { Opining } from '../../parts/opinion.js' */
/** @import { Report } from '../../parts/report.js' */

/** @typedef {ReturnType<typeof wavesView>} Waves */

/** @param {AnalysisOut} analysis @param {boolean} own @param {Report | null} report */
export function wavesView({ waves, waves_total, end_ms }, own, report) {
  const t = resultText;
  const most = Math.max(...waves.map((wave) => wave.keys_wrong));
  const worst = waves.find((wave) => wave.keys_wrong === most);
  const views = waves.map((wave) => ({ wave, ...waveView(wave, end_ms, wave === worst, report) }));
  const element = h(
    'section.card.waves',
    { 'aria-labelledby': 'waves' },
    h('h2', { id: 'waves' }, own ? t.waves : t.wavesOfOther),
    h('p.hint', {}, t.legend),
    waves.length < waves_total && h('p.hint', {}, t.wavesShown(waves.length, waves_total)),
    views.map((view) => view.element),
  );
  return {
    element,
    /** To vote and bookmark, where there is a page. @param {Map<string, SeenSnippet>} seen @param {Opining} by */
    opinions(seen, by) {
      for (const { wave, place } of views) {
        const found = seen.get(wave.snippet_id);
        fill(place, found && opinionLine(found, by));
      }
    },
  };
}

/** @param {WaveAnalysis} wave @param {number} end_ms @param {boolean} open @param {Report | null} report */
function waveView(wave, end_ms, open, report) {
  const t = resultText;
  const cleared = wave.cleared_ms !== null;
  const box = h('div.code', { tabindex: 0, role: 'region', 'aria-label': t.codeOf(wave.number) });
  const fillOnce = () => {
    if (!box.firstChild) box.append(h('pre', {}, h('code', {}, code(wave))));
  };
  if (open) fillOnce();
  const place = h('div');
  const element = h(
    'details',
    { open, 'data-wave': wave.number, ontoggle: fillOnce },
    h(
      'summary',
      {},
      h('b', {}, t.wave(wave.number)),
      h(
        'span',
        { class: wave.keys_wrong ? 'wrong' : 'clean' },
        `${wave.keys_wrong ? '✗' : '✓'} ${t.wrong(wave.keys_wrong)}`,
      ),
      h('span.muted', {}, t.waveFigures(duration(wave.start_ms / 1000), duration((wave.cleared_ms ?? end_ms) / 1000))),
      h('span.muted', {}, cleared ? t.cleared : t.notCleared),
    ),
    box,
    place,
    report && reportView('SNIPPET', wave.snippet_id, report),
  );
  return { element, place };
}

/**
 * The text in pieces: one for each run of characters of one word, alike in being typed; each mistake apart.
 * @param {WaveAnalysis} wave
 */
function code({ text, words, mistakes, typed_to }) {
  const missed = new Map(mistakes.map((mistake) => [mistake.offset, mistake]));
  /** @type {string[]} */
  const kinds = Array(text.length).fill('');
  for (const [start, end, kind] of words) kinds.fill(kind, start, end);
  /** @type {(Node | string)[]} */
  const pieces = [];
  let at = 0;
  while (at < text.length) {
    const mistake = missed.get(at);
    let end = at + 1;
    if (!mistake)
      while (end < text.length && kinds[end] === kinds[at] && !missed.has(end) && end !== typed_to) end += 1;
    const part = text.slice(at, end);
    if (mistake) pieces.push(marked(mistake, part, kinds[at]));
    else pieces.push(piece(part, kinds[at], at >= typed_to));
    at = end;
  }
  return pieces;
}

/** @param {string} part @param {string} kind @param {boolean} unreached */
function piece(part, kind, unreached) {
  const names = [kind && `k-${kind}`, unreached && 'unreached'].filter(Boolean).join(' ');
  return names ? h('span', { class: names }, part) : part;
}

/** @param {Mistake} mistake @param {string} due @param {string} kind */
function marked({ errors, keys }, due, kind) {
  const t = resultText;
  const shown = keys.slice(0, KEYS_SHOWN);
  return h(
    'span.mistake',
    { 'data-due': due, 'data-keys': keys, 'data-errors': errors },
    h('span.unseen', {}, ` ${t.mistake(due, keys, errors)} `),
    h(
      'span.pressed',
      { 'aria-hidden': 'true' },
      [...shown].map(keyName).join(''),
      errors > shown.length && t.moreKeys(errors - shown.length),
    ),
    h(
      'span',
      { class: `due ${kind && `k-${kind}`}` },
      due === '\n' || due === ' ' ? h('span', { 'aria-hidden': 'true' }, keyName(due)) : due,
    ),
    due === '\n' && '\n',
  );
}
