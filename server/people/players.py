"""Whose profile is asked for, and how much of it the caller may see.

Law: unknown, deleted and disabled are one 404. Totals are for everybody, as on the boards. Figures that come from the
single keys of games are hidden from others when the player keeps replays private.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.infra.postgres import Pool
from server.infra.web import Principal, Problem
from server.results import SHOWN

NO_SUCH_PLAYER = (404, "account/no-such-player")


@dataclass(frozen=True, slots=True)
class Player:
    """`shows_keys`: whether the caller may see figures that come from the key logs."""

    user_id: str
    shows_keys: bool


def no_such_player() -> Problem:
    return Problem(*NO_SUCH_PLAYER, "There is no player with this name.")


async def find_player(pg: Pool, username: str, caller: Principal | None) -> Player:
    """Raises Problem 404 `account/no-such-player`."""
    row = await pg.fetchrow(
        f"SELECT id, replays_public FROM users u WHERE lower(username) = lower($1) AND {SHOWN}",
        username,
    )
    if row is None:
        raise no_such_player()
    is_own = caller is not None and caller.user_id == row["id"]
    return Player(row["id"], is_own or row["replays_public"])
