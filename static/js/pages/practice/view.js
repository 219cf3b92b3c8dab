// @ts-check
/** The page of practice: weak keys with why and how they went, drills on them, and what else can be practised. */

import { lineChart } from '../../charts/line.js';
import { fill, h } from '../../dom.js';
import { card, pageFrame, select, table } from '../../parts/pieces.js';
import { unfinishedList } from '../../parts/unfinished.js';
import { date, difficulties, keysName, languages, text as common, whole } from '../../text/common.js';
import { text } from './text.js';

/** @import { Choice } from '../../game/choice.js' */
/** @import { StartedGame, WeakKey, WeakKeysOut } from '../../net/types.js' */
/** @import { Ways as UnfinishedWays } from '../../parts/unfinished.js' */

/**
 * @typedef {object} Ways
 * @property {(choice: Partial<Choice>) => void} choose
 * @property {(keys: string[] | null) => void} drill these, or all weak keys
 * @property {() => void} whole snippets
 * @property {UnfinishedWays} unfinished
 */

/** @param {WeakKeysOut} weak @param {StartedGame[]} unfinished @param {Choice} chosen @param {Ways} ways */
export function practiceView({ games, keys }, unfinished, chosen, ways) {
  return pageFrame(
    'practice',
    text.title,
    back(),
    h('p.lead', {}, text.lead),
    unfinished.length > 0 && card('unfinished', text.unfinished, unfinishedList(unfinished, ways.unfinished).element),
    h(
      'form.filters',
      { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
      select(text.language, languages, chosen.language, (value) =>
        ways.choose({ language: /** @type {Choice['language']} */ (value) }),
      ),
      select(text.difficulty, difficulties, chosen.difficulty, (value) =>
        ways.choose({ difficulty: /** @type {Choice['difficulty']} */ (value) }),
      ),
    ),
    keys.length ? weakCard(games, keys, ways) : card('weak', text.weak, h('p', {}, text.none), others(ways, true)),
  );
}

const back = () => h('p', {}, h('a', { href: '/learn' }, text.learn));

/** @param {number} games @param {WeakKey[]} keys @param {Ways} ways */
function weakCard(games, keys, ways) {
  const chart = h('div');
  const rows = keys.map((key) => row(key, ways, () => show(key)));
  /** @param {WeakKey} key */
  const show = (key) => {
    keys.forEach((one, index) => rows[index].pressed(one === key));
    fill(chart, chartOf(key));
  };
  show(keys[0]);
  return card(
    'weak',
    text.weak,
    h('p.hint', {}, text.weakLead(games)),
    h(
      'p.choices',
      {},
      h('button.primary', { type: 'button', 'data-focus': true, onclick: () => ways.drill(null) }, text.drillAll),
      h('span.muted', {}, text.drillDoes),
    ),
    table(
      text.weak,
      text.columns,
      rows.map((one) => one.element),
    ),
    chart,
    others(ways, false),
  );
}

/** What else can be practised. @param {Ways} ways @param {boolean} first the page's focus goes there */
const others = (ways, first) =>
  h(
    'p.choices',
    {},
    h('button', { type: 'button', 'data-focus': first || null, onclick: ways.whole }, text.whole),
    h('a.button.plain', { href: '/topics' }, text.topics),
    h('a.button.plain', { href: '/bookmarks' }, text.bookmarks),
  );

/** @param {WeakKey} weak @param {Ways} ways @param {() => void} show its chart */
function row(weak, ways, show) {
  const { key, mean_ms, usual_ms, missed_percentage, usual_missed_percentage, improved_percentage } = weak;
  const name = h(
    'button.quiet',
    { type: 'button', 'aria-label': text.chartOf(key), 'aria-pressed': 'false', onclick: show },
    h('kbd', {}, keysName(key)),
  );
  const element = h(
    'tr',
    { 'data-key': key },
    h('th', { scope: 'row' }, name),
    h(
      'td',
      {},
      h('button', { type: 'button', 'aria-label': text.drillOf(key), onclick: () => ways.drill([key]) }, text.drill),
    ),
    h('td.number', {}, text.ms(mean_ms)),
    h('td.number', {}, text.ms(usual_ms)),
    h('td.number', {}, text.missed(missed_percentage)),
    h('td.number', {}, text.missed(usual_missed_percentage)),
    h('td', {}, text.lately(improved_percentage)),
  );
  return { element, pressed: (/** @type {boolean} */ on) => name.setAttribute('aria-pressed', String(on)) };
}

/** @param {WeakKey} weak */
function chartOf({ key, games, improved_percentage }) {
  /** @param {'mean_ms' | 'usual_ms'} of */
  const points = (of) => games.map((game, index) => ({ x: index + 1, y: game[of] }));
  return lineChart({
    title: text.chart(key),
    summary: text.chartSummary(games.length, text.lately(improved_percentage)),
    series: [
      { name: text.own(key), kind: 'line', points: points('mean_ms') },
      { name: text.others, kind: 'dashed', points: points('usual_ms') },
    ],
    x: { label: text.gameAxis, format: whole, whole: true },
    y: { label: text.timeAxis, format: whole },
    note: (x) => {
      const { due, missed_percentage, played_at } = games[x - 1];
      return text.game(due, missed_percentage, date(played_at));
    },
  });
}

/** Nobody is signed in. @param {() => void} start whole snippets, as a guest */
export function nobodyView(start) {
  return pageFrame(
    'practice',
    text.title,
    back(),
    h('p.lead', {}, text.lead),
    h('p', {}, text.signIn),
    h(
      'p.choices',
      {},
      h('button.primary', { type: 'button', 'data-focus': true, onclick: start }, text.whole),
      h('a.button.plain', { href: '/login?then=/practice' }, common.nav.login),
    ),
  );
}
