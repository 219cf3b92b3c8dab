"""The endpoint behind the result page: one game looked at closely."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from game.analysis import Series
from game.analytics import TypingMeasures
from game.terms import Difficulty, Language
from server.infra.inputs import IdPath
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoint, Problem
from server.results.analysis import Analyst, Mark, RankedKeys, WaveAnalysis
from server.results.bests import Bests, bests_of
from server.results.http import NOT_FOUND

UNREADABLE = (409, "game/unreadable")  # written by a later version, which another process may run

RanksOf = Callable[[str], Awaitable[list["RankMove"] | None]]


@dataclass(frozen=True, slots=True)
class RankMove:
    """A place on an all-time board that this game took; `before` is null for a player who was not on it."""

    metric: Literal["score", "wpm"]
    language: Language | None
    difficulty: Difficulty | None
    before: int | None
    now: int


@dataclass(frozen=True, slots=True)
class OwnNews:
    """For the player alone. `ranks` is null when they are not known (any more)."""

    bests: Bests
    ranks: list[RankMove] | None


@dataclass(frozen=True, slots=True)
class AnalysisOut:
    """`marks` are the waves in time, every so many of more than 600; `waves` all of them, or the 40 with the most wrong
    keys. `own` is null for everybody but the player."""

    result_id: str
    end_ms: int
    typing: TypingMeasures
    series: Series
    waves_total: int
    marks: list[Mark]
    waves: list[WaveAnalysis]
    keys: RankedKeys
    pairs: RankedKeys
    own: OwnNews | None


def analysis_endpoints(pg: Pool, ranks_of: RanksOf) -> list[Endpoint]:
    """`ranks_of` says which places a result took, by its id, or None when that is not known."""
    analyst = Analyst(pg)

    async def analysis(call: Call) -> AnalysisOut:
        result_id: str = call.path.id
        viewer_id = call.maybe_caller.user_id if call.maybe_caller else None
        try:
            game = await analyst.analysis(result_id, viewer_id)
        except ValueError as error:
            raise Problem(*UNREADABLE, "The keys of this game cannot be read by this server.") from error
        if game is None:
            raise Problem(*NOT_FOUND, "There is no such game, or it is not shown to others.")
        own = None
        if game.user_id == viewer_id:
            own = OwnNews(await bests_of(pg, result_id), await ranks_of(result_id))
        log = game.log
        return AnalysisOut(
            result_id=result_id,
            end_ms=log.end_ms,
            typing=game.typing,
            series=log.series,
            waves_total=log.waves_total,
            marks=log.marks,
            waves=log.waves,
            keys=log.keys,
            pairs=log.pairs,
            own=own,
        )

    return [
        Endpoint(
            method="GET",
            path="/api/game/result/{id}/analysis",
            handler=analysis,
            summary="Speed and errors over time, mistakes, slow keys; new bests and places for the player",
            access=Access.OPTIONAL,
            path_model=IdPath,
            returns=AnalysisOut,
            problems=(NOT_FOUND, UNREADABLE),
            rate="60/minute",  # each reads a whole key log
            tag="game",
        )
    ]
