"""Rebuilds every board from PostgreSQL, alongside the live ones, and swaps them in one step.

Why nothing is lost while games end: the rebuild's token is set before PostgreSQL is first read. A game committed before
that read is part of it. A game committed after it is written by a process that sees the token and therefore writes to
the new boards as well. Both ways of writing keep the better entry, so their order does not matter.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from server.infra.postgres import Pool
from server.infra.redis import REDIS_AWAY
from server.infra.tasks import end_all
from server.leaderboards.board import ladder_spans, spans_of
from server.leaderboards.store import REBUILD_LOCK_MS, RebuildLost, Store, epoch_ms
from server.leaderboards.truth import bests, count_bests, standing

# A row's created_at is the start of its transaction; a game's last transaction that takes longer than this is stuck.
LONGEST_TRANSACTION = timedelta(seconds=60)

# A Redis that holds gigabytes may not answer for a second or two, as when it forks. Minutes of work are not given up
# for that. What it took without saying so it may take twice: the better entry is kept.
WRITTEN_AGAIN_AFTER_S = (1.0, 3.0, 6.0, 12.0)

Progress = Callable[[int, int], None]  # done and total, in rows


async def rebuild(pg: Pool, store: Store, now: datetime, progress: Progress = lambda done, total: None) -> int:
    """Rebuild all boards; returns how many bests were read.

    Raises RebuildLost if another rebuild is running, and one of REDIS_AWAY or POSTGRES_AWAY; the live boards are then
    unchanged.
    """
    token = f":{uuid.uuid4().hex}"
    await store.begin_rebuild(token)
    try:
        async with _held(store, token), pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            begun: datetime = await connection.fetchval("SELECT now()")
            await store.readmit(await standing(connection, await store.gone()))
            parts = ladder_spans(spans_of(now))
            total = sum([len(ladder.metrics) * await count_bests(connection, ladder, span) for ladder, span in parts])
            done = 0
            progress(done, total)
            for ladder, span in parts:
                for metric in ladder.metrics:
                    async for batch in bests(connection, ladder, metric, span):
                        await _written(partial(store.write_beside, batch, metric, span, token))
                        done += len(batch)
                        progress(done, max(done, total))
        await store.finish_rebuild(token, now, epoch_ms(begun - LONGEST_TRANSACTION))
    except BaseException:
        with contextlib.suppress(*REDIS_AWAY):
            await store.abandon_rebuild(token, now)
        raise
    return done


async def _written(write: Callable[[], Awaitable[None]]) -> None:
    for pause_s in WRITTEN_AGAIN_AFTER_S:
        try:
            return await write()
        except REDIS_AWAY:
            await asyncio.sleep(pause_s)
    return await write()


@contextlib.asynccontextmanager
async def _held(store: Store, token: str) -> AsyncIterator[None]:
    """Renews the lock while PostgreSQL sorts. If the lock is lost, the next write notices."""

    async def renew() -> None:
        with contextlib.suppress(RebuildLost):
            while True:
                await asyncio.sleep(REBUILD_LOCK_MS / 4_000)
                with contextlib.suppress(*REDIS_AWAY):
                    await store.hold_rebuild(token)

    task = asyncio.create_task(renew())
    try:
        yield
    finally:
        await end_all([task])
