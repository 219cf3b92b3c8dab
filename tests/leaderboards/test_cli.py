"""`prodev leaderboard rebuild`, as a program of its own beside the servers."""

from __future__ import annotations

import os

import asyncpg
from redis.asyncio import Redis

from game.terms import Metric
from server.settings import Settings
from tests.forks import run
from tests.leaderboards.boards import dump, play
from tests.results.games import add_player


async def prodev(settings: Settings, *command: str, **environment: str) -> tuple[int, str, str]:
    servers = {
        "DATABASE_URL": settings.database_url or "",
        "REDIS_URL": settings.redis_url or "",
        "PRODEV_REDIS_PREFIX": settings.redis_prefix,
    }
    return await run("server.main:main", command, {**os.environ, **servers, **environment})


async def test_rebuild_makes_the_boards(pg: asyncpg.Pool, redis: Redis, settings: Settings) -> None:
    for _ in range(3):
        await play(pg, await add_player(pg))
    code, out, err = await prodev(settings, "leaderboard", "rebuild")
    assert (code, out) == (0, "Leaderboards rebuilt: 108 places.\n"), err
    assert len(await dump(redis, settings.redis_prefix)) == 12 * len(Metric) + 1


async def test_rebuild_from_games_says_what_was_not_so(pg: asyncpg.Pool, redis: Redis, settings: Settings) -> None:
    await play(pg, await add_player(pg))
    await pg.execute("DELETE FROM leaderboards WHERE type = 'wpm'")
    await pg.execute("UPDATE leaderboard_count_changes SET players = players + 1 WHERE type = 'score'")
    old = f"{settings.redis_prefix}lb:score:all:any:any"  # as the release before named it
    await redis.zadd(old, {"somebody": 1})
    code, out, err = await prodev(settings, "leaderboard", "rebuild", "--from-games")
    assert code == 0, err
    assert out.splitlines()[0].endswith(": 3 rows were not as the games say, 3 counts not as the rows.")
    assert out.splitlines()[1] == "Leaderboards rebuilt: 36 places."
    assert not await redis.exists(old)


async def test_rebuild_without_redis_says_so_in_one_line(pg: asyncpg.Pool, settings: Settings) -> None:
    code, out, err = await prodev(settings, "leaderboard", "rebuild", REDIS_URL="redis://127.0.0.1:1/0")
    assert code == 1 and out == ""
    assert "Redis does not answer" in err and "Traceback" not in err


async def test_rebuild_beside_another_says_so(pg: asyncpg.Pool, redis: Redis, settings: Settings) -> None:
    await redis.set(f"{settings.redis_prefix}lb:2:rebuilding", ":another", px=60_000)
    code, _, err = await prodev(settings, "leaderboard", "rebuild")
    assert code == 1 and "another rebuild" in err and "Traceback" not in err
