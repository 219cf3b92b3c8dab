"""The parts of a server that benchmarks drive by themselves; a server hands them to nobody."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from redis.asyncio import Redis

from server.feed import jobs
from server.feed.consumers import Consumer
from server.infra.postgres import Pool
from server.settings import Settings


@asynccontextmanager
async def game_consumers(settings: Settings, pg: Pool, redis: Redis) -> AsyncIterator[Sequence[Consumer]]:
    """Those of ended games, known to the feed, which does not run: each can be timed by itself."""
    parts: Any = importlib.import_module("server.app")._Parts(settings, pg, redis)  # noqa: SLF001
    consumers = [consumer for consumer in parts.feed._consumers if consumer.ended_games]  # noqa: SLF001
    async with pg.acquire() as connection:
        for one in consumers:
            await jobs.know_consumer(connection, one.name, sorted(one.modes), reads_notes=one.reads_notes)
    parts.boards.open()
    try:
        yield consumers
    finally:
        await parts.close()
