"""What is done by the clock is done once a turn, however many processes there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg

from server.feed import Periodic
from server.feed.jobs import CHANNEL
from tests.feed.conftest import Spawn, Starts, end_game, is_so, until, until_done

Pool = asyncpg.Pool
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DONE = "SELECT count(*) = 1 FROM feed_jobs WHERE queue = 'tick' AND due_at > now()"
BEGUN = "SELECT count(*) FROM effects WHERE name = 'tick'"


async def make_due(pg: Pool, name: str = "tick") -> None:
    await pg.execute("UPDATE feed_jobs SET due_at = now() - interval '1 s' WHERE queue = $1", name)
    await pg.execute("SELECT pg_notify($1, $2)", CHANNEL, name)


def test_turns_are_counted_from_midnight() -> None:
    async def nothing(_: datetime) -> None: ...

    at = datetime(2026, 11, 21, 13, 20, tzinfo=UTC)
    hourly, nightly = Periodic("a", nothing, HOUR), Periodic("b", nothing, DAY, 4 * HOUR)
    assert hourly.turn_after(at) == datetime(2026, 11, 21, 14, tzinfo=UTC)
    assert hourly.turn_after(hourly.turn_after(at)) == datetime(2026, 11, 21, 15, tzinfo=UTC)
    assert nightly.turn_after(at) == datetime(2026, 11, 22, 4, tzinfo=UTC)
    assert nightly.turn_after(at - 10 * HOUR) == datetime(2026, 11, 21, 4, tzinfo=UTC)


async def test_two_processes_do_each_turn_once(effects: Pool, spawn: Spawn) -> None:
    for _ in range(2):
        await (await spawn(periodic={"tick": ""})).says("ready")
    await until(lambda: effects.fetchval(DONE))
    assert await effects.fetchval(BEGUN) == 0  # the first turn is the next one
    for turn in range(1, 11):
        await make_due(effects)
        await until(lambda: effects.fetchval(DONE))
        assert await effects.fetchval(BEGUN) == turn


async def test_while_one_process_works_no_other_does_and_a_killed_ones_turn_is_taken_over(
    effects: Pool, spawn: Spawn
) -> None:
    killed = await spawn(periodic={"tick": "after"})
    await until(lambda: effects.fetchval(DONE))
    await make_due(effects)
    await killed.says("after")
    heir = await spawn(periodic={"tick": ""}, consumers={"other": ""})
    await heir.says("ready")
    await end_game(effects)
    await until(lambda: effects.fetchval("SELECT count(*) = 1 FROM effects WHERE name = 'other'"))
    await until_done(effects)  # the heir has looked by now
    assert await effects.fetchval(BEGUN) == 1
    await killed.kill()
    await until(lambda: effects.fetchval(DONE))
    rows = await effects.fetch("SELECT process FROM effects WHERE name = 'tick'")
    assert [row["process"] for row in rows] == [killed.id, heir.id]  # its own connection had committed before


async def test_a_turn_that_was_missed_is_made_up_for_once(effects: Pool, starts: Starts) -> None:
    turns: list[datetime] = []

    async def work(now: datetime) -> None:
        turns.append(now)

    await effects.execute(
        "INSERT INTO feed_jobs (queue, subject, due_at)"
        " VALUES ('tick', '00000000-0000-0000-0000-000000000000', now() - interval '3 days')"
    )
    await starts([], [Periodic("tick", work, HOUR)])
    await until(lambda: effects.fetchval(DONE))
    assert len(turns) == 1


async def test_a_work_that_fails_is_tried_again_and_is_no_dead_letter(effects: Pool, starts: Starts) -> None:
    tries = 0

    async def work(_: datetime) -> None:
        nonlocal tries
        tries += 1
        if tries <= 12:
            raise ValueError("not yet")

    await starts([], [Periodic("tick", work, HOUR)])
    await until(lambda: effects.fetchval(DONE))
    await make_due(effects)
    await until(lambda: is_so(tries == 13))
    await until(lambda: effects.fetchval(DONE))
    row = await effects.fetchrow("SELECT tries, error FROM feed_jobs WHERE queue = 'tick'")
    assert row is not None and tuple(row) == (0, None)
