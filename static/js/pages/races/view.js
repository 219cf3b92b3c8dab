// @ts-check
/** The ways into a race, and the races that are open. */

import { fill, h } from '../../dom.js';
import { formElement } from '../../parts/form.js';
import { matchAddress } from '../../parts/match-links.js';
import { card, kindOfGame, pageFrame, select } from '../../parts/pieces.js';
import { DIFFICULTIES, LANGUAGES, MATCH } from '../../terms.js';
import { text as boardText } from '../../text/board.js';
import { difficulties, languages } from '../../text/common.js';
import { text as sharedText } from '../../text/races.js';
import { text as racesText } from './text.js';

/** @import { Choice } from '../../game/choice.js' */
/** @import { Difficulty, Language, Match, NewMatch, QuickMatch, Visibility } from '../../net/types.js' */
/** @import { State } from '../../net/live.js' */

/**
 * @typedef {object} Ways
 * @property {(wanted: QuickMatch) => void} quick
 * @property {(wanted: NewMatch) => Promise<void>} create throws a Problem
 * @property {(code: string) => Promise<void>} find throws a Problem
 * @property {(code: string) => void} join
 */

const USUAL = { waves: 3, capacity: 8 };

export class RacesView {
  /** @param {Choice} choice @param {Ways} ways */
  constructor(choice, ways) {
    const t = racesText;
    this.ways = ways;
    this.error = h('p.error', { role: 'alert', hidden: true });
    /** @type {{language: string, difficulty: string}} */
    this.wanted = { language: '', difficulty: '' };
    this.go = h('button.primary.go', { type: 'submit', 'data-focus': true }, t.quick);
    this.line = h('p.live', { 'data-state': 'connecting' }, boardText.states.connecting);
    this.open = h('ul.races-open');
    this.none = h('p.muted', {}, t.none);
    this.running = h('ul.races-open');
    this.runningTitle = h('h3', {}, t.runningTitle);
    /** @type {Map<string, Row>} by code */
    this.rows = new Map();
    this.element = pageFrame(
      'races',
      t.title,
      h('p.lead', {}, t.lead),
      h(
        'div.two',
        {},
        h('div.ways-in', {}, this.#quick(), this.#list()),
        h('div.ways-in', {}, this.#byCode(), card('create', t.createTitle, createForm(choice, ways))),
      ),
    );
  }

  #quick() {
    const t = racesText;
    const form = h(
      'form.quick',
      {},
      h('p.muted', {}, t.quickLead),
      h(
        'div.filters',
        {},
        select(t.language, { '': t.any, ...languages }, '', (language) => Object.assign(this.wanted, { language })),
        select(t.difficulty, { '': t.any, ...difficulties }, '', (difficulty) =>
          Object.assign(this.wanted, { difficulty }),
        ),
      ),
      h('p.choices', {}, this.go),
      this.error,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const { language, difficulty } = this.wanted;
      this.ways.quick({
        ...(language && { language: /** @type {Language} */ (language) }),
        ...(difficulty && { difficulty: /** @type {Difficulty} */ (difficulty) }),
      });
    });
    return card('quick', t.quickTitle, form);
  }

  #byCode() {
    const t = racesText;
    const fields = [
      {
        name: 'code',
        label: t.code,
        type: 'text',
        autocomplete: 'off',
        hint: t.codeHint,
        attributes: { autocapitalize: 'characters' },
      },
    ];
    return card(
      'by-code',
      t.codeTitle,
      formElement({ name: 'by-code', fields, submit: t.open, kind: '' }, ({ code }) => this.ways.find(code.trim())),
    );
  }

  #list() {
    const t = racesText;
    return card(
      'open',
      t.listTitle,
      this.none,
      this.open,
      this.runningTitle,
      this.running,
      h('p.foot', {}, h('a', { href: '/ratings' }, t.board), this.line),
    );
  }

  /** @param {string} words */
  refuse(words) {
    this.error.textContent = words;
    this.error.hidden = !words;
  }

  /** @param {boolean} is */
  busy(is) {
    this.go.disabled = is;
    this.go.textContent = is ? racesText.seeking : racesText.quick;
  }

  /**
   * The races there are; rows stay where they are, and with them the focus.
   * @param {Match[] | null} matches null before they are known
   * @param {State} state of the line @param {string | null} me user id
   */
  list(matches, state, me) {
    this.line.dataset.state = state;
    this.line.textContent = boardText.states[state];
    if (!matches) return;
    const rows = new Map(matches.map((match) => [match.code, this.rows.get(match.code) ?? new Row(match, this.ways)]));
    for (const match of matches) rows.get(match.code)?.update(match, me);
    for (const [code, row] of this.rows) if (!rows.has(code)) row.element.remove();
    this.rows = rows;
    const isRunning = (/** @type {Match} */ match) => match.state === 'RUNNING';
    const place = (/** @type {HTMLElement} */ list, /** @type {Match[]} */ shown) => {
      shown.forEach(({ code }, index) => {
        const { element } = /** @type {Row} */ (rows.get(code));
        if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
      });
      list.hidden = !shown.length;
    };
    const open = matches.filter((match) => !isRunning(match));
    const running = matches.filter(isRunning);
    place(this.open, open);
    place(this.running, running);
    this.none.hidden = open.length > 0;
    this.runningTitle.hidden = !running.length;
  }
}

