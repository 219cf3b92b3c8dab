"""Changes of tables that servers use at the same moment.

Law: whoever waits for a lock makes everybody wait behind it. So a change waits for a fraction of what a call may take,
lets go of everything when it does not get it, and tries again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import asyncpg

from server.infra.held_locks import try_hold
from server.infra.postgres import Connection, Pool

LOCK_MS = 500
REST_S = 1.0  # at most; the mean is half of it
TRIES = 60  # half a minute of rests: most backups of a small database are over by then
STATEMENT_S = 86_400  # what reads or writes a whole month
_PASSING = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)

_LOCK = "hashtext('prodev partitions')"

Answer = TypeVar("Answer")


class InUse(Exception):
    """Somebody held the tables all the time, or moves months; the message is one line."""


@asynccontextmanager
async def alone(pg: Pool) -> AsyncIterator[None]:
    """One moves months at a time: what one has looked up, another might change before it is done, and a table would be
    dropped that is in use again. Raises InUse."""
    async with pg.acquire() as holder, holder.transaction(isolation="read_committed"):
        if not await try_hold(holder, _LOCK):
            raise InUse("another prodev partitions is at work")
        yield


async def briefly(connection: Connection, work: Callable[[], Awaitable[Answer]], tries: int = TRIES) -> Answer:
    """Do `work`, which locks tables, in a transaction of its own. Raises InUse."""
    for left in reversed(range(tries)):
        try:
            async with connection.transaction(isolation="read_committed"):
                await connection.execute(f"SET LOCAL lock_timeout = {LOCK_MS}")
                return await work()
        except _PASSING as error:
            if not left:
                raise InUse(
                    "the tables were in use all the time: is a backup running, or a long transaction open?"
                ) from error
        await asyncio.sleep(random.uniform(0, REST_S))
    raise AssertionError("unreachable")
