"""How many of each one player may have. Each is counted with that player's row locked."""

from __future__ import annotations

from dataclasses import dataclass

from server.infra.postgres import Connection
from server.infra.web import Problem
from server.social.shown import friendships

TOO_MANY = 409, "friends/too-many"
THEY_HAVE_TOO_MANY = 409, "friends/they-have-too-many"


@dataclass(frozen=True, slots=True)
class StockLimit:
    most: int
    counted: str
    problem: tuple[int, str]
    detail: str


_OF_MINE = "SELECT count(*) FROM friend_relationships WHERE user_id = $1 AND status"
_FRIENDS = f"SELECT count(*) FROM ({friendships('$1')}) f"

FOLLOWS = StockLimit(
    1_000,
    "SELECT count(*) FROM followers WHERE follower_id = $1",
    TOO_MANY,
    "You follow {most} players, which is the limit. Unfollow somebody first.",
)
FRIENDS = StockLimit(
    500, _FRIENDS, TOO_MANY, "You have {most} friends, which is the limit. End another friendship first."
)
THEIR_FRIENDS = StockLimit(500, _FRIENDS, THEY_HAVE_TOO_MANY, "This player has {most} friends, which is the limit.")
REQUESTS = StockLimit(
    100,
    f"{_OF_MINE} = 'REQUESTED'",
    TOO_MANY,
    "{most} of your requests wait for an answer, which is the limit. Withdraw one first.",
)
BLOCKS = StockLimit(
    500, f"{_OF_MINE} = 'BLOCKED'", TOO_MANY, "You block {most} players, which is the limit. Unblock somebody first."
)


async def refuse_too_many(connection: Connection, limit: StockLimit, user_id: str) -> None:
    """Raises Problem 409 when the player, whose row is locked, has as many as they may."""
    if await connection.fetchval(limit.counted, user_id) >= limit.most:
        raise Problem(*limit.problem, limit.detail.format(most=limit.most))
