"""What registering does to a guest's games: those that lacked nothing else become ranked."""

from __future__ import annotations

from collections.abc import Sequence

from server.infra.postgres import Pool
from server.results.statements import RANK_REGISTERED


async def rank_registered(pg: Pool, user_ids: Sequence[str]) -> int:
    """Rank the eligible games of those of `user_ids` who are registered now; how many games that were.

    Repeat-safe. Call it after the registration is committed, then put the users on the boards.
    """
    return len(await pg.fetch(RANK_REGISTERED, list(user_ids)))
