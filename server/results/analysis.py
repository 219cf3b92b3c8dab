"""A close look at one game: what `game.analysis` finds in its key log, as the API returns it.

Laws:
- It is shown to everyone who may see the replay. It is worked out from the log on each read and never stored.
- The bounds in `game.analysis` bound the answer: about 200 KB for a game of four hours.
- The longest log (200,000 keys) takes a second of work and a usual one a few milliseconds, so it is done in a thread,
  READERS at a time, while others play.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from game import analysis, fall
from game.analysis import KeyFigure, Mistake, PlayedWave, Series
from game.analytics import TypingMeasures
from game.fall import Fall
from server.infra.postgres import Pool
from server.key_logs import StoredLog, log_of, stored
from server.results.columns import MEASURES_SELECTED, typing_measures
from server.results.reading import MEASURED, VISIBLE, KeysAway

READERS = 1
LISTED = 8  # keys, and pairs of keys, in each list

_LOG = f"""
SELECT r.user_id, {stored("t")} AS key_log, {MEASURES_SELECTED}
FROM game_results r
JOIN users u ON u.id = r.user_id
{MEASURED}
WHERE r.id = $1 AND {VISIBLE}
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a wave lies in the game's time, and the speed that it asked for (0: it does not say)."""

    number: int
    asked_wpm: float
    start_ms: int
    cleared_ms: int | None


@dataclass(frozen=True, slots=True)
class WaveAnalysis:
    """A wave as it was served, and where wrong keys were pressed. `typed_to` is the offset due when it ended."""

    number: int
    snippet_id: str
    version: int
    language: str
    text: str
    words: list[tuple[int, int, str]]
    start_ms: int
    cleared_ms: int | None
    typed_to: int
    keys_right: int
    keys_wrong: int
    mistakes: list[Mistake]


@dataclass(frozen=True, slots=True)
class RankedKeys:
    """At most eight each; the slowest have five timed presses at least."""

    slowest: list[KeyFigure]
    mistyped: list[KeyFigure]


@dataclass(frozen=True, slots=True)
class LogAnalysis:
    """What follows from the key log alone, as `AnalysisOut` describes it."""

    end_ms: int
    series: Series
    wall: list[int]
    fall: Fall | None
    waves_total: int
    marks: list[Mark]
    waves: list[WaveAnalysis]
    keys: RankedKeys
    pairs: RankedKeys


@dataclass(frozen=True, slots=True)
class AnalysedGame:
    """`user_id` is the player's."""

    user_id: str
    typing: TypingMeasures
    log: LogAnalysis


class Analyst:
    """`pg` is the pool."""

    def __init__(self, pg: Pool) -> None:
        self._pg = pg
        self._readers = asyncio.Semaphore(READERS)

    async def analysis(self, result_id: str, viewer_id: str | None) -> AnalysedGame | None:
        """None when there is no such game for this viewer. Raises ValueError for a log that this version cannot
        read, and KeysAway."""
        async with self._readers:
            row = await self._pg.fetchrow(_LOG, result_id, viewer_id)
            if row is None:
                return None
            if row["key_log"] is None:
                raise KeysAway
            return AnalysedGame(row["user_id"], typing_measures(row), await asyncio.to_thread(analysed, row["key_log"]))


def analysed(key_log: StoredLog) -> LogAnalysis:
    """What the page draws. Raises ValueError."""
    log = log_of(key_log)
    played = analysis.played_waves(log)
    series = analysis.series(log, played)
    changes = fall.hp_changes(log)
    return LogAnalysis(
        end_ms=log.end_ms,
        series=series,
        wall=fall.wall(changes, series),
        fall=fall.fall(log, played, changes),
        waves_total=len(played),
        marks=[
            Mark(one.wave.number, one.wave.asked_wpm, one.start_ms, one.cleared_ms)
            for one in analysis.wave_marks(played)
        ],
        waves=[_wave(one) for one in analysis.details(played)],
        keys=_ranked(analysis.key_figures(played)),
        pairs=_ranked(analysis.key_figures(played, 2)),
    )


def _wave(played: PlayedWave) -> WaveAnalysis:
    wave = played.wave
    return WaveAnalysis(
        number=wave.number,
        snippet_id=wave.snippet_id,
        version=wave.version,
        language=wave.language,
        text=wave.text,
        words=[(word.start, word.end, word.kind) for word in wave.words],
        start_ms=played.start_ms,
        cleared_ms=played.cleared_ms,
        typed_to=analysis.typed_to(played),
        keys_right=played.keys_right,
        keys_wrong=played.keys_wrong,
        mistakes=analysis.mistakes(played),
    )


def _ranked(figures: Sequence[KeyFigure]) -> RankedKeys:
    return RankedKeys(analysis.slowest(figures, LISTED), analysis.most_mistyped(figures, LISTED))
