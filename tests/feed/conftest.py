"""Games whose jobs wait, and processes that a test may kill."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from server.feed import Consumer, Feed, Periodic
from server.feed.consumers import Delay
from server.feed.feed import LOOK_EVERY
from server.feed.jobs import NO_SUBJECT
from server.infra.postgres import Pool
from server.results import record
from server.settings import Settings
from tests.forks import Fork, fork
from tests.results.games import add_player, finished, start_game

PATIENCE_S = 60
AT_ONCE = timedelta()

Spawn = Callable[..., Awaitable["Spawned"]]
Starts = Callable[..., Coroutine[Any, Any, Feed]]


async def until(holds: Callable[[], Awaitable[object]]) -> None:
    """Waits for something that another process or task brings about; each look is a round trip to a server."""
    async with asyncio.timeout(PATIENCE_S):
        while not await holds():
            await asyncio.sleep(0.01)


async def is_so(value: object) -> object:
    """For `until`, of what is known here."""
    return value


async def until_done(pg: Pool) -> None:
    """Until no job of a game is left."""
    await until(lambda: pg.fetchval("SELECT NOT EXISTS (SELECT FROM feed_jobs WHERE subject <> $1::uuid)", NO_SUBJECT))


async def end_game(pg: Pool, user_id: str | None = None) -> str:
    """The id of a result that was committed, with its job, by a process that did nothing else."""
    player = user_id or await add_player(pg)
    result = await record(pg, finished(await start_game(pg, player), player))
    assert result is not None
    return result.id


class Spawned:
    """A process of tests/feed/process.py."""

    def __init__(self, process: Fork) -> None:
        self._process = process

    @property
    def id(self) -> int:
        return self._process.pid

    async def says(self, word: str) -> None:
        """Until it says so; what it says before does not matter."""
        async with asyncio.timeout(PATIENCE_S):
            while line := await self._process.stdout.readline():
                if line.decode().strip() == word:
                    return
        pytest.fail(f"it ended without saying {word!r}")

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        assert await self._process.wait() == -signal.SIGKILL


@asynccontextmanager
async def _spawned(settings: Settings, **orders: object) -> AsyncIterator[Spawned]:
    values = {
        "database_url": settings.database_url,
        "redis_url": settings.redis_url,
        "redis_prefix": settings.redis_prefix,
        "consumers": {},
        "periodic": {},
        **orders,
    }
    process = await fork("tests.feed.process:run", [json.dumps(values)], os.environ)
    try:
        yield Spawned(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.fixture
async def spawn(settings: Settings, effects: Pool) -> AsyncIterator[Spawn]:
    """`await spawn(consumers={name: where}, periodic={…}, game=…)`: a process, gone after the test."""
    async with AsyncExitStack() as stack:

        async def new(**orders: object) -> Spawned:
            return await stack.enter_async_context(_spawned(settings, **orders))

        yield new


@pytest.fixture
async def effects(pg: asyncpg.Pool) -> Pool:
    """The test's pool, with a table for effects that holds nobody to anything."""
    await pg.execute("CREATE TABLE effects (name text NOT NULL, result_id uuid, process int)")
    return pg


@pytest.fixture
async def starts(settings: Settings) -> AsyncIterator[Starts]:
    """`await starts(consumers, periodic)`: a feed in this process that tries again at once; stopped after the test."""
    feeds: list[Feed] = []

    async def start(
        consumers: list[Consumer],
        periodic: list[Periodic] | None = None,
        *,
        url: str | None = None,
        look_every: timedelta = LOOK_EVERY,
        delay: Delay = lambda tries: AT_ONCE,
    ) -> Feed:
        chosen = url or settings.database_url
        assert chosen
        feed = Feed(consumers, periodic or [], delay=delay, look_every=look_every)
        feeds.append(feed)
        await feed.start(chosen)
        return feed

    yield start
    for feed in feeds:
        await feed.stop()
