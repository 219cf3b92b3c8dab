"""What consumers share that keep sums of a player: the player's lock.

Law: who holds a consumer's lock of a player has it until the transaction ends, from before it looks until it has
written, so that nobody goes on with old sums. Counting a player anew may take minutes: a job that finds the player
locked raises LOCK_AWAY, which the consumer names as `away`, so that none of its tries is counted.
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from server.infra.postgres import Connection

LOCK_AWAY = (asyncpg.LockNotAvailableError,)

# In one order, so that no two transactions wait for each other.
_LOCK = """
SELECT count(pg_advisory_xact_lock(hashtextextended('prodev ' || $1 || ' ' || player, 0)))
FROM (SELECT DISTINCT unnest($2::text[]) AS player ORDER BY player) players
"""
_WAIT_BRIEFLY = "SELECT set_config('lock_timeout', '1s', true)"


async def lock_players(connection: Connection, consumer: str, user_ids: Sequence[str], *, briefly: bool) -> None:
    """Wait for what `consumer` keeps of these players; with `briefly`, as its jobs do, for a second at most: then one
    of LOCK_AWAY."""
    if briefly:
        await connection.execute(_WAIT_BRIEFLY)
    await connection.execute(_LOCK, consumer, user_ids)
