"""Locks that a test holds, so that others wait for them at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from server.infra.postgres import Pool
from tests.live import PATIENCE_S

# PostgreSQL's bound is for one that hangs; here it waits because it was told to, however busy the machine is.
BOUND = "server.infra.web.POSTGRES_S"
_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def until_waiting(pg: Pool, number: int) -> None:
    """Until so many of this database's connections wait for a lock. Not asked in the transaction that holds it, which
    would see the same number to its end."""
    async with asyncio.timeout(PATIENCE_S):
        while await pg.fetchval(_WAITING) < number:
            await asyncio.sleep(0.005)


async def until_all_wait(pg: Pool, works: Sequence[asyncio.Future[object]]) -> None:
    """Until each of these is done, or waits for a lock."""
    async with asyncio.timeout(PATIENCE_S):
        while await pg.fetchval(_WAITING) < sum(not work.done() for work in works):
            await asyncio.sleep(0.005)
