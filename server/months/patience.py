"""Changes of tables that servers use at the same moment.

Law: whoever waits for a lock makes everybody wait behind it. So a change waits for a fraction of what a call may take,
lets go of everything when it does not get it, and tries again.
"""

from __future__ import annotations

import asyncio
import functools
import random
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar

import asyncpg

from server.infra.postgres import Connection

LOCK_MS = 500
REST_S = 1.0  # at most; the mean is half of it
TRIES = 60  # half a minute of rests: most backups of a small database are over by then
STATEMENT_S = 86_400  # what reads or writes a whole month
_PASSING = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)

# The connection's, as often as it takes it, and gone when it is closed.
_TAKE_TURN = "SELECT pg_try_advisory_lock(hashtext('prodev partitions'))"
_END_TURN = "SELECT pg_advisory_unlock(hashtext('prodev partitions'))"

P = ParamSpec("P")
Answer = TypeVar("Answer")


class InUse(Exception):
    """Somebody held the tables all the time, or moves months; the message is one line."""


def alone(
    work: Callable[Concatenate[Connection, P], Coroutine[Any, Any, Answer]],
) -> Callable[Concatenate[Connection, P], Coroutine[Any, Any, Answer]]:
    """One moves months at a time: what one has looked up, another might change before it is done, and a table would be
    dropped that is in use again. Raises InUse."""

    @functools.wraps(work)
    async def in_turn(connection: Connection, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        if not await connection.fetchval(_TAKE_TURN):
            raise InUse("another prodev partitions is moving a month")
        try:
            return await work(connection, *args, **kwargs)
        finally:
            if not connection.is_closed():
                await connection.execute(_END_TURN)

    return in_turn


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
