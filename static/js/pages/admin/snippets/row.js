// @ts-check
/** One snippet in the list, and how it is played. */

import { fill, h } from '../../../dom.js';
import { kindOfGame } from '../../../parts/pieces.js';
import { tenths, whole } from '../../../text/common.js';
import { cell, stateTag, worstKeys } from '../frame.js';
import { nameOfSnippet } from '../names.js';
import { text as adminText } from '../text.js';
import { text } from './text.js';

/** @import { Played, SnippetListed } from '../../../net/types.js' */

export class Row {
  /** @param {SnippetListed} snippet */
  constructor(snippet) {
    const c = text.columns;
    this.snippet = snippet;
    this.name = nameOfSnippet(snippet);
    this.box = h('input', { type: 'checkbox', 'aria-label': text.choose(this.name) });
    this.plays = cell(c.played, 'number', '…');
    this.accuracy = cell(c.accuracy, 'number', '…');
    this.speed = cell(c.speed, 'number', '…');
    this.worst = cell(c.worst, 'worst-cell');
    this.votes = cell(c.votes, 'number', '…');
    this.element = h(
      'tr',
      { role: 'row' },
      h('td.choose', { role: 'cell' }, h('label', {}, this.box)),
      this.#what(),
      cell('', '', stateTag(snippet.state)),
      cell(c.drawn, 'number', whole(snippet.usage_count)),
      this.plays,
      this.accuracy,
      this.speed,
      this.worst,
      this.votes,
    );
  }

  #what() {
    const { id, language, difficulty, category, snippet_text, version } = this.snippet;
    const lines = text.lines(snippet_text.split('\n').length);
    const says = [kindOfGame(language, difficulty), category, lines, adminText.version(version)].join(' · ');
    const link = h('a', { href: `/admin/snippets/${id}` }, h('code', {}, this.name));
    return h('td.what', { role: 'cell' }, link, h('span.hint', {}, says));
  }

  /** @param {Played | null} results */
  played(results) {
    const none = adminText.never;
    const { mean_accuracy: accuracy = null, mean_wpm: wpm = null, speed_ratio: ratio = null } = results ?? {};
    fill(this.plays, results ? whole(results.plays) : none);
    fill(this.accuracy, accuracy === null ? none : adminText.percent(accuracy));
    const speed = wpm === null ? none : h('span', { title: ratio === null ? null : text.faster(ratio) }, tenths(wpm));
    fill(this.speed, speed, h('span.muted', {}, ` (${tenths(this.snippet.expected_wpm)})`));
    const missed = (results?.worst_characters ?? []).filter((one) => one.missed > 0);
    fill(this.votes, results ? text.votes(results.likes, results.dislikes) : none);
    fill(this.worst, missed.length ? worstKeys(missed) : none);
  }
}
