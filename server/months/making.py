"""The coming months' partitions of `typing_sessions` and `game_results`, made long before they are needed.

Law: no row waits for its month. Key logs that come before it is there go to the default partition, where they are found
like any other, and move to their month when that is made. Results that come too early stay with those from before there
were months.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg
import structlog

from server.feed import Periodic
from server.infra.postgres import POSTGRES_AWAY, Pool
from server.months.indexing import complete
from server.months.month import Month
from server.months.patience import STATEMENT_S, InUse, briefly

log = structlog.get_logger(__name__)

AHEAD = 3  # a server that is off for a season finds its months
TRIES_AT_START = 3
_NOT_NOW: tuple[type[BaseException], ...] = (InUse, *POSTGRES_AWAY)
# A role that was not granted make_months makes none, and serves.
_NOT_BY_US: tuple[type[BaseException], ...] = (*_NOT_NOW, asyncpg.InsufficientPrivilegeError)
_MAKE = "SELECT make_months($1, $2)"
_ANALYZE = "SELECT analyze_months()"
_GRANT = "GRANT EXECUTE ON FUNCTION make_months, analyze_months TO <the server's role>"  # for the functions' owner


async def make(pg: Pool, now: datetime, tries: int) -> int:
    """Make what is missing of this month and those ahead; returns how many partitions were made. Raises InUse."""
    first = Month.of(now.astimezone(UTC)).first
    async with pg.acquire() as connection:
        made: int = await briefly(connection, lambda: connection.fetchval(_MAKE, first, 1 + AHEAD), tries)
    if made:
        log.info("months_made", partitions=made)
    return made


async def make_at_start(pg: Pool, now: datetime) -> None:
    """Before a server serves: it may have been off for a year. Until it succeeds, other partitions do."""
    try:
        await make(pg, now, TRIES_AT_START)
    except _NOT_BY_US as error:
        _say_not_made(error)


def _say_not_made(error: BaseException) -> None:
    needs = {"command": _GRANT} if isinstance(error, asyncpg.InsufficientPrivilegeError) else {}
    log.warning("months_not_made", error=str(error) or type(error).__name__, **needs)


def keeping(pg: Pool) -> Periodic:
    """Every day at 4:00 UTC, when few play."""

    async def work(now: datetime) -> None:
        try:
            await make(pg, now, tries=TRIES_AT_START)
        except asyncpg.InsufficientPrivilegeError as error:
            _say_not_made(error)
        try:
            async with pg.acquire() as connection:
                await complete(connection)
        except asyncpg.InsufficientPrivilegeError as error:  # a server's role may own no table: its owner makes them
            log.warning("indexes_not_made", error=str(error), command="prodev partitions index")
        try:
            await pg.execute(_ANALYZE, timeout=STATEMENT_S)
        except asyncpg.InsufficientPrivilegeError as error:
            log.warning("months_not_analyzed", error=str(error), command=_GRANT)

    return Periodic("months", work, timedelta(days=1), timedelta(hours=4))
