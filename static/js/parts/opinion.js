// @ts-check
/** Voting on a snippet and bookmarking it: three buttons that stay pressed. */

import { fill, h, svg } from '../dom.js';
import { text } from '../text/snippets.js';

/** @import { OwnOpinion, SeenSnippet } from '../net/types.js' */

/**
 * Each tells what one makes of the snippet then; null when it was refused, which has been said.
 * @typedef {object} Opining
 * @property {(id: string, value: number) => Promise<OwnOpinion | null>} vote
 * @property {(id: string, own: OwnOpinion, is: boolean) => Promise<OwnOpinion | null>} bookmark
 */

/** @typedef {{likes: number, dislikes: number}} Votes of everybody, one's own among them if it is counted */

const UP = 'M8 2.5 14 9h-3.4v4.5H5.4V9H2z';
const DOWN = 'M8 13.5 2 7h3.4V2.5h5.2V7H14z';
const FLAG = 'M4 2h8v12.5L8 11.3 4 14.5z';

/** @param {string} id @param {OwnOpinion} own @param {Opining} opining @param {Votes} [votes] null: not shown */
export function opinionView(id, own, opining, votes) {
  let now = own;
  const mine = (/** @type {number} */ value) => Number(now.vote === value && now.is_counted);
  const others = { up: (votes?.likes ?? 0) - mine(1), down: (votes?.dislikes ?? 0) - mine(-1) };
  const up = button(UP, () => ask(opining.vote(id, now.vote === 1 ? 0 : 1)));
  const down = button(DOWN, () => ask(opining.vote(id, now.vote === -1 ? 0 : -1)));
  const mark = button(FLAG, () => ask(opining.bookmark(id, now, !now.is_bookmarked)));
  const later = h('span.hint', { role: 'status' });
  const draw = () => {
    const count = (/** @type {number} */ n) => (votes ? n : 0);
    up.show(now.vote === 1, text.votes(text.like, count(others.up + mine(1))));
    down.show(now.vote === -1, text.votes(text.dislike, count(others.down + mine(-1))));
    later.textContent = votes && now.vote && !now.is_counted ? text.later : '';
    mark.show(now.is_bookmarked, now.is_bookmarked ? text.bookmarked : text.bookmark);
  };
  /** @param {Promise<OwnOpinion | null>} asked */
  const ask = async (asked) => {
    now = (await asked) ?? now;
    draw();
  };
  draw();
  return h('div.opinion', { role: 'group', 'aria-label': text.opinion }, up.element, down.element, mark.element, later);
}

/** Beside code somewhere else: with the way to its page. @param {SeenSnippet} seen @param {Opining} opining */
export function opinionLine(seen, opining) {
  return h(
    'div.opinions',
    {},
    opinionView(seen.snippet_id, seen.own, opining),
    h('a', { href: `/snippets/${seen.snippet_id}` }, text.page),
  );
}

/**
 * The code of a whole game: each snippet that has a page, once, by its first line.
 * @param {Opining} opining
 */
export function codeView(opining) {
  const list = h('ul.met');
  const element = h('section.card', { hidden: true, 'aria-labelledby': 'met' }, h('h2', { id: 'met' }, text.met), list);
  return {
    element,
    /**
     * @param {Record<string, unknown>} key_log as it is stored
     * @param {(ids: string[]) => Promise<Map<string, SeenSnippet>>} opinionsOf
     */
    async fill(key_log, opinionsOf) {
      const waves = /** @type {{snippet: string, text: string}[]} */ (key_log.waves);
      const texts = new Map(waves.map((wave) => [wave.snippet, wave.text]));
      const seen = await opinionsOf([...texts.keys()]);
      const items = [...seen].map(([id, one]) =>
        h('li', {}, h('code', {}, texts.get(id)?.split('\n')[0] ?? ''), opinionLine(one, opining)),
      );
      fill(list, items);
      element.hidden = items.length === 0;
    },
  };
}

/** @param {string} d @param {() => Promise<void>} press */
function button(d, press) {
  const sign = svg('svg', { viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': 'true' }, svg('path', { d }));
  const element = h('button.small', { type: 'button' });
  element.addEventListener('click', () => {
    element.disabled = true;
    press().finally(() => {
      element.disabled = false;
      const { activeElement } = document; // a button that is disabled loses the focus
      if (activeElement === document.body) element.focus({ preventScroll: true });
    });
  });
  return {
    element,
    /** @param {boolean} is @param {string} words */
    show(is, words) {
      element.setAttribute('aria-pressed', String(is));
      fill(element, sign, h('span.word', {}, words));
    },
  };
}
