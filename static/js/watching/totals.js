// @ts-check
/** What a replay has come to so far, and whether all of it comes to the stored result. */

import { h } from '../dom.js';
import { tenths, whole } from '../text/common.js';
import { text as replayText } from './text.js';

/** @import { Judge } from '../replay/judge.js' */

export class Totals {
  /** @param {boolean} same whether the keys give the stored result */
  constructor(same) {
    const t = replayText;
    this.shown = '';
    /** @type {Map<string, HTMLElement>} by the result's column */
    this.places = new Map();
    this.list = h('dl.stats.wide');
    this.element = h(
      'section.card',
      { 'aria-labelledby': 'totals' },
      h('h2', { id: 'totals' }, t.totals),
      this.list,
      h(
        'p.check',
        { 'data-same': String(same), class: same ? 'yes' : 'no' },
        h('span', { 'aria-hidden': 'true' }, same ? '✓ ' : '✗ '),
        same ? t.same : t.different,
      ),
    );
  }

  /** @param {Judge} judge */
  update({ model: { totals }, standing, over }) {
    const key = `${totals.keys_pressed} ${totals.damage_taken} ${standing.score} ${over}`;
    if (key === this.shown) return;
    this.shown = key;
    const t = replayText;
    this.#write('final_score', t.score, whole(over ? standing.score : standing.earned));
    this.#write('net_wpm', t.wpm, tenths(standing.net_wpm));
    this.#write('key_accuracy_percentage', t.accuracy, `${tenths(standing.key_accuracy_percentage)}%`);
    this.#write('waves_completed', t.waves, whole(totals.waves_completed));
    this.#write('enemies_killed', t.enemies, whole(totals.enemies_killed));
    this.#write('correct_words', t.words, t.ofAll(totals.correct_words, standing.total_words));
    this.#write('max_combo', t.combo, `×${totals.max_combo}`);
    this.#write('total_damage_taken', t.taken, whole(totals.damage_taken));
    this.#write('keys', t.pressed, t.ofAll(totals.keys_correct, totals.keys_pressed));
  }

  /** @param {string} name @param {string} label @param {string} value */
  #write(name, label, value) {
    let place = this.places.get(name);
    if (!place) {
      place = h('strong', { 'data-total': name });
      this.places.set(name, place);
      this.list.append(h('div.stat', {}, h('dt', {}, label), h('dd', {}, place)));
    }
    place.textContent = value;
  }
}
