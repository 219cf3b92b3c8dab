"""The feed where it runs: under `prodev serve` with its real consumers, and the commands beside it."""

from __future__ import annotations

import re
from datetime import timedelta

import asyncpg
import httpx
import orjson
import pytest
from redis.asyncio import Redis

from server.feed.jobs import NO_SUBJECT
from server.settings import Settings
from tests.commands import Cli
from tests.feed.conftest import end_game, until
from tests.feed.test_http import add
from tests.infra.test_serve import external, folder, served
from tests.results.games import add_player

__all__ = ["external", "folder"]  # fixtures

Pool = asyncpg.Pool


@pytest.mark.long
async def test_workers_do_what_a_dead_process_left(
    pg: Pool, redis: Redis, settings: Settings, external: dict[str, str]
) -> None:
    async with served("--workers", "2", **external) as server, httpx.AsyncClient(base_url=server.url) as client:
        board = "/api/leaderboard?metric=score&period=all"
        await until(lambda: _source_is_redis(client, board))
        player = await add_player(pg)
        cached = f"{settings.redis_prefix}statistics:{player}"
        await redis.set(cached, b'{"total_games": 0}', ex=600)
        dead = await add(pg, "boards", is_dead=True)
        await end_game(pg, player)
        await until(
            lambda: pg.fetchval("SELECT count(*) = 0 FROM feed_jobs WHERE subject <> $1 AND id <> $2", NO_SUBJECT, dead)
        )
        entries = (await client.get(board)).json()["entries"]
        assert [entry["user_id"] for entry in entries] == [player]
        assert await redis.get(cached) in (None, b"-")  # what stands there after a drop
        await until(lambda: _counted(client, "boards"))
        # once in the installation, by any of its workers
        guest = await add_player(pg, is_guest=True)
        await pg.execute(
            "UPDATE users SET created_at = created_at - $2::interval WHERE id = $1", guest, timedelta(days=60)
        )
        await pg.execute("UPDATE feed_jobs SET due_at = now() - interval '1 s' WHERE queue = 'retention'")
        await until(lambda: pg.fetchval("SELECT count(*) = 0 FROM users WHERE is_guest"))
        names = {row["queue"] for row in await pg.fetch("SELECT queue FROM feed_jobs WHERE subject = $1", NO_SUBJECT)}
        of_games = {"draw_dailies", "sweep_matches", "fix_contests"}
        assert names >= of_games | {
            "retention",
            "contests_soon",
            "assignments_due",
            "estimate_snippets",
            "pack_key_logs",
            "leaderboards",
        }


async def _source_is_redis(client: httpx.AsyncClient, board: str) -> bool:
    return bool((await client.get(board)).json()["source"] == "redis")


async def _counted(client: httpx.AsyncClient, queue: str) -> bool:
    text = (await client.get("/metrics")).text
    found = {
        name: float(value)
        for name, value in re.findall(
            rf'^(prodev_feed_\w+){{(?:[^}}]*,)?queue="{queue}"[^}}]*}} (\S+)$', text, re.MULTILINE
        )
    }
    return (
        found.get("prodev_feed_dead_letters") == 1
        and found.get("prodev_feed_waiting") == 0
        and found.get("prodev_feed_lag_seconds") == 0
        and found.get("prodev_feed_jobs_total") == 1
    )


async def test_the_commands_list_jobs_and_try_dead_letters_again(pg: Pool, environment: pytest.MonkeyPatch) -> None:
    feed = Cli("feed")
    waiting, dead, other = (
        await add(pg, "boards"),
        await add(pg, "boards", is_dead=True),
        await add(pg, "x", is_dead=True),
    )
    assert [job["id"] for job in orjson.loads(await feed.done("list", "--json"))] == [other, dead, waiting]
    listed = await feed.done("list", "--dead", "--queue", "boards")
    assert str(dead) in listed and "ValueError: no good" in listed and "dead" in listed
    assert (await feed("retry")).exit_code == 2  # neither ids nor --all
    refused = await feed("retry", str(waiting))
    assert (refused.exit_code, refused.stdout) == (1, "No dead letters match.\n")
    assert await feed.done("retry", str(dead)) == "1 will be retried.\n"
    assert await feed.done("retry", "--all", "--queue", "x") == "1 will be retried.\n"
    assert await pg.fetchval("SELECT count(*) FROM feed_jobs WHERE due_at IS NULL OR tries > 0") == 0
