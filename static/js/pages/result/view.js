// @ts-check
/** The result of one game. Law: every figure is shown beside the formula it comes from. */

import { fill, h } from '../../dom.js';
import { scoreOf, scoreParts } from '../../game/score.js';
import { focusOffer } from '../../parts/focus.js';
import { bestLink, boardAddress, gameLinks, isKeyless } from '../../parts/game-links.js';
import { kindOfGame, pageFrame, stat } from '../../parts/pieces.js';
import { reportView } from '../../parts/report.js';
import { FULL_HP } from '../../terms.js';
import { dateTime, duration, tenths, text, utcDay, whole } from '../../text/common.js';
import { addedView } from './added.js';
import { fallView } from './fall.js';
import { keysView } from './keys.js';
import { newsView } from './news.js';
import { scoreView } from './score.js';
import { speedChart } from './speed.js';
import { text as resultText, whyUnranked } from './text.js';
import { verdictView } from './verdict.js';
import { versusView } from './versus.js';
import { wallChart } from './wall.js';
import { wavesView } from './waves.js';

/** @import { Problem } from '../../net/api.js' */
/** @import { AnalysisOut, EntryOut, GameResult, LeaderboardOut } from '../../net/types.js' */
/** @import { ResultJourneyOut, ReviewOut, StartGame, TypingMeasures } from '../../net/types.js' */
/** @import { Report } from '../../parts/report.js' */
/** @import { Appealing } from './verdict.js' */
/** @import { Waves } from './waves.js' */

/**
 * @param {GameResult} result
 * @param {{own: boolean, guest: boolean, counting: boolean}} viewer
 * @param {{again: () => void, start: (choice: StartGame) => void, report: Report | null, share: HTMLElement}} actions
 */
export function resultView(result, { own, guest, counting }, { again, start, report, share }) {
  const t = resultText;
  const strokes = h('div.strokes', {}, h('p.muted', {}, '…'));
  const [news, why, versus, place, judged] = Array.from({ length: 5 }, () => h('div.slot'));
  const added = h('div.slot', { 'aria-live': 'polite' });
  const links = gameLinks(result);
  const ways = choices(result, again, links);
  const closer = h('div.closer', { 'aria-busy': 'true' }, h('p.muted', {}, t.loading));
  const element = pageFrame(
    'result',
    t.title,
    // Tab, then Enter, plays again.
    h('header.summary', {}, total(result, counting), ways, about(result, own, guest)),
    place,
    added,
    judged,
    versus,
    why,
    news,
    ownCount(result),
    card('keystrokes', t.keystrokes, t.keystrokesHint, strokes),
    closer,
    share,
    report && !own && reportView('RESULT', result.id, report),
  );
  return {
    element,
    /**
     * The keys have been read.
     * @param {AnalysisOut} analysis
     * @param {string[]} weak the player's weak keys over their games; none for other people's
     * @returns {Waves['opinions']} what tells which of the waves' snippets have a page
     */
    analysed(analysis, weak) {
      fill(strokes, measures(analysis.typing));
      fill(news, analysis.own && newsView(result, analysis.own));
      fill(why, analysis.fall && fallView(analysis.fall, result, analysis.marks, weak, own ? start : null));
      const keys = keysCard(analysis, weak, () => start(focused(result)));
      const waves = wavesView(analysis, own, result.collection ? null : report);
      fill(closer, charts(analysis), keys, waves.element);
      closer.removeAttribute('aria-busy');
      return waves.opinions;
    },
    /** What it has added for its player. @param {ResultJourneyOut} found */
    added(found) {
      fill(added, addedView(found));
    },
    /** They cannot be, or not by this viewer; or not until they are back. @param {Problem} problem */
    unknown(problem) {
      fill(strokes, h('p.muted', {}, '–'));
      fill(closer, h('p.note', {}, whyUnknown(problem)));
      closer.removeAttribute('aria-busy');
      if (isKeyless(problem)) for (const link of links) if (link) link.remove();
    },
    /** What a moderator decided, or has to. @param {ReviewOut} found @param {Appealing} appealing */
    review(found, appealing) {
      fill(judged, verdictView(result, found, appealing));
    },
    /** It was played against a ghost. @param {GameResult | null} ghost null when it is not shown any more */
    versus(ghost) {
      fill(versus, versusView(result, ghost, own));
    },
    /** How the player stands on the board of this kind of game. @param {LeaderboardOut} board */
    stands({ me, total: players }) {
      if (me) fill(place, standing(result, me, players));
    },
    /** There is a better game of this kind to race against. @param {EntryOut} best */
    offerBest(best) {
      ways.append(bestLink(best));
    },
  };
}

