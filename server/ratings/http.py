"""The boards of ratings, and a player's history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Annotated

import asyncpg
from pydantic import BeforeValidator, Field

from game.terms import RatingKind
from server.infra.inputs import UUID_PATTERN, Query, upper
from server.infra.paging import GoesOn, LongPage, after_a_row, micros_of, moment_of
from server.infra.postgres import Pool
from server.infra.rows import read
from server.infra.totals import KeptTotals
from server.infra.web import Access, Call, Endpoints, Problem, Reads, endpoint
from server.social import ON_BOARDS, SHOWN, visible

NO_SUCH_PLAYER = 404, "account/no-such-player"
HISTORY = 500  # moves of each kind, the latest: a year of an eager player

_BOARD = f"""
SELECT rank() OVER (ORDER BY r.shown DESC)::int AS rank, u.id AS user_id, u.username, u.display_name,
    r.shown AS rating, r.peak, r.games, r.updated_at
FROM ratings r JOIN users u ON u.id = r.user_id
WHERE r.kind = $1 AND {ON_BOARDS} AND {{from_here}}
ORDER BY r.shown DESC, r.updated_at, r.user_id LIMIT $2 OFFSET $3
"""
# $4 to $6: the row after which it goes on.
_FROM_HERE = "r.shown <= $4 AND (r.shown < $4 OR (r.updated_at, r.user_id) > ($5::timestamptz, $6::uuid))"
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


# A row's rating, microseconds since 1970 and player; its rank, and how many rows there are up to it.
_AFTER = rf"^-?[0-9]{{1,6}}\.[0-9]{{1,16}}\.(?:{UUID_PATTERN})\.[0-9]{{1,9}}\.[0-9]{{1,9}}$"


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands in an `after`: the ranks of the rows behind it go on from there."""

    rating: int
    updated_at: datetime
    user_id: str
    rank: int
    rows: int

    @classmethod
    def of(cls, after: str) -> _Place:
        rating, micros, user_id, rank, rows = after.split(".")
        return cls(int(rating), moment_of(micros), user_id, int(rank), int(rows))

    def __str__(self) -> str:
        return f"{self.rating}.{micros_of(self.updated_at)}.{self.user_id}.{self.rank}.{self.rows}"

    def rank_of(self, rating: int, rank_behind: int) -> int:
        """The rank of a row behind this one, by its rank among those."""
        return self.rank if rating == self.rating else self.rows + rank_behind


class RatingsQuery(GoesOn):
    """Which board."""

    kind: Annotated[RatingKind, BeforeValidator(upper)] = RatingKind.RACE
    after: Annotated[str | None, *after_a_row(_AFTER)] = None


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
        self._totals = KeptTotals()

    async def board(self, call: Call[None, RatingsQuery]) -> LongPage[RatedPlayer]:
        query = call.query
        after = None if query.after is None else _Place.of(query.after)
        select = _BOARD.format(from_here="true" if after is None else _FROM_HERE)
        from_here = () if after is None else (after.rating, after.updated_at, after.user_id)
        rows = await self._pg.fetch(select, query.kind, query.limit, query.offset, *from_here)

        def rank(row: asyncpg.Record) -> int:
            found: int = row["rank"]
            return found if after is None else after.rank_of(row["rating"], found)

        def place(row: asyncpg.Record) -> str:
            before = query.offset if after is None else after.rows
            return str(_Place(row["rating"], row["updated_at"], row["user_id"], rank(row), before + query.per_page))

        found, following = query.next_of(rows, place)
        items = [replace(read(RatedPlayer, row), rank=rank(row)) for row in found]
        total = await self._totals.of(query.kind, partial(self._pg.fetchval, _COUNT, query.kind))
        return LongPage(items, query.page, query.per_page, total, following)

    async def history(self, call: Call[None, None, RatedPath]) -> RatingHistory:
        user_id = await self._pg.fetchval(_PLAYER, call.path.username, call.maybe_caller_id)
        if user_id is None:
            raise Problem(*NO_SUCH_PLAYER, "There is no such player.")
        ratings = await self._pg.fetch(_OWN, user_id)
        moves = await self._pg.fetch(_HISTORY, user_id, HISTORY)
        return RatingHistory([read(OwnRating, row) for row in ratings], [read(RatingMove, row) for row in moves])
