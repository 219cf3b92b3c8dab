from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest
from redis.asyncio import Redis

from server.leaderboards import Boards
from server.settings import Settings
from tests.leaderboards.boards import open_boards, redis_that_is_away


@pytest.fixture
async def boards(pg: asyncpg.Pool, redis: Redis, settings: Settings) -> AsyncIterator[Boards]:
    """Whole boards of no games yet; a test looks after them itself."""
    opened = open_boards(pg, redis, settings)
    await opened.upkeep.look()
    yield opened
    await opened.close()


@pytest.fixture
async def without_redis(pg: asyncpg.Pool, settings: Settings) -> AsyncIterator[Boards]:
    """The same boards in a process that does not reach Redis."""
    away = redis_that_is_away()
    opened = open_boards(pg, away, settings)
    yield opened
    await opened.close()
    await away.aclose()
