"""Whose profile is asked for, and how much of it the caller may see.

Laws:
- Unknown, deleted, disabled and hidden by a block are one 404.
- Sums over all games, games a day and places on boards are for everybody. What tells of single games is for others only
  when the game is ranked, and not at all when the player keeps replays private.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.infra.postgres import Pool
from server.infra.web import Principal, Problem
from server.social import SHOWN, visible

NO_SUCH_PLAYER = (404, "account/no-such-player")


@dataclass(frozen=True, slots=True)
class Player:
    """`shows_games`: whether the caller may see figures of single games and keys. `is_own`: it is the caller."""

    user_id: str
    shows_games: bool
    is_own: bool


def no_such_player() -> Problem:
    return Problem(*NO_SUCH_PLAYER, "There is no player with this name.")


async def find_player(pg: Pool, username: str, caller: Principal | None) -> Player:
    """Raises Problem 404 `account/no-such-player`."""
    row = await pg.fetchrow(
        "SELECT id, replays_public FROM users u"
        f" WHERE lower(username) = lower($1) AND {SHOWN} AND {visible('u.id', '$2::uuid')}",
        username,
        None if caller is None else caller.user_id,
    )
    if row is None:
        raise no_such_player()
    is_own = caller is not None and caller.user_id == row["id"]
    return Player(row["id"], is_own or row["replays_public"], is_own)
