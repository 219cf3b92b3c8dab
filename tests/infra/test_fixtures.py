"""The fixtures themselves: each test has a database and keys of its own."""

import os
import signal
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis

from server.settings import Settings
from tests.forks import Fork, fork


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


# ---------------------------------------------------------------- forks


async def test_a_fork_has_arguments_environment_output_and_an_end_of_its_own(tmp_path: Path) -> None:
    helped, refused = await fork("server.main:main", ["--help"], {}), await _users_list(tmp_path / "said")
    assert b"serve" in await helped.stdout.read()
    assert (await helped.wait(), await refused.wait()) == (0, 1)
    assert (tmp_path / "said").read_text().startswith("prodev: DATABASE_URL is not a PostgreSQL address")
    assert os.environ.get("DATABASE_URL") is None
    waiting = await fork("signal:pause", [], {})
    assert waiting.returncode is None
    waiting.kill()
    assert await waiting.wait() == waiting.returncode == -signal.SIGKILL
    assert not Path(f"/proc/{waiting.pid}").exists()


async def _users_list(said: Path) -> Fork:
    with said.open("wb") as log:
        environment = {"DATABASE_URL": "nonsense", "REDIS_URL": "nonsense"}
        return await fork("server.main:main", ["users", "list"], environment, log.fileno())
