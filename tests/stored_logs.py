"""The key logs that a test finds in its database, in whichever form they are stored."""

from __future__ import annotations

from typing import Any

from game.keylog import KeyLog
from server.infra.postgres import Pool
from server.key_logs import has_log, log_of, stored


async def stored_log(pg: Pool, where: str = "true", *values: Any) -> KeyLog:
    """Of the one game whose typing session is so."""
    (log,) = await stored_logs(pg, where, *values)
    return log


async def stored_logs(pg: Pool, where: str = "true", *values: Any) -> list[KeyLog]:
    """Of the ended games whose typing sessions are so."""
    query = f"SELECT {stored('t')} AS log FROM typing_sessions t WHERE {has_log('t')} AND {where} ORDER BY t.id"
    return [log_of(row["log"]) for row in await pg.fetch(query, *values)]
