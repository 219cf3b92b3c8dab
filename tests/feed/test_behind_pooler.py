"""Behind a pooler a periodic work is held by its row, and by no connection."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import asyncpg
import pytest

from server.feed import Feed, Periodic
from server.feed import queues as queues_module
from server.feed.jobs import KEPT
from server.feed.listing import retry
from server.infra.audit import at_command_line
from server.infra.database_url import database_address
from server.settings import Settings
from tests.feed.conftest import Spawn, Starts, is_so, until
from tests.feed.test_periodic import BEGUN, DONE, make_due

Pool = asyncpg.Pool
LONG = timedelta(days=36_500)  # no turn comes by itself
LEFT_S = "SELECT extract(epoch FROM due_at - now()) FROM feed_jobs WHERE queue = 'tick'"
IDLE = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'
"""


@pytest.fixture
def pooled_url(settings: Settings) -> str:
    """What tells the servers of a pooler, of which they notice nothing else."""
    url = f"{settings.database_url}&pgbouncer=true"
    assert database_address(url).is_pooled
    return url


async def begin_a_work(effects: Pool, starts: Starts, url: str) -> tuple[Feed, asyncio.Event]:
    """The feed whose work it is, and what the work waits for."""
    begun, goes_on = asyncio.Event(), asyncio.Event()

    async def work(_: datetime) -> None:
        begun.set()
        await goes_on.wait()

    feed = await starts([], [Periodic("tick", work, LONG)], url=url)
    await until(lambda: effects.fetchval(DONE))
    await make_due(effects)
    await begun.wait()
    return feed, goes_on


async def test_a_work_that_is_done_holds_no_connection(effects: Pool, starts: Starts, pooled_url: str) -> None:
    held: list[int] = []

    async def work(_: datetime) -> None:
        held.append(await effects.fetchval(IDLE))

    await starts([], [Periodic("tick", work, LONG)], url=pooled_url)
    await until(lambda: effects.fetchval(DONE))
    await make_due(effects)
    await until(lambda: is_so(held))
    assert held == [0]
    await until(lambda: effects.fetchval(f"SELECT ({LEFT_S}) > {KEPT.total_seconds()}"))


async def test_while_one_process_works_no_other_does_and_a_killed_ones_turn_is_taken_over_later(
    effects: Pool, spawn: Spawn, pooled_url: str
) -> None:
    killed = await spawn(periodic={"tick": "after"}, database_url=pooled_url)
    await until(lambda: effects.fetchval(DONE))
    await make_due(effects)
    await killed.says("after")
    heir = await spawn(periodic={"tick": "", "tock": ""}, database_url=pooled_url)
    await heir.says("ready")
    await make_due(effects, "tock")
    await until(lambda: effects.fetchval("SELECT EXISTS (SELECT FROM effects WHERE name = 'tock')"))  # it has looked
    assert await effects.fetchval(BEGUN) == 1
    await killed.kill()
    left_s = float(await effects.fetchval(LEFT_S))
    assert 0 < left_s <= KEPT.total_seconds()
    assert await effects.fetchval(BEGUN) == 1
    await make_due(effects)  # as that time does
    await until(lambda: effects.fetchval(f"SELECT ({BEGUN}) = 2"))
    rows = await effects.fetch("SELECT process FROM effects WHERE name = 'tick'")
    assert [row["process"] for row in rows] == [killed.id, heir.id]


async def test_a_work_that_takes_longer_stays_held(
    effects: Pool, starts: Starts, pooled_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues_module, "KEPT_AGAIN_S", 0.01)
    _, goes_on = await begin_a_work(effects, starts, pooled_url)
    await effects.execute("UPDATE feed_jobs SET due_at = now() + interval '1 s' WHERE queue = 'tick'")
    await until(lambda: effects.fetchval(f"SELECT ({LEFT_S}) > 1"))
    goes_on.set()
    await until(lambda: effects.fetchval(f"SELECT ({LEFT_S}) > {KEPT.total_seconds()}"))


async def test_a_retry_leaves_a_work_alone_that_is_being_done(effects: Pool, starts: Starts, pooled_url: str) -> None:
    _, goes_on = await begin_a_work(effects, starts, pooled_url)
    job = await retry(effects, await effects.fetchval("SELECT id FROM feed_jobs"), at_command_line("test"))
    assert job is not None
    assert await effects.fetchval(LEFT_S) > 0
    goes_on.set()
    await until(lambda: effects.fetchval(f"SELECT ({LEFT_S}) > {KEPT.total_seconds()}"))
    await retry(effects, job.id, at_command_line("test"))
    assert await effects.fetchval(LEFT_S) <= 0, "a turn that is far away comes at once"


async def test_a_process_that_stops_lets_go_of_its_work_at_once(effects: Pool, starts: Starts, pooled_url: str) -> None:
    feed, _ = await begin_a_work(effects, starts, pooled_url)
    assert await effects.fetchval(LEFT_S) > 0
    await feed.stop()
    assert await effects.fetchval(LEFT_S) <= 0


async def test_a_work_that_fails_is_tried_again(effects: Pool, starts: Starts, pooled_url: str) -> None:
    tries = 0

    async def work(_: datetime) -> None:
        nonlocal tries
        tries += 1
        if tries <= 3:
            raise ValueError("not yet")

    await starts([], [Periodic("tick", work, LONG)], url=pooled_url, look_every=timedelta(milliseconds=10))
    await until(lambda: effects.fetchval(DONE))
    await make_due(effects)
    await until(lambda: is_so(tries == 4))
    await until(lambda: effects.fetchval("SELECT tries = 0 AND error IS NULL FROM feed_jobs WHERE queue = 'tick'"))
