// @ts-check
/** A contest on its page: when it is, what the reader can do, the standings, and what was typed. */

import { fill, h } from '../../dom.js';
import { contestAddress } from '../../parts/contest-links.js';
import { groupAddress } from '../../parts/group-links.js';
import { card, kindOfGame, pageFrame } from '../../parts/pieces.js';
import { redraw } from '../../parts/redraw.js';
import { text as boardText } from '../../text/board.js';
import { timeLeft } from '../../text/common.js';
import { states, text as contestsText } from '../../text/contests.js';
import { standingsTable } from './standings.js';
import { ownWords, text as contestText } from './text.js';

/** @import { Contest, ContestSnippet, ContestStandingPage, ContestView, User } from '../../net/types.js' */
/** @import { State } from '../../net/live.js' */

/**
 * @typedef {object} Ways
 * @property {() => void} join
 * @property {() => void} leave
 * @property {() => void} play
 * @property {() => void} remove
 * @property {(page: number) => string} at
 */

export class ContestPageView {
  /** @param {User | null} user @param {Ways} ways */
  constructor(user, ways) {
    const t = contestText;
    this.user = user;
    this.ways = ways;
    this.title = h('span');
    this.tags = h('p.tags');
    this.about = h('div.about');
    this.clock = h('strong.clock', { role: 'timer' });
    this.clockLabel = h('span.label');
    this.countdown = h('p.countdown', {}, this.clockLabel, this.clock);
    this.own = h('div.own-part');
    this.counts = h('p.muted');
    this.line = h('p.live', { 'data-state': 'connecting' }, boardText.states.connecting);
    this.table = h('div.standings');
    this.staff = h('div');
    this.snippets = h('div');
    /** Which buttons are there: they are drawn anew only when that changes, so the focus stays on them. */
    this.part = '';
    this.staffPart = '';
    this.element = pageFrame(
      'leaderboard contest',
      '',
      this.tags,
      h(
        'div.two',
        {},
        h('section.card', { 'aria-label': contestText.part }, this.countdown, this.own),
        h('section.card', { 'aria-label': contestText.about }, this.about),
      ),
      this.staff,
      card('standings', t.standings, h('div.line', {}, this.counts, this.line), this.table),
      this.snippets,
    );
    this.element.firstElementChild?.append(this.title);
  }

  /** @param {ContestView} shown @param {ContestStandingPage} standings */
  draw(shown, standings) {
    const { contest } = shown;
    this.title.textContent = contest.title;
    fill(this.tags, tags(contest));
    fill(this.about, about(contest));
    this.#countdown(contest);
    this.#own(shown);
    this.#staff(shown);
    this.counts.textContent = contestText.count(contest);
    this.line.hidden = contest.state === 'OVER';
    this.table.classList.toggle('rated', contest.state === 'OVER' && contest.is_rated);
    redraw(this.table, ...standingsTable(contest, standings, this.user?.id ?? null, this.ways.at));
  }

  /** @param {number} left_ms until it starts or ends */
  count(left_ms) {
    const words = timeLeft(left_ms);
    if (this.clock.textContent !== words) this.clock.textContent = words;
  }

  /** @param {State} is */
  state(is) {
    this.line.dataset.state = is;
    this.line.textContent = boardText.states[is];
  }

