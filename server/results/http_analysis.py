"""The endpoint behind the result page: one game looked at closely."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from pydantic import BaseModel, Field

from game.analytics import TypingMeasures
from game.terms import Difficulty, Language
from server.infra.inputs import IdPath
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoint, Problem
from server.results.analysis import Analyst
from server.results.bests import bests_of
from server.results.http import NOT_FOUND

UNREADABLE = (409, "game/unreadable")  # written by a later version, which another process may run

RanksOf = Callable[[str], Awaitable[list[dict[str, Any]] | None]]


class SeriesOut(BaseModel):
    """A point for every `every_s` seconds of game time, 600 at most; the last one reaches to the game's end."""

    every_s: int
    raw_wpm: list[float] = Field(description="all keys, in words of five characters a minute")
    errors: list[int] = Field(description="wrong keys; they add up to `typing.incorrect_keys`")


class MarkOut(BaseModel):
    number: int
    start_ms: int
    cleared_ms: int | None


class MistakeOut(BaseModel):
    offset: int
    errors: int
    keys: str = Field(description="the first 12 wrong keys")


class WaveOut(BaseModel):
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
    mistakes: list[MistakeOut]


class KeyFigureOut(BaseModel):
    """A key, or two that follow each other, the second counted: how often it was due and typed, wrong keys in its
    place, how often one came first, and the mean time of its `timed` presses (a wait over 3 s counts as 3 s)."""

    key: str
    presses: int
    errors: int
    missed: int
    timed: int
    mean_ms: float | None


class RankedKeysOut(BaseModel):
    """At most eight each; the slowest have five timed presses at least."""

    slowest: list[KeyFigureOut]
    mistyped: list[KeyFigureOut]


class EarlierOut(BaseModel):
    all: int
    kind: int


class BestOut(BaseModel):
    """`scope`: `all`, or `kind` for the game's own language and difficulty."""

    measure: Literal["final_score", "words_per_minute", "accuracy_percentage", "waves_completed", "max_combo"]
    scope: Literal["all", "kind"]
    value: int | float
    previous: int | float


class BestsOut(BaseModel):
    """`counts`: whether the game is one that can set a best (ranked, or a guest's that would be); `earlier`: how many
    such games there were before."""

    counts: bool
    earlier: EarlierOut
    new: list[BestOut]


class RankMoveOut(BaseModel):
    """A place on an all-time board that this game took; `before` is null for who was not on it."""

    metric: Literal["score", "wpm"]
    language: Language | None
    difficulty: Difficulty | None
    before: int | None
    now: int


class OwnOut(BaseModel):
    """For the player alone. `ranks` is null when nobody knows (any more)."""

    bests: BestsOut
    ranks: list[RankMoveOut] | None


class AnalysisOut(BaseModel):
    """`marks` are the waves in time, every so many of more than 600; `waves` all of them, or the 40 with the most wrong
    keys. `own` is null for everybody but the player."""

    result_id: str
    end_ms: int
    typing: TypingMeasures
    series: SeriesOut
    waves_total: int
    marks: list[MarkOut]
    waves: list[WaveOut]
    keys: RankedKeysOut
    pairs: RankedKeysOut
    own: OwnOut | None


def analysis_endpoints(pg: Pool, ranks_of: RanksOf) -> list[Endpoint]:
    """`ranks_of` says which places a result took, by its id, or None when that is not known."""
    analyst = Analyst(pg)

    async def analysis(call: Call) -> dict[str, Any]:
        viewer_id = call.maybe_caller.user_id if call.maybe_caller else None
        try:
            found = await analyst.analysis(call.path.id, viewer_id)
        except ValueError as error:
            raise Problem(*UNREADABLE, "The keys of this game cannot be read by this server.") from error
        if found is None:
            raise Problem(*NOT_FOUND, "There is no such game, or it is not shown to others.")
        own = None
        if found.pop("user_id") == viewer_id:
            own = {"bests": await bests_of(pg, call.path.id), "ranks": await ranks_of(call.path.id)}
        return {**found, "own": own}

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
