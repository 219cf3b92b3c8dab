"""Rebuilds every board from PostgreSQL, alongside the live ones, and swaps them in one step.

Why nothing is lost while games end: the rebuild's token is set before PostgreSQL is first read. A game committed before
that read is part of it. A game committed after it is written by a process that sees the token and therefore writes to
the new boards as well. Both ways of writing keep the better entry, so their order does not matter.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from server.infra.postgres import Pool
from server.infra.redis import REDIS_AWAY
from server.infra.tasks import end_all
from server.leaderboards.board import Board, spans_of
from server.leaderboards.filling import is_filled
from server.leaderboards.scripts import ROW_BYTES
from server.leaderboards.store import REBUILD_LOCK_MS, RebuildLost, Store, epoch_ms
from server.leaderboards.table import counted, rows_query
from server.leaderboards.truth import standing

# A row's created_at is the start of its transaction; a game's last transaction that takes longer than this is stuck.
LONGEST_TRANSACTION = timedelta(seconds=60)

# A Redis that holds gigabytes may not answer for a second or two, as when it forks. Minutes of work are not given up
# for that. What it took without saying so it may take twice: the better entry is kept.
WRITTEN_AGAIN_AFTER_S = (1.0, 3.0, 6.0, 12.0)

AT_ONCE = 2  # connections to PostgreSQL; Redis, which is one thread, has no more to do with more
COPY_S = 600.0  # of the largest board, on a slow disk
SORTS_IN = "SET LOCAL work_mem = '96MB'"  # a million rows in memory
HEAD_BYTES = 19  # of a binary COPY: signature, flags, length of the extension
WRITTEN_BYTES = 2_000 * ROW_BYTES  # some five milliseconds; others should not wait longer for Redis

Write = Callable[[Board, bytes], Awaitable[None]]
Progress = Callable[[int, int], None]  # done and total, in rows


async def rebuild(pg: Pool, store: Store, now: datetime, progress: Progress = lambda done, total: None) -> int:
    """Rebuild all boards from their table; returns how many places were read.

    Raises RebuildLost if another rebuild is running or the table is not filled yet, and one of REDIS_AWAY or
    POSTGRES_AWAY; the live boards are then unchanged.
    """
    token = f":{uuid.uuid4().hex}"
    await store.begin_rebuild(token)
    try:
        async with _held(store, token):
            begun: datetime = await pg.fetchval("SELECT now()")
            if not await is_filled(pg):
                raise RebuildLost
            await store.readmit(await standing(pg, await store.gone()))
            write = partial(store.write_beside, token=token, begun=now)
            work = _Work(pg, write, await counted(pg, spans_of(now)), progress)
            await work.all()
        await store.finish_rebuild(token, now, epoch_ms(begun - LONGEST_TRANSACTION))
    except BaseException:
        with contextlib.suppress(*REDIS_AWAY):
            await store.abandon_rebuild(token, now)
        raise
    return work.done


class _Work:
    """Some boards at a time, each by one COPY: no row of it becomes an object of Python."""

    def __init__(self, pg: Pool, write_beside: Write, boards: Mapping[Board, int], progress: Progress) -> None:
        self._pg, self._write_beside, self._progress = pg, write_beside, progress
        self._left = sorted(boards, key=boards.__getitem__)  # the largest, which is last, is taken first
        self._total = sum(boards.values())
        self.done = 0

    async def all(self) -> None:
        self._progress(0, self._total)
        tasks = [asyncio.create_task(self._some()) for _ in range(AT_ONCE)]
        try:
            await asyncio.gather(*tasks)
        finally:
            await end_all(tasks)

    async def _some(self) -> None:
        while self._left:
            await self._copy(self._left.pop())

    async def _copy(self, board: Board) -> None:
        query, args = rows_query(board)
        waiting = bytearray()
        at = HEAD_BYTES  # of the COPY, before its first row

        async def take(data: bytes) -> None:
            nonlocal at
            waiting.extend(data[at:])
            at = max(0, at - len(data))
            while len(waiting) >= WRITTEN_BYTES:
                await self._write(board, bytes(waiting[:WRITTEN_BYTES]))
                del waiting[:WRITTEN_BYTES]

        async with self._pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            await connection.execute(SORTS_IN)
            await connection.copy_from_query(query, *args, output=take, format="binary", timeout=COPY_S)
        del waiting[len(waiting) // ROW_BYTES * ROW_BYTES :]  # the COPY's end is shorter than a row
        if waiting:
            await self._write(board, bytes(waiting))

    async def _write(self, board: Board, rows: bytes) -> None:
        await _written(partial(self._write_beside, board, rows))
        self.done += len(rows) // ROW_BYTES
        self._progress(self.done, max(self.done, self._total))


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
