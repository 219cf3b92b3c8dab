"""Deleting what is old, whatever it is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from server.feed import Consumer, Feed, Periodic, Purge, retention
from server.feed import feed as feed_module
from server.feed.jobs import GAME_ENDED, NO_SUBJECT, know_periodic
from server.infra.clock import utc_now
from server.infra.postgres import Pool
from server.settings import Settings
from tests.feed.conftest import until

OLD = """
DELETE FROM feed_consumers WHERE name IN (
    SELECT name FROM feed_consumers WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
"""


async def add(pg: Pool, *names: str) -> None:
    await pg.execute(
        "INSERT INTO feed_consumers (name, created_at)"
        " SELECT name, now() - interval '2 days' FROM unnest($1::text[]) name",
        names,
    )


async def names(pg: Pool) -> list[str]:
    return [row["name"] for row in await pg.fetch("SELECT name FROM feed_consumers ORDER BY name")]


async def test_all_that_is_old_goes_some_at_a_time_past_what_is_held(pg: Pool) -> None:
    await add(pg, "a", "b", "c", "d", "e")
    await pg.execute("UPDATE feed_consumers SET created_at = now() WHERE name = 'e'")
    purge = Purge("consumers", OLD, timedelta(days=1), at_once=2)
    async with pg.acquire() as holder, holder.transaction():
        await holder.execute("SELECT FROM feed_consumers WHERE name = 'b' FOR UPDATE")
        assert await purge.work(pg, utc_now()) == 3
        assert await names(pg) == ["b", "e"]
    assert await purge.work(pg, utc_now()) == 1


async def test_a_fault_of_one_keeps_no_other_from_its_work(pg: Pool) -> None:
    await add(pg, "a")
    broken = Purge("nothing", "DELETE FROM feed_consumers WHERE nonsense < $1 LIMIT $2", timedelta())
    await retention(pg, [broken, Purge("consumers", OLD, timedelta(days=1))]).work(utc_now())
    assert await names(pg) == []


async def test_work_that_no_release_does_any_more_goes(pg: Pool) -> None:
    async def nothing(_: datetime) -> None: ...

    ours = Periodic("ours", nothing, timedelta(hours=1))
    late, soon = utc_now() - timedelta(days=3), utc_now() + timedelta(minutes=1)
    async with pg.acquire() as connection:
        for name, due_at in ("ours", late), ("retention", late), ("purge_guests", late), ("a newer release's", soon):
            await know_periodic(connection, name, due_at)
    await pg.execute(
        "INSERT INTO feed_jobs (queue, subject, due_at) VALUES ('a consumer', gen_random_uuid(), $1)", late
    )
    await retention(pg, [], [ours]).work(utc_now())
    left = await pg.fetch("SELECT queue FROM feed_jobs WHERE subject = $1 ORDER BY queue", NO_SUBJECT)
    assert [row["queue"] for row in left] == ["a newer release's", "ours", "retention"]
    assert await pg.fetchval("SELECT count(*) FROM feed_jobs WHERE queue = 'a consumer'") == 1


async def test_a_consumer_that_no_process_has_any_more_is_forgotten_with_its_jobs(pg: Pool) -> None:
    async def nothing(_: object, __: str) -> None: ...

    ours = [Consumer("ours", nothing), Consumer("asked", nothing, ended_games=False)]
    await add(pg, "ours", "dropped", "another release's")
    week = "now() - interval '8 days'"
    await pg.execute(f"UPDATE feed_consumers SET seen_at = {week} WHERE name IN ('ours', 'dropped')")
    job = f"INSERT INTO feed_jobs (queue, subject, mode, created_at) VALUES ($1, gen_random_uuid(), $2, {week})"
    for queue in "ours", "asked", "dropped", "another release's", "of no consumer", GAME_ENDED:
        for mode in "SOLO", None:  # of an ended game, and asked for
            await pg.execute(job, queue, mode)
    await pg.execute("INSERT INTO feed_jobs (queue, subject, mode) VALUES ('newer', gen_random_uuid(), 'SOLO')")
    await retention(pg, [], [], ours).work(utc_now())
    assert await names(pg) == ["another release's", "ours"]
    left = await pg.fetch("SELECT queue, count(*)::int FROM feed_jobs WHERE subject <> $1 GROUP BY queue", NO_SUBJECT)
    assert {(row[0], row[1]) for row in left} == {
        *((queue, 2) for queue in ("ours", "asked", "another release's", GAME_ENDED)),
        ("newer", 1),
        ("of no consumer", 1),  # asked by a release whose consumer gets no ended games
    }


async def test_a_process_says_again_and_again_which_consumers_it_has(
    pg: Pool, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_: object, __: str) -> None: ...

    monkeypatch.setattr(feed_module, "SEEN_EVERY_S", 0.0)
    feed = Feed([Consumer("ours", nothing)], look_every=timedelta(milliseconds=10))
    await add(pg, "ours", "dropped")
    await pg.execute("UPDATE feed_consumers SET seen_at = now() - interval '8 days'")
    assert settings.database_url
    await feed.start(settings.database_url)
    try:
        seen = "SELECT name FROM feed_consumers WHERE seen_at > now() - interval '1 minute'"
        assert [row[0] for row in await pg.fetch(seen)] == ["ours"]
        await pg.execute("UPDATE feed_consumers SET seen_at = now() - interval '8 days', reads_notes = true")
        await until(lambda: pg.fetchval(seen))
        assert await pg.fetchval("SELECT reads_notes FROM feed_consumers WHERE name = 'ours'"), "a newer release's word"
        await pg.execute("DELETE FROM feed_consumers")  # it stood still for days
        await until(lambda: pg.fetchval(seen))
        assert await names(pg) == ["ours"]
    finally:
        await feed.stop()