/** @param {GameResult} result @param {EntryOut} me @param {number} players */
function standing(result, me, players) {
  const t = resultText;
  const best = t.yourBest(result.seconds ? `${tenths(me.value)} WPM` : whole(me.value));
  const words = [t.place(me.rank, players), ...(me.result_id === result.id ? [] : [best])];
  return h('p.place', {}, h('a', { href: boardAddress(result) }, words.join(' · ')));
}

/** The parts of the score, and the documented figures. @param {GameResult} result */
function ownCount(result) {
  const t = resultText;
  return h(
    'div.columns',
    {},
    h('section.card', { 'aria-labelledby': 'parts' }, h('h2', { id: 'parts' }, t.parts), parts(result)),
    card('documented', t.documented, t.documentedHint, documented(result)),
  );
}

/** @param {AnalysisOut} analysis @param {string[]} weak @param {() => void} focus */
function keysCard(analysis, weak, focus) {
  const isOffered = analysis.fall?.suggestion === 'practice'; // by the reason above
  return keysView(analysis, focusOffer(isOffered ? [] : weak, focus));
}

/** @param {AnalysisOut} analysis */
const charts = (analysis) => h('section.card', {}, speedChart(analysis), isPressed(analysis) && wallChart(analysis));

/** Whether the wall was ever hit: otherwise there is nothing to draw. @param {AnalysisOut} analysis */
function isPressed({ wall }) {
  return wall.some((hp) => hp < FULL_HP);
}

/**
 * The speed of a sprint or of practice, or a score.
 * @param {GameResult} result @param {Parameters<typeof scoreView>[1]} counting
 */
function total(result, counting) {
  const { mode, seconds, net_wpm, key_accuracy_percentage } = result;
  if (!seconds && mode !== 'PRACTICE') return scoreView(result, counting);
  const t = resultText;
  const speed = h('strong', { 'data-net-wpm': net_wpm }, tenths(net_wpm));
  const accuracy = h('span.accuracy', {}, h('b', {}, `${tenths(key_accuracy_percentage)}%`), ` ${t.ofKeys}`);
  return h('div.total', {}, h('span.label', {}, seconds ? t.sprintSpeed(seconds) : t.net_wpm), speed, accuracy);
}

/** On one's weak keys: practice again, or a game that counts. @param {GameResult} result @returns {StartGame} */
function focused({ mode, language, difficulty, collection }) {
  if (collection) return { mode: 'PRACTICE', collection, focus: true };
  const kind = { language, difficulty, focus: true };
  return mode === 'PRACTICE' ? { mode, ...kind } : { mode: 'SOLO', ...kind };
}

/**
 * What can be done from here.
 * @param {GameResult} result @param {() => void} again @param {import('../../dom.js').Children} links to its keys
 */
function choices(result, again, links) {
  const t = resultText;
  const enter = h('kbd', { 'aria-hidden': 'true' }, t.enter);
  const isRace = result.mode === 'RACE';
  return h(
    'div.choices',
    {},
    h('button.primary', { type: 'button', onclick: again }, isRace ? t.raceAgain : t.again, enter),
    result.mode !== 'PRACTICE' && h('a.button.plain', { href: boardAddress(result) }, nameOfBoard(result)),
    links,
  );
}

/** @param {GameResult} result */
function nameOfBoard({ mode, challenge_id }) {
  const t = resultText;
  if (mode === 'RACE') return t.toRatings;
  return challenge_id ? t.toChallenge : t.toBoard;
}

