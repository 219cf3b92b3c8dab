// @ts-check
/** A challenge on its page: the lesson, the code, the goals, the hints, and how it went. */

import { fill, h } from '../../dom.js';
import { coloured } from '../../parts/coloured.js';
import { challengeAddress, trackAddress } from '../../parts/course-links.js';
import { markdownView } from '../../parts/markdown.js';
import { card, kindOfGame, pageFrame } from '../../parts/pieces.js';
import { goalsOf, text as coursesText } from '../../text/courses.js';
import { attemptsTable, placesTable } from './lists.js';
import { countingView, outcomeView } from './outcome.js';
import { text as challengeText } from './text.js';

/** @import { AttemptPage, ChallengeBoard, ChallengeView as Shown } from '../../net/types.js' */

/** @typedef {{shown: Shown, board: ChallengeBoard | null, attempts: AttemptPage | null}} State */

/**
 * @typedef {object} Ways
 * @property {() => Promise<void>} start
 * @property {() => Promise<void>} hint
 * @property {(more: Record<string, string>) => string} at the address of a page of a list
 */

export class ChallengeView {
  /**
   * @param {{me: string | null, game: string | null}} who `game`: the session that has just been played
   * @param {Ways} ways
   */
  constructor({ me, game }, ways) {
    const t = challengeText;
    this.me = me;
    this.game = game;
    this.ways = ways;
    this.title = h('span');
    this.where = h('nav.where', { 'aria-label': t.where });
    this.tags = h('p.tags');
    this.outcome = h('div.slot', { 'aria-live': 'polite' });
    this.code = h('pre.snippet', { tabindex: 0 });
    this.goals = h('ul.goals');
    this.standing = h('p.standing');
    this.go = h('button.primary.go', { type: 'button', onclick: () => this.#start() });
    this.shownHints = h('ol.hints-shown');
    this.hintSays = h('p.muted');
    this.more = h('button', { type: 'button', onclick: () => this.#hint() });
    this.lesson = h('div.slot');
    this.lists = h('div.slot');
    this.around = h('nav.around', { 'aria-label': t.neighbours });
    this.element = pageFrame(
      'challenge',
      '',
      this.where,
      this.tags,
      this.outcome,
      h(
        'div.two',
        {},
        h('div.left', {}, card('code', t.code, this.code), this.#startCard()),
        h('div.right', {}, this.lesson, card('hints', t.hints, this.hintSays, this.shownHints, h('p', {}, this.more))),
      ),
      this.around,
      this.lists,
    );
    this.element.firstElementChild?.append(this.title);
  }

  #startCard() {
    const t = challengeText;
    return card(
      'goals',
      t.goals,
      h('p.hint', {}, t.goalsHint),
      this.goals,
      this.standing,
      h('p.choices', {}, this.go, this.me === null && h('span.muted', {}, t.asGuest)),
    );
  }

  /** @param {State} state */
  draw({ shown, board, attempts }) {
    const t = challengeText;
    const { challenge, track, module, lesson, yours, hints } = shown;
    this.title.textContent = challenge.title;
    const there = (/** @type {string} */ words, /** @type {string} */ href) => h('a', { href }, words);
    fill(this.where, there(track.title, trackAddress(track.slug)), ` › ${module.title} › ${lesson.title}`);
    fill(this.tags, tags(shown));
    fill(this.code, h('code', {}, coloured(challenge.snippet_text, challenge.words)));
    fill(
      this.goals,
      goalsOf(challenge.goals).map(({ words }) => h('li', {}, words)),
    );
    this.standing.textContent = yours ? t.standing(yours) : '';
    this.go.textContent = yours?.attempts ? t.again : t.start;
    fill(this.lesson, lesson.blocks.length ? card('lesson', t.lesson, markdownView(lesson.blocks)) : null);
    this.all = challenge.hints;
    this.hints(hints);
    this.#outcome(shown);
    this.#around(shown);
    this.#lists(shown, board, attempts);
  }

  /** @param {string[]} shown those that the player has seen @param {{isNew?: boolean}} [how] */
  hints(shown, { isNew = false } = {}) {
    const t = challengeText;
    const left = (this.all ?? 0) - shown.length;
    this.shownHints.hidden = shown.length === 0;
    fill(
      this.shownHints,
      shown.map((words) => h('li', { tabindex: -1 }, words)),
    );
    this.hintSays.textContent = left ? (shown.length ? '' : t.noHint) : t.allHints;
    this.hintSays.hidden = !this.hintSays.textContent;
    this.more.hidden = left <= 0;
    this.more.textContent = t.showHint(left);
    const section = this.more.closest('section');
    if (section) section.hidden = !this.all;
    const last = this.shownHints.lastElementChild;
    if (isNew && last instanceof HTMLElement) last.focus();
  }

  /** The game that has just been played left nothing to count. */
  nothing() {
    fill(this.outcome);
  }

  /** @param {Shown} shown */
  #outcome(shown) {
    if (!this.game) return;
    const { last_attempt: attempt } = shown;
    const isIt = attempt?.session_id === this.game;
    fill(this.outcome, isIt ? outcomeView(shown, attempt, () => this.#start()) : countingView());
  }

  /** @param {Shown} shown */
  #around({ previous, next }) {
    const t = challengeText;
    fill(
      this.around,
      previous ? h('a.button.plain', { href: challengeAddress(previous.id) }, t.previous(previous.title)) : h('span'),
      next && h('a.button.plain', { href: challengeAddress(next.id) }, t.next(next.title)),
    );
  }

  /** @param {Shown} shown @param {ChallengeBoard | null} board @param {AttemptPage | null} attempts */
  #lists({ challenge }, board, attempts) {
    const t = challengeText;
    const { at } = this.ways;
    fill(
      this.lists,
      attempts?.total
        ? card('attempts', t.attempts, ...attemptsTable(attempts, (page) => at({ attempts: String(page) })))
        : null,
      board &&
        card(
          'board',
          t.board,
          challenge.attempts > 0 && h('p.hint', {}, t.passedBy(challenge.completed, challenge.attempts)),
          ...placesTable(board, this.me, (page) => at({ page: String(page) })),
        ),
    );
  }

  async #start() {
    this.go.disabled = true;
    await this.ways.start();
    this.go.disabled = false;
  }

  async #hint() {
    this.more.disabled = true;
    await this.ways.hint();
    this.more.disabled = false;
  }
}

/** @param {Shown} shown */
function tags({ challenge: { language, difficulty, minutes, points, keys }, yours }) {
  const t = coursesText;
  const words = [kindOfGame(language, difficulty), t.minutes(minutes), t.points(points), t.keys(keys)];
  const isPassed = yours?.status === 'COMPLETED';
  return [
    isPassed && h('span.tag.yours', {}, `✓ ${challengeText.passed}`),
    ...words.map((one) => h('span.tag', {}, one)),
  ];
}

export function missingView() {
  const t = challengeText.missing;
  const back = h('a.button', { href: '/learn' }, t.all);
  return pageFrame('challenge', t.title, h('p.lead', {}, t.words), h('p.choices', {}, back));
}
