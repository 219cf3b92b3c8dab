// @ts-check
/** A snippet's page: the code, how it is typed, the best runs. */

import { h } from '../../dom.js';
import { coloured } from '../../parts/coloured.js';
import { replayAddress } from '../../parts/game-links.js';
import { opinionView } from '../../parts/opinion.js';
import { card, kindOfGame, pageFrame, stat, table } from '../../parts/pieces.js';
import { reportView } from '../../parts/report.js';
import { date, everyOne, languages, percent, tenths, whole } from '../../text/common.js';
import { text } from './text.js';

/** @import { BestRun, SnippetFigures, SnippetPage } from '../../net/types.js' */
/** @import { Opining } from '../../parts/opinion.js' */
/** @import { Report } from '../../parts/report.js' */

/** @typedef {{opining: Opining, report: Report | null, play: () => void}} Ways */

const WORST = 3; // lines that are named to who cannot see the bars

/** @param {SnippetPage} shown @param {Ways} ways */
export function snippetView(shown, { opining, report, play }) {
  const { id, language, difficulty, category, figures, own, best } = shown;
  return pageFrame(
    'snippet',
    text.title(languages[language]),
    h('p.lead', {}, text.about(kindOfGame(language, difficulty), category)),
    h(
      'div.choices',
      {},
      h('button.primary', { type: 'button', 'data-focus': true, onclick: play }, text.play),
      opinionView(id, own, opining, figures),
    ),
    card('code', text.code, code(shown), attribution(shown)),
    card('typed', text.typed, typed(figures, shown.expected_wpm)),
    card('best', text.best, best.length ? runs(best) : h('p.muted', {}, text.bestNone)),
    report && reportView('SNIPPET', id, report),
  );
}

/** With a bar at each line in which wrong keys fell. @param {SnippetPage} shown */
function code({ snippet_text, words, figures }) {
  const lines = snippet_text.split('\n');
  const most = Math.max(1, ...figures.line_mistakes);
  const bars = lines.map((_, at) => {
    const share = (figures.line_mistakes[at] ?? 0) / most;
    return h('i', { class: share ? 'some' : '', vars: { share: share.toFixed(3) } });
  });
  const isHot = figures.line_mistakes.some(Boolean);
  return h(
    'div.listing',
    {},
    h('div.code', { tabindex: 0, role: 'region', 'aria-label': text.listing }, [
      h('div.faults', { 'aria-hidden': 'true' }, bars),
      h('pre', {}, h('code', {}, coloured(snippet_text, words))),
    ]),
    isHot && h('p.hint', {}, text.heat, h('span.unseen', {}, ` ${text.linesMost(worst(figures.line_mistakes))}`)),
  );
}

/** @param {number[]} mistakes of each line */
function worst(mistakes) {
  const named = mistakes.map((n, at) => ({ n, line: at + 1 })).filter(({ n }) => n);
  named.sort((one, other) => other.n - one.n);
  return everyOne(named.slice(0, WORST).map(({ n, line }) => text.mistakes(line, n)));
}

/** @param {SnippetPage} shown */
function attribution({ source, license, version }) {
  const said = [source && text.source(source), text.license(license), text.version(version)].filter(Boolean);
  return h('p.muted.attribution', {}, said.join(' · '));
}

/** @param {SnippetFigures} figures @param {number} expected */
function typed({ times_typed, median_net_wpm, key_accuracy_percentage, bookmarks }, expected) {
  const t = text;
  const shown = (/** @type {number | null} */ value, /** @type {(n: number) => string} */ how) =>
    value === null ? t.none : how(value);
  return h(
    'div',
    {},
    h(
      'dl.stats.four',
      {},
      stat(t.times, whole(times_typed), t.timesHint),
      stat(t.median, shown(median_net_wpm, tenths), t.medianHint(expected)),
      stat(t.accuracy, shown(key_accuracy_percentage, percent), t.accuracyHint),
      stat(t.bookmarks, whole(bookmarks), t.bookmarksHint),
    ),
    times_typed === 0 && h('p.muted', {}, t.never),
  );
}

/** @param {BestRun[]} best */
function runs(best) {
  const c = text.columns;
  return table(text.bestCaption, [c.place, c.player, c.speed, c.accuracy, c.at, c.game], best.map(run));
}

/** @param {BestRun} one @param {number} at */
function run(one, at) {
  const { username, display_name, net_wpm, key_accuracy_percentage, typed_at } = one;
  const watch = { href: replayAddress(one), 'aria-label': text.watchOf(display_name) };
  return h(
    'tr',
    {},
    h('td', {}, whole(at + 1)),
    h('th', { scope: 'row' }, h('a', { href: `/players/${encodeURIComponent(username)}` }, display_name)),
    h('td', {}, h('b', {}, tenths(net_wpm))),
    h('td', {}, percent(key_accuracy_percentage)),
    h('td', {}, date(typed_at)),
    h('td', {}, h('a', watch, text.watch)),
  );
}

/** It is a draft, retired, of a course, or of nobody. */
export function missingView() {
  return pageFrame('snippet', text.missing, h('p', {}, text.missingLead), h('p', {}, h('a', { href: '/' }, text.home)));
}
