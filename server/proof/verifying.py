"""Many games proved at once, in several processes.

Each worker has a connection of its own and is sent ids, so that key logs never pass through the process that asks. At
most two pages a worker wait, and ids are read as pages are taken.
"""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context

from server.infra.postgres import Connection, Pool, connect
from server.proof.checking import Difference, checked
from server.proof.reading import count_out, pages, stored_games

WAITING = 2  # pages of each worker: one under way and the next


@dataclass(frozen=True, slots=True)
class Proved:
    """A page of games. `out`: how many could not be proved, because their keys were taken out of the database.
    `without_digest`: of how many only the figures could be proved, not every byte of the log."""

    games: int
    out: int
    without_digest: int
    differences: list[Difference]


class _Worker:
    """What a worker process keeps between two pages."""

    def __init__(self, url: str) -> None:
        self._url, self._runner = url, asyncio.Runner()
        self._connection: Connection | None = None

    def prove(self, ids: list[str]) -> Proved:
        return self._runner.run(self._prove(ids))

    async def _prove(self, ids: list[str]) -> Proved:
        if self._connection is None:
            self._connection = await connect(self._url)
        games = await stored_games(self._connection, ids)
        out = await count_out(self._connection, ids) if len(games) < len(ids) else 0
        found = [checked(game) for game in games]
        return Proved(
            games=len(found),
            out=out,
            without_digest=sum(not one.has_digest for one in found),
            differences=[difference for one in found for difference in one.differences],
        )


_worker: _Worker | None = None


def _start_worker(url: str) -> None:
    global _worker  # noqa: PLW0603 - the processes of a pool have nowhere else to keep it
    gc.disable()  # proving a game makes no cycles, so reference counting frees everything
    _worker = _Worker(url)


def _prove(ids: list[str]) -> Proved:
    assert _worker is not None, "the pool starts it"
    return _worker.prove(ids)


async def prove(
    pg: Pool, url: str, *, since: datetime | None = None, session_id: str | None = None, workers: int | None = None
) -> AsyncIterator[Proved]:
    """Prove the ended games, page by page, in no particular order.

    Raises what POSTGRES_AWAY names, also when it was a worker that lost its connection.
    """
    workers = workers or len(os.sched_getaffinity(0))
    loop, context = asyncio.get_running_loop(), get_context("spawn")  # forking a process that has threads may hang
    pool = ProcessPoolExecutor(workers, context, _start_worker, (url,))
    running: set[asyncio.Future[Proved]] = set()
    try:
        async for ids, out in pages(pg, since, session_id):
            if out:
                yield Proved(0, out, 0, [])
            if ids:
                running.add(loop.run_in_executor(pool, _prove, ids))
            if len(running) >= workers * WAITING:
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for one in done:
                    yield one.result()
        for one in asyncio.as_completed(running):
            yield await one
    finally:
        pool.shutdown(cancel_futures=True)