  /** @param {Contest} contest */
  #countdown({ state, starts_in_ms }) {
    const t = contestText;
    const isCounting = state === 'UPCOMING' || state === 'RUNNING';
    const words = starts_in_ms !== null ? t.startsIn : t.endsIn;
    this.clockLabel.textContent = isCounting ? words : state === 'OVER' ? t.over : t.closing;
    this.clock.hidden = !isCounting;
  }

  /** @param {ContestView} shown */
  #own({ contest, yours, may_edit }) {
    const { user, ways } = this;
    const choices = choicesOf(contest, yours, may_edit, user, ways);
    const words = yours && ownWords(yours, contest);
    const moved =
      yours && yours.old_rating !== null && yours.new_rating !== null
        ? contestsText.rating(yours.old_rating, yours.new_rating)
        : '';
    const part = JSON.stringify([contest.state, yours, may_edit, user?.id]);
    if (part === this.part) return;
    this.part = part;
    fill(
      this.own,
      words && h('p.words', {}, words),
      moved && h('p.moved', {}, contestText.moved(moved)),
      yours?.result_id && h('p', {}, h('a', { href: `/results/${yours.result_id}` }, contestText.result)),
      choices,
    );
  }

  /** @param {ContestView} shown */
  #staff({ contest, may_edit, snippets }) {
    const t = contestText;
    const { slug, state } = contest;
    const key = JSON.stringify([may_edit, state, snippets?.map((one) => one.id)]);
    if (key === this.staffPart) return;
    this.staffPart = key;
    const mayChange = state === 'UPCOMING';
    fill(
      this.staff,
      may_edit &&
        card(
          'staff',
          t.staffTitle,
          h('p', {}, mayChange ? t.changeable : t.stays),
          mayChange &&
            h(
              'p.choices',
              {},
              h('a.button', { href: contestAddress(slug, 'edit') }, t.edit),
              h('button.danger', { type: 'button', onclick: () => this.ways.remove() }, t.remove),
            ),
        ),
    );
    fill(this.snippets, snippets && snippetsCard(snippets, state !== 'OVER'));
  }
}

/** @param {Contest} contest */
function tags({ state, language, difficulty, group, is_rated }) {
  return [
    h('span.tag', { 'data-state': state }, states[state]),
    h('span.tag', {}, kindOfGame(language, difficulty)),
    is_rated && h('span.tag', {}, contestsText.rated),
    group && h('a.tag', { href: groupAddress(group.slug) }, contestsText.forGroup(group.name)),
  ];
}

/** @param {Contest} contest */
function about(contest) {
  const t = contestText;
  return [
    h('p.window', {}, h('strong', {}, contestsText.window(contest)), h('span.hint', {}, ` ${contestsText.zone()}`)),
    contest.description
      .split(/\n{2,}/)
      .filter(Boolean)
      .map((words) => h('p.paragraph', {}, words)),
    h('p', {}, t.once(contest)),
    h('p.hint', {}, contest.group ? t.group(contest.group.name) : t.rated),
  ].flat();
}

/**
 * What the reader can do now.
 * @param {Contest} contest @param {ContestView['yours']} yours @param {boolean} isStaff @param {User | null} user
 * @param {Ways} ways
 */
function choicesOf({ slug, state }, yours, isStaff, user, ways) {
  const t = contestText;
  const isOpen = state === 'UPCOMING' || state === 'RUNNING';
  const hasPlayed = Boolean(yours?.session_id) && !yours?.is_playing;
  if (!isOpen && !yours?.is_playing) return null;
  if (isStaff) return h('p.muted', {}, t.staff);
  if (!user || user.is_guest) {
    const then = encodeURIComponent(contestAddress(slug));
    return [
      user && h('p.muted', {}, t.guest),
      h(
        'p.choices',
        {},
        !user && h('a.button.primary', { href: `/login?then=${then}` }, t.login),
        h('a.button', { href: `/register?then=${then}` }, t.register),
      ),
    ];
  }
  if (hasPlayed) return null;
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick, kind = '') =>
    h('button', { type: 'button', class: kind, onclick }, label);
  return [
    h(
      'p.choices',
      {},
      state !== 'UPCOMING' && button(yours?.is_playing ? t.goOn : t.play, ways.play, 'primary go'),
      !yours && button(t.join, ways.join, state === 'UPCOMING' ? 'primary' : ''),
      yours && !yours.session_id && button(t.leave, ways.leave, 'quiet'),
    ),
    !yours && h('p.hint', {}, t.joinHint),
  ];
}

/** @param {ContestSnippet[]} snippets @param {boolean} isSecret */
function snippetsCard(snippets, isSecret) {
  const t = contestText;
  return card(
    'snippets',
    t.snippets,
    isSecret && h('p.hint', {}, t.snippetsHint),
    snippets.map((one, index) =>
      h(
        'details.snippet',
        {},
        h('summary', {}, t.wave(index + 1, one.category), isSecret && h('span.hint', {}, ` ${t.drawn(one.draws)}`)),
        h('pre', { tabindex: 0 }, h('code', {}, one.snippet_text)),
      ),
    ),
  );
}
