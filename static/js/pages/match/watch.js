// @ts-check
/** A race that is on, for whoever does not type in it: a spectator, who came late, who is done. */

import { h } from '../../dom.js';
import { kindOfGame } from '../../parts/pieces.js';
import { Lanes } from './lanes.js';
import { text as matchText } from './text.js';

/** @import { State } from '../../net/live.js' */
/** @import { Progress } from '../../game/race.js' */
/** @import { Match, MatchSeat } from '../../net/types.js' */
/** @import { Ways } from './view.js' */

export class Watch {
  /**
   * @param {Match} match @param {MatchSeat | null} own @param {boolean} late it had begun when the page was opened
   * @param {Ways} ways @param {Record<State, string>} states of the line
   */
  constructor(match, own, late, ways, states) {
    const t = matchText;
    this.states = states;
    this.lanes = new Lanes(match, own?.seat ?? null);
    this.line = h('p.live', { 'data-state': 'connecting' }, states.connecting);
    this.heading = h('h1', { tabindex: -1 }, t.title(match.code));
    this.element = h(
      'article.page.match',
      {},
      this.heading,
      h('p.lead', {}, `${kindOfGame(match.language, match.difficulty)} · ${t.running}`),
      h('p.note', {}, own ? t.done : late ? t.late : t.watching),
      ways.alert,
      h('section.card', { 'aria-label': t.lanes }, this.lanes.element),
      h('p.choices', {}, h('a.button.plain', { href: '/race' }, t.all), this.line),
    );
  }

  focus() {
    this.heading.focus({ preventScroll: true });
  }

  /** @param {Match} match @param {Map<number, Progress>} progress */
  standing(match, progress) {
    this.lanes.seats(match);
    this.lanes.standing(progress);
  }

  /** @param {State} is */
  state(is) {
    this.line.dataset.state = is;
    this.line.textContent = this.states[is];
  }
}
