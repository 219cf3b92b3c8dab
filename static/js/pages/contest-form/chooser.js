// @ts-check
/** Choosing a contest's snippets from the library, in the order in which they are typed. */

import { fill, h } from '../../dom.js';
import { card, select } from '../../parts/pieces.js';
import { difficulties } from '../../text/common.js';
import { CONTEST_WAVES } from '../../terms.js';
import { text as formText } from './text.js';

/** @import { ContestSnippet, SnippetListed, SnippetListedPage } from '../../net/types.js' */

/** @typedef {{language: string, difficulty: string, state: string, q: string, page: number}} Wanted */
/** @typedef {SnippetListedPage} Found */
/** @typedef {Pick<SnippetListed, 'id' | 'snippet_text' | 'category' | 'difficulty'>} Chosen */

export class Chooser {
  /** @param {(wanted: Wanted) => Promise<Found>} find @param {ContestSnippet[]} chosen @param {string} language */
  constructor(find, chosen, language) {
    const t = formText.choose;
    this.find = find;
    /** @type {Chosen[]} */
    this.chosen = [...chosen];
    /** @type {Wanted} */
    this.wanted = { language, difficulty: '', state: 'DRAFT', q: '', page: 1 };
    this.turn = 0;
    /** Is told how many are chosen. @type {(n: number) => void} */
    this.oncount = () => undefined;
    this.list = h('ol.chosen');
    this.says = h('p.muted', { role: 'status' });
    this.results = h('div.found');
    this.search = h('input', { type: 'search', maxlength: 200, 'aria-label': t.search });
    const form = h(
      'form.filters',
      { role: 'search' },
      select(t.state, t.states, 'DRAFT', (state) => this.#look({ state })),
      h('label.wide', {}, h('span', {}, t.search), this.search),
      h('button', { type: 'submit' }, t.find),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#look({ q: this.search.value.trim() });
    });
    this.element = card('choose', t.title, h('p.muted', {}, t.lead), this.says, this.list, form, this.results);
    this.#draw();
  }

  get ids() {
    return this.chosen.map(({ id }) => id);
  }

  /** What is typed has another kind now. @param {string} language @param {string} difficulty */
  kind(language, difficulty) {
    if (language !== this.wanted.language && this.chosen.length) {
      this.chosen = [];
      this.#draw();
    }
    this.#look({ language, difficulty });
  }

  /** @param {Partial<Wanted>} more */
  async #look(more) {
    const t = formText.choose;
    this.wanted = { ...this.wanted, page: 1, ...more };
    const turn = ++this.turn;
    const found = await this.find(this.wanted).catch(() => null);
    if (turn !== this.turn) return;
    if (!found) fill(this.results, h('p.error', { role: 'alert' }, t.away));
    else this.#found(found);
  }

  /** @param {Found} found */
  #found(found) {
    const t = formText.choose;
    const { items, page, per_page, total } = found;
    const turn = (/** @type {number} */ to, /** @type {string} */ label) =>
      h('button.quiet', { type: 'button', onclick: () => this.#look({ page: to }) }, label);
    fill(
      this.results,
      h('p.muted', { role: 'status' }, t.found(total)),
      h('ul.snippets', {}, items.map(this.#offer.bind(this))),
      h('p.choices', {}, page > 1 && turn(page - 1, t.previous), page * per_page < total && turn(page + 1, t.next)),
    );
  }

  /** @param {SnippetListed} snippet */
  #offer(snippet) {
    const t = formText.choose;
    const add = h(
      'button.small',
      {
        type: 'button',
        'aria-label': t.addOf(firstLine(snippet)),
        disabled: this.ids.includes(snippet.id) || this.chosen.length >= CONTEST_WAVES.most,
        onclick: () => {
          this.chosen.push(snippet);
          add.disabled = true;
          this.#draw();
        },
      },
      t.add,
    );
    return h('li', {}, preview(snippet), add);
  }

  #draw() {
    const t = formText.choose;
    this.says.textContent = this.chosen.length ? t.chosen(this.chosen.length) : t.none;
    fill(
      this.list,
      this.chosen.map((snippet, index) => this.#row(snippet, index)),
    );
    this.oncount(this.chosen.length);
  }

  /** @param {Chosen} snippet @param {number} index */
  #row(snippet, index) {
    const t = formText.choose;
    const line = firstLine(snippet);
    const change = (/** @type {() => void} */ work) => () => {
      work();
      this.#draw();
      this.search.focus(); // the button is gone
    };
    const up = change(() => this.chosen.splice(index - 1, 2, snippet, this.chosen[index - 1]));
    const remove = change(() => this.chosen.splice(index, 1));
    return h(
      'li',
      {},
      preview(snippet),
      h(
        'span.choices',
        {},
        index > 0 && h('button.small', { type: 'button', 'aria-label': t.upOf(line), onclick: up }, t.up),
        h('button.small', { type: 'button', 'aria-label': t.removeOf(line), onclick: remove }, t.remove),
      ),
    );
  }
}

/** @param {Chosen} snippet */
const firstLine = ({ snippet_text }) => snippet_text.split('\n', 1)[0];

/** Its first line, and all of it when it is asked for. @param {Chosen} snippet */
function preview(snippet) {
  const { snippet_text, category, difficulty } = snippet;
  const about = formText.choose.about(`${category} · ${difficulties[difficulty]}`, snippet_text.length);
  return h(
    'details.snippet',
    {},
    h('summary', {}, h('code', {}, firstLine(snippet)), h('span.hint', {}, about)),
    h('pre', { tabindex: 0 }, h('code', {}, snippet_text)),
  );
}
