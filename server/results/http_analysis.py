"""The endpoint behind the result page: a close look at one game."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from game.analysis import Series
from game.analytics import TypingMeasures
from game.fall import Fall
from game.terms import Difficulty, Language, Metric
from server.infra.inputs import IdPath
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoints, Reads, endpoint
from server.results.analysis import Analyst, Mark, RankedKeys, WaveAnalysis
from server.results.bests import Bests, bests_of
from server.results.http import KEYS_AWAY, NOT_FOUND, UNREADABLE, found, readable

RanksOf = Callable[[str], Awaitable[list["RankMove"] | None]]


@dataclass(frozen=True, slots=True)
class RankMove:
    """A place that this game took on an all-time board; `before` is null for a player who was not on it."""

    metric: Metric
    language: Language | None
    difficulty: Difficulty | None
    before: int | None
    now: int


@dataclass(frozen=True, slots=True)
class OwnNews:
    """For the player alone. `ranks` is null when the places are not known, or no longer."""

    bests: Bests
    ranks: list[RankMove] | None


@dataclass(frozen=True, slots=True)
class AnalysisOut:
    """`wall` is its HP at the end of each point of `series`. `fall` says why the game was lost; null if it was not, or
    if its waves do not say what they asked for. `marks` place the waves in time; beyond 600 waves, only every n-th has
    one. `waves` are all of them, or the 40 with the most wrong keys. `own` is null for everyone but the player."""

    result_id: str
    end_ms: int
    typing: TypingMeasures
    series: Series
    wall: list[int]
    fall: Fall | None
    waves_total: int
    marks: list[Mark]
    waves: list[WaveAnalysis]
    keys: RankedKeys
    pairs: RankedKeys
    own: OwnNews | None


def analysis_endpoints(pg: Pool, ranks_of: RanksOf) -> Endpoints:
    """`ranks_of` takes a result's id and returns the places it took, or None when they are not known."""
    return [
        endpoint(
            "GET",
            "/api/game/result/{id}/analysis",
            _Calls(pg, ranks_of).analysis,
            "Speed and errors over time, mistakes, slow keys; new bests and places for the player",
            access=Access.OPTIONAL,
            problems=(NOT_FOUND, KEYS_AWAY, UNREADABLE),
            rate="60/minute",  # each reads a whole key log
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="game",
        )
    ]


class _Calls:
    def __init__(self, pg: Pool, ranks_of: RanksOf) -> None:
        self._pg, self._ranks_of, self._analyst = pg, ranks_of, Analyst(pg)

    async def analysis(self, call: Call[None, None, IdPath]) -> AnalysisOut:
        result_id, viewer_id = call.path.id, call.maybe_caller_id
        with readable():
            game = found(await self._analyst.analysis(result_id, viewer_id))
        log = game.log
        return AnalysisOut(
            result_id=result_id,
            end_ms=log.end_ms,
            typing=game.typing,
            series=log.series,
            wall=log.wall,
            fall=log.fall,
            waves_total=log.waves_total,
            marks=log.marks,
            waves=log.waves,
            keys=log.keys,
            pairs=log.pairs,
            own=await self._own(result_id) if game.user_id == viewer_id else None,
        )

    async def _own(self, result_id: str) -> OwnNews:
        return OwnNews(await bests_of(self._pg, result_id), await self._ranks_of(result_id))
