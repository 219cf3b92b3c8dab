"""The boards of ratings, and a player's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from game.terms import RatingKind
from server.infra.inputs import Query, upper
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Pool
from server.infra.rows import read
from server.infra.web import Access, Call, Endpoints, Problem, Reads, endpoint
from server.social import ON_BOARDS, SHOWN, visible

NO_SUCH_PLAYER = 404, "account/no-such-player"
HISTORY = 500  # moves of each kind, the latest: a year of an eager player

_BOARD = f"""
SELECT rank() OVER (ORDER BY r.shown DESC)::int AS rank, u.id AS user_id, u.username, u.display_name,
    r.shown AS rating, r.peak, r.games
FROM ratings r JOIN users u ON u.id = r.user_id
WHERE r.kind = $1 AND {ON_BOARDS}
ORDER BY r.shown DESC, r.updated_at, r.user_id LIMIT $2 OFFSET $3
"""
_COUNT = f"SELECT count(*)::int FROM ratings r JOIN users u ON u.id = r.user_id WHERE r.kind = $1 AND {ON_BOARDS}"
_PLAYER = f"""
SELECT u.id FROM users u WHERE lower(u.username) = lower($1) AND {SHOWN} AND {visible("u.id", "$2::uuid")}
"""
_OWN = "SELECT kind, shown AS rating, peak, games FROM ratings WHERE user_id = $1 ORDER BY kind"
_HISTORY = """
SELECT kind, subject, place, before, after, created_at AS at
FROM (
    SELECT *, row_number() OVER (PARTITION BY kind ORDER BY id DESC) AS nth FROM rating_changes WHERE user_id = $1
) x
WHERE nth <= $2 ORDER BY id DESC
"""


class RatingsQuery(PageQuery):
    """Which board."""

    kind: Annotated[RatingKind, BeforeValidator(upper)] = RatingKind.RACE


class RatedPath(Query):
    username: str = Field(max_length=50)


@dataclass(frozen=True, slots=True)
class RatedPlayer:
    """One row of a board. Equal ratings share a rank."""

    rank: int
    user_id: str
    username: str
    display_name: str
    rating: int
    peak: int
    games: int


@dataclass(frozen=True, slots=True)
class OwnRating:
    """`peak` is the highest that was ever shown."""

    kind: RatingKind
    rating: int
    peak: int
    games: int


@dataclass(frozen=True, slots=True)
class RatingMove:
    """One move of a rating. `subject` is the code of the match, or the slug of the contest, that moved it."""

    kind: RatingKind
    subject: str
    place: int
    before: int
    after: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RatingHistory:
    """A player's ratings, none before the first rated match, and their moves, the latest first."""

    ratings: list[OwnRating]
    moves: list[RatingMove]


def endpoints(pg: Pool) -> Endpoints:
    calls = _Calls(pg)
    return [
        endpoint(
            "GET",
            "/api/ratings",
            calls.board,
            "The players with the highest ratings",
            reads=Reads.REPLICA,
            tag="leaderboard",
        ),
        endpoint(
            "GET",
            "/api/users/{username}/ratings",
            calls.history,
            "A player's ratings, and how they moved",
            access=Access.OPTIONAL,
            problems=(NO_SUCH_PLAYER,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="profile",
        ),
    ]


class _Calls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def board(self, call: Call[None, RatingsQuery]) -> Page[RatedPlayer]:
        query = call.query
        rows = await self._pg.fetch(_BOARD, query.kind, query.per_page, query.offset)
        total = await self._pg.fetchval(_COUNT, query.kind)
        return query.page_of((read(RatedPlayer, row) for row in rows), total)

    async def history(self, call: Call[None, None, RatedPath]) -> RatingHistory:
        user_id = await self._pg.fetchval(_PLAYER, call.path.username, call.maybe_caller_id)
        if user_id is None:
            raise Problem(*NO_SUCH_PLAYER, "There is no such player.")
        ratings = await self._pg.fetch(_OWN, user_id)
        moves = await self._pg.fetch(_HISTORY, user_id, HISTORY)
        return RatingHistory([read(OwnRating, row) for row in ratings], [read(RatingMove, row) for row in moves])
