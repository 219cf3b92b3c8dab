"""Whose profile is asked for, and how much of it the asker may see.

Law: unknown, deleted and disabled are one 404. Totals are everybody's to see, as on the boards; what is worked out of
the single keys of games is hidden from others when the player keeps replays private, because it comes from those.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.infra.postgres import Pool
from server.infra.web import Principal, Problem

NO_SUCH_PLAYER = (404, "account/no-such-player")


@dataclass(frozen=True, slots=True)
class Player:
    """`shows_keys`: whether the asker may see what comes out of the key logs."""

    user_id: str
    shows_keys: bool


async def find_player(pg: Pool, username: str, asker: Principal | None) -> Player:
    """Raises Problem 404 `account/no-such-player`."""
    row = await pg.fetchrow(
        """
        SELECT id, replays_public FROM users
        WHERE lower(username) = lower($1) AND is_active AND deleted_at IS NULL
        """,
        username,
    )
    if row is None:
        raise Problem(*NO_SUCH_PLAYER, "There is no player of this name.")
    is_own = asker is not None and asker.user_id == row["id"]
    return Player(row["id"], is_own or row["replays_public"])
