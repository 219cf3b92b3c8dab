"""Locks of users rows, for a transaction.

Law: whoever locks people does it before anything of theirs, all of them by one statement. So it happens in the order of
their ids everywhere, and no two transactions wait for each other. `Principal.confirm` locks its own person's row, and
may follow: a row that is locked already is not waited for.

The lock does not hold up what only refers to the person.
"""

from __future__ import annotations

from server.infra.postgres import Connection

_LOCK = "SELECT FROM users WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"


_HOLD = "SELECT FROM users WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE"


async def lock_users(connection: Connection, *user_ids: str) -> None:
    await connection.execute(_LOCK, user_ids)


async def hold_users(connection: Connection, *user_ids: str) -> None:
    """Nobody of them is deleted or otherwise changed until the transaction ends. Others may hold them too."""
    await connection.execute(_HOLD, user_ids)
