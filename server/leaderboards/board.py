"""What a board is: a metric over a period of time, for one language and difficulty or for any, of the games of a mode.

Laws:
- An entry's score holds the value in its high bits and the time in its low bits, so that one number sorts by value
  descending, then by the whole second of `ended_at` ascending. Equal scores sort by user id as text, descending, which
  is Redis's own order.
- All numbers are integers, so that Redis (doubles), Python and SQL (bigint) agree exactly.
- A day is a UTC day, and a week is an ISO week in UTC.
- A game counts at the time of its end, and a daily on the day whose waves it was played on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import product

from game.terms import SPRINT_SECONDS, Difficulty, Language, Metric, Mode, Period
from server.results import GameResult

EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
TIME_SPAN = 2**31  # seconds since EPOCH; enough until 2093
LARGEST_VALUE = 2**22 - 1  # value * 2^31 + time stays below 2^53, where doubles are exact


@dataclass(frozen=True, slots=True)
class Ladder:
    """Which games are compared: those of a mode, of sprints those of one length. Its first metric and its first period
    are shown when none is asked for."""

    mode: Mode
    seconds: int | None
    metrics: tuple[Metric, ...]
    periods: tuple[Period, ...]

    @property
    def name(self) -> str:
        return self.mode.lower() + (f"-{self.seconds}" if self.seconds else "")


SOLO = Ladder(Mode.SOLO, None, tuple(Metric), tuple(Period))
SPRINTS = {seconds: Ladder(Mode.SPRINT, seconds, (Metric.NET_WPM,), tuple(Period)) for seconds in SPRINT_SECONDS}
DAILY = Ladder(Mode.DAILY, None, (Metric.SCORE, Metric.NET_WPM), (Period.DAY,))
LADDERS = (SOLO, *SPRINTS.values(), DAILY)
LADDER_OF = {(ladder.mode, ladder.seconds): ladder for ladder in LADDERS}


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """One period: all time (`start` and `end` are None), a certain week, or a certain day. `end` is exclusive."""

    period: Period
    label: str
    start: datetime | None
    end: datetime | None

    def is_over(self, now: datetime) -> bool:
        return self.end is not None and self.end <= now


@dataclass(frozen=True, slots=True)
class Board:
    """One ranking. `language` or `difficulty` None means any."""

    metric: Metric
    span: PeriodSpan
    language: Language | None
    difficulty: Difficulty | None
    ladder: Ladder = SOLO


@dataclass(frozen=True, slots=True)
class RankedGame:
    """What the boards need from a ranked result."""

    id: str
    user_id: str
    mode: Mode
    seconds: int | None
    daily_on: date | None
    language: Language
    difficulty: Difficulty
    ended_at: datetime
    final_score: int
    total_words_typed: int
    correct_keys: int
    playtime_seconds: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What one ranked result is worth on each board that it may enter. `packed` is keyed by metric; `counts_at` lies in
    the periods in which it counts."""

    user_id: str
    result_id: str
    language: Language
    difficulty: Difficulty
    counts_at: datetime
    packed: Mapping[Metric, int]
    ladder: Ladder


def entry(game: RankedGame | GameResult) -> Entry:
    values = {
        Metric.SCORE: game.final_score,
        Metric.WPM: wpm_hundredths(game.total_words_typed, game.playtime_seconds),
        Metric.NET_WPM: net_wpm_hundredths(game.correct_keys, game.playtime_seconds),
    }
    packed = {metric: pack(value, game.ended_at) for metric, value in values.items()}
    counts_at = game.ended_at if game.daily_on is None else datetime.combine(game.daily_on, time(), UTC)
    ladder = LADDER_OF[game.mode, game.seconds]
    return Entry(game.user_id, game.id, game.language, game.difficulty, counts_at, packed, ladder)


def has_ladder(game: GameResult) -> bool:
    """Whether games of its mode are ranked at all."""
    return (game.mode, game.seconds) in LADDER_OF


def wpm_hundredths(words: int, playtime_seconds: int) -> int:
    """Words a minute in hundredths, rounded half up, computed with integers only."""
    return (12_000 * words + playtime_seconds) // (2 * playtime_seconds)


def net_wpm_hundredths(correct_keys: int, playtime_seconds: int) -> int:
    """Standard words of right keys a minute in hundredths, rounded half up, computed with integers only."""
    return (2_400 * correct_keys + playtime_seconds) // (2 * playtime_seconds)


def pack(value: int, ended_at: datetime) -> int:
    seconds = (ended_at - EPOCH) // timedelta(seconds=1)
    return min(value, LARGEST_VALUE) * TIME_SPAN + TIME_SPAN - 1 - min(max(seconds, 0), TIME_SPAN - 1)


def shown_value(metric: Metric, packed: int) -> int | float:
    """Points, or words a minute to two decimals."""
    value = packed // TIME_SPAN
    return value if metric is Metric.SCORE else value / 100


def span_of(period: Period, at: datetime) -> PeriodSpan:
    """The day, the week or all time, as `period` says, that contains `at`."""
    if period is Period.ALL:
        return PeriodSpan(period, "all", None, None)
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if period is Period.DAY:
        return PeriodSpan(period, f"day:{day:%Y-%m-%d}", day, day + timedelta(days=1))
    monday = day - timedelta(days=day.weekday())
    return PeriodSpan(period, f"week:{monday:%G-W%V}", monday, monday + timedelta(days=7))


def spans_of(at: datetime) -> tuple[PeriodSpan, ...]:
    return _spans_of_day(at.astimezone(UTC).date())


@lru_cache(maxsize=64)
def _spans_of_day(day: date) -> tuple[PeriodSpan, ...]:
    return tuple(span_of(period, datetime.combine(day, time(), UTC)) for period in Period)


@lru_cache(maxsize=256)  # a process writes to today's few spans, for a few dozen pairs of language and difficulty
def boards_entered(
    language: Language,
    difficulty: Difficulty,
    spans: tuple[PeriodSpan, ...],
    ladder: Ladder = SOLO,
    metrics: tuple[Metric, ...] = tuple(Metric),
) -> tuple[Board, ...]:
    """The boards of a ladder, `spans` and `metrics` on which a game in this language and difficulty counts."""
    return tuple(
        Board(metric, span, *cell, ladder)
        for metric, span, cell in product(metrics, spans, product((None, language), (None, difficulty)))
        if metric in ladder.metrics and span.period in ladder.periods
    )


def ladder_spans(spans: Sequence[PeriodSpan]) -> list[tuple[Ladder, PeriodSpan]]:
    """Which ladders have boards for which of these spans."""
    return [(ladder, span) for ladder, span in product(LADDERS, spans) if span.period in ladder.periods]


@lru_cache(maxsize=16)
def all_boards(spans: tuple[PeriodSpan, ...]) -> tuple[Board, ...]:
    """Every board of `spans`."""
    return tuple(
        Board(metric, span, language, difficulty, ladder)
        for ladder, span in ladder_spans(spans)
        for metric, language, difficulty in product(ladder.metrics, (None, *Language), (None, *Difficulty))
    )