/** @param {GameResult} result @param {boolean} own @param {boolean} guest */
function about(result, own, guest) {
  const t = resultText;
  const reason = t.reasons[/** @type {'quit'} */ (result.end_reason)] ?? result.end_reason;
  const ownReason = result.end_reason === 'quit' ? t.youQuit : reason;
  const player = h('a', { href: `/players/${encodeURIComponent(result.username)}` }, result.display_name);
  const register = h('a.button', { href: `/register?then=/results/${result.id}` }, text.nav.keep);
  return h(
    'div.about',
    {},
    h('p.kind', {}, kindOfGame(result.language, result.difficulty)),
    h('p', {}, result.collection ? h('a', { href: `/code/${result.collection}` }, t.ownCode) : modeOf(result)),
    h('p', {}, own ? ownReason : [`${reason} · ${t.by} `, player]),
    h('p.muted', {}, dateTime(result.ended_at)),
    rank(result),
    own && guest && h('p.keep', {}, register, h('span.muted', {}, t.keep)),
  );
}

/** What a sprint, a daily or practice is called; empty for any other game. @param {GameResult} result */
function modeOf({ mode, seconds, daily_on }) {
  if (mode === 'PRACTICE') return resultText.practice;
  if (seconds) return resultText.sprint(seconds);
  return daily_on ? resultText.dailyOf(utcDay(daily_on)) : '';
}

/** @param {string} id @param {string} title @param {string} hint @param {HTMLElement} inside */
function card(id, title, hint, inside) {
  const heading = h('div', {}, h('h2', { id }, title), h('p.hint', {}, hint));
  return h('section.card', { 'aria-labelledby': id }, heading, inside);
}

/** @param {GameResult} result */
function rank(result) {
  const t = resultText;
  if (result.ranked) return h('p.rank.yes', {}, h('span', { 'aria-hidden': 'true' }, '✓ '), t.ranked);
  return h('p.rank.no', {}, h('span', { 'aria-hidden': 'true' }, '○ '), `${t.unranked}: ${whyUnranked(result)}.`);
}

/** @param {GameResult} result */
function parts(result) {
  const t = resultText;
  const all = scoreParts(result);
  const most = Math.max(1, ...all.map((part) => part.points));
  const rows = all.map(({ part, amount, factor, floored, points }) => {
    const shown = floored ? tenths(amount) : whole(amount);
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, t.part[part]),
      h('td.formula', {}, `${shown} × ${factor}`),
      h(
        'td.number',
        {},
        h('span.share', { 'aria-hidden': 'true', vars: { share: (points / most).toFixed(3) } }),
        h('b', {}, whole(points)),
      ),
    );
  });
  const [part, formula, number] = t.columns;
  return h(
    'table.parts',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, part),
        h('th', { scope: 'col' }, formula),
        h('th.number', { scope: 'col' }, number),
      ),
    ),
    h('tbody', {}, rows),
    h('tfoot', {}, h('tr', {}, h('th', { scope: 'row', colspan: 2 }, t.sum), h('td.number', {}, whole(scoreOf(all))))),
  );
}

/** @param {GameResult} result */
function documented(result) {
  const t = resultText;
  return h(
    'dl.stats',
    {},
    stat(t.tokens, tenths(result.words_per_minute), t.tokensHint),
    stat(
      t.clean,
      `${tenths(result.accuracy_percentage)}%`,
      t.cleanHint(result.correct_words, result.total_words_typed),
    ),
    stat(t.time, duration(result.playtime_seconds), t.timeHint),
    stat(t.damage, whole(result.total_damage_dealt), t.damageHint),
    stat(t.taken, `${whole(result.total_damage_taken)} HP`, t.takenHint),
  );
}

/** @param {TypingMeasures} typing */
function measures(typing) {
  const t = resultText;
  return h(
    'dl.stats.six',
    {},
    stat(t.net_wpm, tenths(typing.net_wpm), t.net_wpmHint),
    stat(t.raw_wpm, tenths(typing.raw_wpm), t.raw_wpmHint),
    stat(
      t.key_accuracy,
      `${tenths(typing.accuracy_percentage)}%`,
      t.keys(typing.correct_keys, typing.total_keys_pressed),
    ),
    stat(t.consistency, `${tenths(typing.consistency)}%`, t.consistencyHint),
    stat(t.wrongKeys, whole(typing.incorrect_keys), t.wrongKeysHint),
    stat(t.keys_per_minute, tenths(typing.keys_per_minute), t.keys_per_minuteHint),
  );
}

/** Why nothing more is shown. @param {Problem} problem */
function whyUnknown(problem) {
  if (problem.status === 410) return resultText.archived;
  return isKeyless(problem) ? resultText.unreadable : resultText.unknown;
}
