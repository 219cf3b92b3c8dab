"""The fixtures themselves: each test has a database and keys of its own."""

import asyncpg
import pytest
from redis.asyncio import Redis

from server.settings import Settings


@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_has_a_database_of_its_own(pg: asyncpg.Pool, turn: int) -> None:
    await pg.execute("INSERT INTO users (username, display_name, is_guest) VALUES ('same_name', 'Same', true)")
    assert await pg.fetchval("SELECT count(*) FROM users") == 1


@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_has_keys_of_its_own(redis: Redis, settings: Settings, turn: int) -> None:
    assert await redis.get(f"{settings.redis_prefix}key") is None
    await redis.set(f"{settings.redis_prefix}key", "value")
    assert await redis.get(f"{settings.redis_prefix}key") == b"value"


async def test_ids_are_text_and_json_is_objects(pg: asyncpg.Pool) -> None:
    row = await pg.fetchrow("SELECT gen_random_uuid() AS id, $1::jsonb AS b, $2::json AS j", {"é": [1, None]}, ["x"])
    assert row is not None and isinstance(row["id"], str) and row["b"] == {"é": [1, None]} and row["j"] == ["x"]
    assert await pg.fetchval("SELECT $1::uuid[]", [row["id"]]) == [row["id"]]
