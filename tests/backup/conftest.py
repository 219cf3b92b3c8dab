"""A second, empty installation beside the test's own: where backups are put back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from server.infra.postgres import Pool, open_pool
from server.settings import Settings
from tests.databases import Databases


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`settings` name it; `enter` makes commands of this process go there."""

    settings: Settings
    environment: pytest.MonkeyPatch

    def enter(self) -> None:
        self.environment.setenv("DATABASE_URL", self.settings.database_url or "")
        self.environment.setenv("PRODEV_REDIS_PREFIX", self.settings.redis_prefix)


@pytest.fixture
async def elsewhere(
    empty_database_url: str, settings: Settings, environment: pytest.MonkeyPatch, redis: Redis
) -> AsyncIterator[Elsewhere]:
    prefix = f"test:{uuid4().hex}:"
    there = settings.model_copy(update={"database_url": empty_database_url, "redis_prefix": prefix})
    yield Elsewhere(there, environment)
    async for key in redis.scan_iter(match=f"{prefix}*", count=1000):
        await redis.unlink(key)


@pytest.fixture
async def migrated_elsewhere(databases: Databases, migrated_url: str) -> AsyncIterator[str]:
    """The URL of a second migrated database."""
    async with databases.like(migrated_url) as url:
        yield url


async def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    pool: Pool = await open_pool(url, 1)
    try:
        names = await pg_tables(pool)
        return {
            name: [row[0] for row in await pool.fetch(f'SELECT t::text FROM "{name}" t ORDER BY 1')] for name in names
        }
    finally:
        await pool.close()


async def pg_tables(pg: Pool) -> list[str]:
    rows = await pg.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row[0] for row in rows]
