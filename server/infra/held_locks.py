"""Locks that a transaction holds for as long as a long piece of work takes, so that one does it at a time.

Law: the transaction holds the lock and nothing else, no snapshot above all: VACUUM keeps every row that died since, and
an index made CONCURRENTLY waits for its end. A prepared statement leaves one in its portal until the next statement.
"""

from __future__ import annotations

from server.infra.postgres import Connection

NO_TIME_LIMIT = """
SELECT set_config(name, '0', true) FROM pg_settings
WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')
"""


async def try_hold(holder: Connection, lock: str) -> bool:
    """Whether the open transaction of `holder` holds the lock from now until it ends; it must be READ COMMITTED, which
    keeps no snapshot. `lock` is SQL for its number."""
    taken: bool = await holder.fetchval(f"SELECT pg_try_advisory_xact_lock({lock})")
    await holder.execute(NO_TIME_LIMIT)  # without arguments, so that no portal stays
    return taken
