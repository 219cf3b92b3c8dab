"""The leaderboards' endpoint."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field
from starlette.responses import Response

from game.terms import Difficulty, Language
from server.infra.inputs import DifficultyFilter, LanguageFilter, Query
from server.infra.kept_answers import KeptAnswers
from server.infra.web import POSTGRES_LONG_S, Access, Call, Endpoints, Problem, dumps, endpoint
from server.leaderboards.answers import LeaderboardOut
from server.leaderboards.board import Metric, Period
from server.leaderboards.boards import Boards
from server.leaderboards.standings import Window

KEPT_S = 0.25  # how late a game that ended in another process may show
KEPT = 1_000  # pages, of some 5 KiB each


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


class _Page(NamedTuple):
    """A page that is the same for everybody: a query without the caller."""

    metric: Metric
    period: Period
    language: Language | None
    difficulty: Difficulty | None
    limit: int
    offset: int


def endpoints(boards: Boards) -> Endpoints:
    calls = _Calls(boards)
    return [
        endpoint(
            "GET",
            "/api/leaderboard",
            calls.page,
            "A page of a board, and your own place on it",
            access=Access.OPTIONAL,
            problems=((401, "auth/required"),),
            postgres_s=POSTGRES_LONG_S,
            tag="leaderboard",
        )
    ]


class _Calls:
    def __init__(self, boards: Boards) -> None:
        self._boards = boards
        self._kept = KeptAnswers(self._read, lambda: boards.version, kept_s=KEPT_S, most=KEPT)

    async def page(self, call: Call[None, LeaderboardQuery]) -> LeaderboardOut | Response:
        query = call.query
        board = query.metric, query.period, query.language, query.difficulty
        if call.maybe_caller is not None:
            window = Window(query.limit, query.offset, call.maybe_caller.user_id, query.around is not None)
            return await self._boards.page(*board, window)
        if query.around:
            raise Problem(
                401, "auth/required", "Sign in to see your own place.", headers={"WWW-Authenticate": "Bearer"}
            )
        return await self._kept.answer(_Page(*board, query.limit, query.offset))

    async def _read(self, page: _Page) -> bytes:
        window = Window(page.limit, page.offset)
        return dumps(await self._boards.page(page.metric, page.period, page.language, page.difficulty, window))
