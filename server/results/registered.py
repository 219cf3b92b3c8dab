"""What a registration does to a guest's games: those that lacked nothing else become ranked."""

from __future__ import annotations

from collections.abc import Sequence

from server.infra.postgres import Pool
from server.results.statements import LOCK_STATISTICS, RANK_REGISTERED


async def rank_registered(pg: Pool, user_ids: Sequence[str]) -> int:
    """Rank the eligible games of those `user_ids` that are registered by now. Returns the number of games.

    Safe to repeat. Call it once the registration is committed, then put the users on the boards.
    """
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await connection.execute(LOCK_STATISTICS, list(user_ids))
        return len(await connection.fetch(RANK_REGISTERED, list(user_ids)))
