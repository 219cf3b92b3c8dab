// @ts-check
/** A player's games as charts, made from the server's answers. */

import { calendarChart, daysOf } from '../../charts/calendar.js';
import { heat, keyboardChart, LEVELS, sum } from '../../charts/keyboard.js';
import { lineChart } from '../../charts/line.js';
import { fill, h } from '../../dom.js';
import { date, keyName, languages, monthName, percent, tenths, utcDay, weekdayName, whole } from '../../text/common.js';
import { text as profileText } from './text.js';
import { kindOfGame, select } from '../../parts/pieces.js';

/** @import { Figure } from '../../charts/keyboard.js' */
/** @import { Children } from '../../dom.js' */
/** @import { Activity, KeysOut, LanguageProgress, PlatformDay, PlayedGame, Progress } from '../../net/types.js' */

const NAMED = 5; // keys that a summary names
const IMPORTED_SHOWN = 100; // days, as many as games

/** @param {string} title @param {...Children} children */
const card = (title, ...children) => h('section.card', { 'aria-label': title }, ...children);

/** Shown in place of a part of the page that could not be loaded. @param {string} title */
export const unloaded = (title) => card(title, h('h2', {}, title), h('p.muted', {}, profileText.unloaded));

/** Shown in place of what a player keeps to themselves. @param {string} title */
export const hidden = (title) => card(title, h('h2', {}, title), h('p.muted', {}, profileText.hidden));

/**
 * @param {Progress} progress @param {string} language the one that is shown, or empty
 * @param {(language: string) => void} choose
 * @param {PlatformDay[]} [imported] one's own, the oldest first; they are of no language
 */
export function progressCard(progress, language, choose, imported = []) {
  const t = profileText;
  /** @type {Record<string, string>} */
  const options = { '': t.filters.any };
  for (const { language: played } of progress.languages) options[played] = languages[played] ?? played;
  const chart = h('div');
  /** @param {Progress} now @param {string} of */
  const update = (now, of) => fill(chart, progressChart(now.games, of ? [] : imported));
  update(progress, language);
  const element = card(
    t.progress,
    chart,
    progress.languages.length > 1 && h('div.filters', {}, select(t.progressLanguage, options, language, choose)),
  );
  return { element, update };
}

/** @typedef {{game: PlayedGame, day?: undefined} | {day: PlatformDay, game?: undefined}} Moment */