class Row {
  /** @param {Match} match @param {Ways} ways */
  constructor({ code, language, difficulty, waves }, ways) {
    const t = racesText;
    this.who = h('span.who-is-in');
    this.seats = h('span.muted');
    this.join = h(
      'button.small',
      { type: 'button', 'aria-label': t.joinOf(code), onclick: () => ways.join(code) },
      t.join,
    );
    this.watch = h('a.button.plain.small', { href: matchAddress(code), 'aria-label': t.watchOf(code) }, t.watch);
    this.element = h(
      'li',
      { 'data-code': code },
      h(
        'span.about',
        {},
        h('strong', {}, kindOfGame(language, difficulty)),
        h('span.muted', {}, sharedText.waves(waves)),
        this.seats,
        this.who,
      ),
      h('span.choices', {}, this.join, this.watch),
    );
  }

  /** @param {Match} match @param {string | null} me user id */
  update({ state, seats, capacity }, me) {
    const t = racesText;
    const is = state === 'RUNNING' ? t.running : state === 'COUNTDOWN' ? t.starting : t.waiting;
    this.seats.textContent = `${t.seats(seats.length, capacity)} · ${is}`;
    fill(this.who, seats.map(({ display_name }) => display_name ?? sharedText.gone).join(', '));
    const own = seats.some(({ user_id }) => user_id !== null && user_id === me);
    this.join.hidden = state === 'RUNNING' || (seats.length >= capacity && !own);
    this.watch.hidden = !this.join.hidden;
  }
}

/** @param {Choice} choice @param {Ways} ways */
function createForm(choice, ways) {
  const t = racesText;
  const of = (/** @type {readonly string[]} */ all, /** @type {Record<string, string>} */ words) =>
    Object.fromEntries(all.map((one) => [one, words[one]]));
  const numbers = (/** @type {number} */ least, /** @type {number} */ most) =>
    Object.fromEntries(Array.from({ length: most - least + 1 }, (_, index) => [least + index, String(least + index)]));
  return formElement(
    {
      name: 'create',
      kind: '',
      submit: t.create,
      fields: [
        { name: 'language', label: t.language, type: '', options: of(LANGUAGES, languages), value: choice.language },
        {
          name: 'difficulty',
          label: t.difficulty,
          type: '',
          options: of(DIFFICULTIES, difficulties),
          value: choice.difficulty,
        },
        { name: 'waves', label: t.waves, type: '', options: numbers(1, MATCH.most_waves), value: String(USUAL.waves) },
        {
          name: 'capacity',
          label: t.capacity,
          type: '',
          options: numbers(MATCH.least_seats, MATCH.most_seats),
          value: String(USUAL.capacity),
        },
        { name: 'visibility', label: t.visibility, type: '', options: t.visibilities, hint: t.visibilityHint },
      ],
    },
    ({ language, difficulty, waves, capacity, visibility }) =>
      ways.create({
        language: /** @type {Language} */ (language),
        difficulty: /** @type {Difficulty} */ (difficulty),
        waves: Number(waves),
        capacity: Number(capacity),
        visibility: /** @type {Visibility} */ (visibility),
      }),
  );
}
