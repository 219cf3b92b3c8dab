"""The leaderboards' endpoint."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field
from starlette.responses import Response

from game.terms import Difficulty, Language
from server.infra.inputs import DifficultyFilter, LanguageFilter, Query
from server.infra.web import Access, Call, Endpoint, Problem, dumps
from server.leaderboards.board import Metric, Period
from server.leaderboards.boards import Boards
from server.leaderboards.standings import Window


def lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _lower_or_none(value: object) -> object:
    return None if value == "" else lower(value)


class LeaderboardQuery(Query):
    """`offset` counts places from the first; with `around=me` the page is centred on the caller instead."""

    metric: Annotated[Metric, BeforeValidator(lower)] = Metric.SCORE
    period: Annotated[Period, BeforeValidator(lower)] = Period.ALL
    language: LanguageFilter = None
    difficulty: DifficultyFilter = None
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=10_000_000)  # more places than players; a bound for PostgreSQL's scan
    around: Annotated[Literal["me"] | None, BeforeValidator(_lower_or_none)] = None


class EntryOut(BaseModel):
    """One place. `value` is points, or words a minute to two decimals. `replays_public`: whether others may see its
    result and replay."""

    rank: int
    user_id: str
    username: str
    display_name: str
    value: int | float
    ended_at: datetime
    result_id: str
    session_id: str
    replays_public: bool


class LeaderboardOut(BaseModel):
    """`total` players stand on the board; `me` is the caller's own place, null without a token or a ranked game.
    `version` counts the changes of all boards (see `/api/leaderboard/live`); null when PostgreSQL answers."""

    metric: Metric
    period: Period
    language: Language | None
    difficulty: Difficulty | None
    total: int
    as_of: datetime
    source: Literal["redis", "postgres"]
    version: int | None
    entries: list[EntryOut]
    me: EntryOut | None


class KeptPages:
    """Pages that name no caller, as they were sent, for a moment: a crowd that reads one page reads it once.

    Who comes while it is being read waits for the same reading: from PostgreSQL it may take seconds. What this process
    writes shows at once; what another process writes, KEPT_S later at most.
    """

    KEPT_S = 0.25
    KEPT = 1_000  # pages of some 5 KiB; when full, all are dropped

    def __init__(self, boards: Boards) -> None:
        self._boards = boards
        self._kept: dict[Any, tuple[int, float, bytes]] = {}
        self._reading: dict[Any, asyncio.Task[bytes]] = {}

    async def page(self, query: LeaderboardQuery) -> bytes:
        key = (query.metric, query.period, query.language, query.difficulty, query.limit, query.offset)
        version = self._boards.version
        kept = self._kept.get(key)
        if kept is not None and kept[0] == version and kept[1] >= time.monotonic():
            return kept[2]
        reading = self._reading.get((key, version))
        if reading is None:
            reading = self._reading[key, version] = asyncio.create_task(self._read(key, version, query))
            reading.add_done_callback(lambda _: self._reading.pop((key, version)))
        return await asyncio.shield(reading)  # one reader who goes takes the page from no other

    async def _read(self, key: Any, version: int, query: LeaderboardQuery) -> bytes:
        page = dumps(await _page(self._boards, query, None))
        if len(self._kept) >= self.KEPT:
            self._kept.clear()
        self._kept[key] = (version, time.monotonic() + self.KEPT_S, page)
        return page


async def _page(boards: Boards, query: LeaderboardQuery, viewer_id: str | None) -> dict[str, Any]:
    window = Window(query.limit, query.offset, viewer_id, query.around is not None)
    return await boards.page(query.metric, query.period, query.language, query.difficulty, window)


def endpoints(boards: Boards) -> list[Endpoint]:
    kept = KeptPages(boards)

    async def leaderboard(call: Call) -> Any:
        query: LeaderboardQuery = call.query
        if call.maybe_caller is not None:
            return await _page(boards, query, call.maybe_caller.user_id)
        if query.around:
            raise Problem(
                401, "auth/required", "Sign in to see your own place.", headers={"WWW-Authenticate": "Bearer"}
            )
        return Response(await kept.page(query), media_type="application/json")

    return [
        Endpoint(
            method="GET",
            path="/api/leaderboard",
            handler=leaderboard,
            summary="A page of a board, and your own place on it",
            access=Access.OPTIONAL,
            query=LeaderboardQuery,
            returns=LeaderboardOut,
            problems=((401, "auth/required"),),
            tag="leaderboard",
        )
    ]