/** @param {PlayedGame[]} games @param {PlatformDay[]} days both the oldest first @returns {Moment[]} so too */
function inOrder(games, days) {
  const moments = [
    ...games.map((game) => ({ game, at: game.ended_at })),
    ...days.slice(-IMPORTED_SHOWN).map((day) => ({ day, at: day.day })),
  ];
  return moments.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** @param {PlayedGame[]} games @param {PlatformDay[]} imported both the oldest first */
function progressChart(games, imported) {
  const t = profileText;
  const speeds = games.map(({ net_wpm }) => net_wpm);
  const half = Math.floor(speeds.length / 2);
  const worst = Math.min(100, ...games.map((game) => game.key_accuracy_percentage));
  const moments = inOrder(games, imported);
  /** @param {(moment: Moment) => number | undefined} value */
  const points = (value) =>
    moments.flatMap((moment, index) => {
      const y = value(moment);
      return y === undefined ? [] : [{ x: index + 1, y }];
    });
  const summary = t.progressSummary(games.length, mean(speeds.slice(0, half)), mean(speeds.slice(half)));
  return lineChart({
    title: t.progress,
    summary: imported.length ? `${summary} ${t.importedSummary}` : summary,
    series: [
      { name: t.net, kind: 'area', points: points(({ game }) => game?.net_wpm) },
      { name: t.keyAccuracy, kind: 'dashed', axis: 'y2', points: points(({ game }) => game?.key_accuracy_percentage) },
      ...(imported.length
        ? [{ name: t.imported, kind: /** @type {const} */ ('points'), points: points(({ day }) => day?.mean_wpm) }]
        : []),
    ],
    x: { label: imported.length ? t.importedAxis : t.gameAxis, format: whole, whole: true },
    y: { label: t.speedAxis, format: whole },
    y2: {
      label: t.accuracyAxis,
      format: (value) => `${whole(value)}%`,
      min: Math.min(80, Math.floor(worst / 10) * 10),
      max: 100,
    },
    note: (x) => noteOf(moments[x - 1]),
  });
}

/** @param {Moment} moment */
const noteOf = ({ game, day }) =>
  game
    ? `${kindOfGame(game.language, game.difficulty)}, ${date(game.ended_at)}`
    : profileText.importedDay(day.platform, day.tests, utcDay(day.day));

/** @param {number[]} values */
const mean = (values) => values.reduce((all, one) => all + one, 0) / (values.length || 1);

/** @param {Activity} activity @param {PlatformDay[]} [imported] one's own */
export function activityCard({ first_day, last_day, days, dailies }, imported = []) {
  const t = profileText;
  /** @type {Map<string, number>} */
  const amounts = new Map(days.map(({ day, games }) => [day, games]));
  const games = [...amounts.values()].reduce((all, one) => all + one, 0);
  return card(
    t.activity,
    calendarChart({
      title: t.activity,
      summary: t.activitySummary(games, amounts.size, longestRun(daysOf(first_day, last_day), amounts), dailies.length),
      first: first_day,
      last: last_day,
      amounts,
      marked: new Set(dailies),
      reading: t.dayReading,
      month: monthName,
      weekday: weekdayName,
      columns: t.dayColumns,
      date: utcDay,
      legend: t.dayLegend,
      noted: imported.length
        ? { days: importedDays(imported, first_day), column: t.imported, legend: t.imported }
        : undefined,
    }),
  );
}

/** What was imported of each day. @param {PlatformDay[]} imported @param {string} first the first day that is shown */
function importedDays(imported, first) {
  /** @type {Map<string, string>} */
  const said = new Map();
  for (const { day, platform, tests } of imported.filter((one) => one.day >= first)) {
    const before = said.get(day);
    const now = profileText.importedTests(platform, tests);
    said.set(day, before ? `${before}, ${now}` : now);
  }
  return said;
}

/** Days in a row with a game. @param {string[]} days @param {Map<string, number>} amounts */
function longestRun(days, amounts) {
  let [longest, now] = [0, 0];
  for (const day of days) {
    now = amounts.has(day) ? now + 1 : 0;
    longest = Math.max(longest, now);
  }
  return longest;
}

/**
 * @param {KeysOut} answer @param {string} layout
 * @param {HTMLElement} [focus] where a game on the weak ones is offered; only for one's own
 */
export function keysCard({ shown, games, keys }, layout, focus) {
  const t = profileText;
  if (!shown) return hidden(t.keys);
  if (!keys.length) return card(t.keys, h('h2', {}, t.keys), h('p.muted', {}, t.noKeys));
  /** @type {Map<string, Figure>} */
  const figures = new Map(keys.map(({ key, presses, errors, mean_ms }) => [key, { presses, errors, mean_ms }]));
  const all = sum([...figures.values()]);
  const usual = all.mean_ms ?? 0;
  /** The hottest keys. @param {'speed' | 'errors'} measure @param {(figure: Figure) => number} worth */
  const worst = (measure, worth) =>
    [...figures]
      .filter(([, figure]) => heat(figure, measure, usual) >= LEVELS - 1)
      .sort(([, one], [, other]) => worth(other) - worth(one))
      .slice(0, NAMED)
      .map(([key]) => key);
  const wrong = (/** @type {Figure} */ { presses, errors }) => errors / (presses + errors);
  return card(
    t.keys,
    keyboardChart({
      title: t.keys,
      layout,
      figures,
      measures: {
        speed: {
          name: t.speed,
          summary: t.speedSummary(
            games,
            usual,
            worst('speed', ({ mean_ms }) => mean_ms ?? 0),
          ),
          legend: t.speedLegend,
        },
        errors: {
          name: t.errors,
          summary: t.errorsSummary(games, wrong(all), worst('errors', wrong)),
          legend: t.errorsLegend,
        },
      },
      measure: t.measure,
      short: (figure, measure) =>
        measure === 'errors' ? `${whole(wrong(figure) * 100)}%` : figure.mean_ms === null ? '' : whole(figure.mean_ms),
      reading: (names, figure) => t.keyReading(names, figure.presses, figure.errors, t.ms(figure.mean_ms)),
      keyName,
      columns: t.keyColumns,
      cells: (figure) => [
        whole(figure.presses),
        whole(figure.errors),
        percent(100 - wrong(figure) * 100),
        t.ms(figure.mean_ms),
      ],
    }),
    focus,
  );
}

/** @param {LanguageProgress[]} split @param {string | null} favourite */
export function languagesCard(split, favourite) {
  const t = profileText;
  const games = split.reduce((all, one) => all + one.total_games, 0);
  const columns = t.languageColumns.map((name, index) => h('th', { scope: 'col', class: index ? 'number' : '' }, name));
  const rows = split.map((one) => {
    const share = one.total_games / (games || 1);
    return h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        languages[one.language] ?? one.language,
        one.language === favourite && h('span.tag', {}, t.favouriteTag),
      ),
      h('td.number', {}, whole(one.total_games)),
      h(
        'td.number',
        {},
        h('span.part', { 'aria-hidden': 'true', vars: { share: share.toFixed(3) } }),
        percent(share * 100),
      ),
      h('td.number', {}, t.time(one.total_playtime_sec)),
      h('td.number', {}, tenths(one.best_net_wpm)),
      h('td.number', {}, tenths(one.avg_net_wpm)),
      h('td.number', {}, percent(one.avg_key_accuracy)),
    );
  });
  return h(
    'section.card',
    { 'aria-labelledby': 'languages' },
    h('h2', { id: 'languages' }, t.languages),
    h(
      'div.table.split',
      { tabindex: 0, role: 'group', 'aria-labelledby': 'languages' },
      h('table', {}, h('caption.unseen', {}, t.languages), h('thead', {}, h('tr', {}, columns)), h('tbody', {}, rows)),
    ),
  );
}
