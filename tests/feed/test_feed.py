"""The feed of one process: what fails, what waits, what nobody else has to wait for, and its end."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from structlog.testing import capture_logs

from game.scoring import Totals
from game.terms import Mode
from game.typed_waves import TypedWave, waves_of_note
from server.feed import Consumer, jobs, queues
from server.feed import feed as feed_module
from server.feed.consumers import MOST_TRIES, back_off
from server.feed.listing import retry_dead
from server.infra.audit import at_command_line
from server.infra.postgres import Connection
from server.results import record
from tests.feed.conftest import Starts, end_game, is_so, until, until_done
from tests.gate import Gate
from tests.results.games import add_player, finished, measures, start_game

Pool = asyncpg.Pool
AN_HOUR = timedelta(hours=1)
# The watcher has looked, and looks next in an hour or when it is woken.
HAS_LOOKED = """
SELECT count(*) = 1 FROM pg_stat_activity
WHERE datname = current_database() AND state = 'idle' AND query LIKE '%FROM feed_consumers) AS q(name)%'
"""


class Effects:
    """A consumer that counts what it is given, and may be told to fail or to wait."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.begun: list[str] = []
        self.done: list[str] = []
        self.raises: Exception | None = None
        self.raises_until = math.inf  # the try that succeeds
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.away: tuple[type[BaseException], ...] = ()

    def consumer(self) -> Consumer:
        return Consumer(self.name, self._effect, self.away)

    async def all(self, connection: Connection, result_ids: Sequence[str]) -> None:
        for result_id in result_ids:
            await self._effect(connection, result_id)

    async def _effect(self, connection: Connection, result_id: str) -> None:
        self.begun.append(result_id)
        await connection.execute("INSERT INTO effects VALUES ($1, $2)", self.name, result_id)
        await self.may_go_on.wait()
        if self.raises is not None and len(self.begun) < self.raises_until:
            raise self.raises
        self.done.append(result_id)


class Many:
    """A consumer that takes several results in one step, of which one may be poor."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.steps: list[list[str]] = []
        self.poor: str | None = None

    def consumer(self) -> Consumer:
        return Consumer(self.name, self._one, together=self._all)

    async def _one(self, connection: Connection, result_id: str) -> None:
        await self._all(connection, [result_id])

    async def _all(self, connection: Connection, result_ids: Sequence[str]) -> None:
        self.steps.append(list(result_ids))
        for result_id in result_ids:
            await connection.execute("INSERT INTO effects VALUES ($1, $2)", self.name, result_id)
            if result_id == self.poor:
                raise ValueError("a poor result")


async def kept(pg: Pool) -> list[str]:
    """The names of the effects that were committed."""
    return [row["name"] for row in await pg.fetch("SELECT name FROM effects ORDER BY name")]


# ---------------------------------------------------------------- what is written with a result


async def test_a_result_is_committed_with_one_job_however_often_it_is_saved(pg: Pool) -> None:
    player = await add_player(pg)
    game = finished(await start_game(pg, player), player)
    first, second = await asyncio.gather(record(pg, game), record(pg, game))
    assert first is not None and second is not None and first.id == second.id
    rows = await pg.fetch("SELECT queue, subject, tries, error FROM feed_jobs")
    assert [tuple(row) for row in rows] == [(jobs.GAME_ENDED, first.id, 0, None)]


async def test_a_game_without_a_key_sets_nothing_off(pg: Pool) -> None:
    player = await add_player(pg)
    game = finished(await start_game(pg, player), player, totals=Totals(), measures=measures(Totals(), 0))
    assert await record(pg, game) is None
    assert await pg.fetchval("SELECT count(*) FROM feed_jobs") == 0


async def test_a_consumer_that_another_release_knows_gets_its_jobs(effects: Pool, starts: Starts) -> None:
    await effects.execute("INSERT INTO feed_consumers (name) VALUES ('newer')")
    old = Effects("old")
    await starts([old.consumer()])
    result_id = await end_game(effects)
    await until(lambda: effects.fetchval("SELECT count(*) = 1 FROM effects"))
    rows = await effects.fetch("SELECT queue, subject FROM feed_jobs")
    assert [tuple(row) for row in rows] == [("newer", result_id)]


async def test_a_consumer_of_some_modes_gets_their_games_alone(effects: Pool, starts: Starts) -> None:
    every, solo, other = Effects("every"), Effects("solo"), Effects("other")
    await starts(
        [
            every.consumer(),
            replace(solo.consumer(), modes=[Mode.SOLO]),
            replace(other.consumer(), modes=[Mode.RACE, Mode.CONTEST]),
        ]
    )
    result_id = await end_game(effects)
    await until_done(effects)
    assert await kept(effects) == ["every", "solo"]
    await effects.execute("INSERT INTO feed_jobs (queue, subject) VALUES ($1, $2)", jobs.GAME_ENDED, result_id)
    await until_done(effects)
    assert await kept(effects) == ["every", "every", "other", "solo", "solo"], (
        "an earlier release does not say the mode"
    )


async def test_a_server_of_another_release_takes_no_mode_away(effects: Pool, starts: Starts) -> None:
    def asked(*modes: Mode) -> list[Consumer]:
        return [replace(Effects("one").consumer(), modes=modes)]

    async def known() -> set[str]:
        return set(await effects.fetchval("SELECT modes::text[] FROM feed_consumers"))

    await effects.execute("INSERT INTO feed_consumers (name) VALUES ('one')")  # by one that gave it every game
    for modes, expected in (
        ([Mode.RACE], {"RACE"}),
        ([Mode.RACE, Mode.CONTEST], {"RACE", "CONTEST"}),
        ([Mode.RACE], {"RACE", "CONTEST"}),
        ([], set()),
    ):
        await starts(asked(*modes))
        assert await known() == expected


async def test_a_note_comes_to_who_reads_it_alone(effects: Pool, starts: Starts) -> None:
    seen: dict[str, Any] = {}

    def reading(name: str, *, reads_notes: bool) -> Consumer:
        async def read(connection: Connection, result_id: str) -> None:
            note = f"SELECT {jobs.note_of(name, '$1')}"
            seen[name] = await connection.fetchval(note, result_id)

        return Consumer(name, read, reads_notes=reads_notes)

    player = await add_player(effects)
    waves = [TypedWave("a-snippet", True, 30, 2, 5_000, (0, 2))]
    assert await record(effects, finished(await start_game(effects, player), player, waves=waves)) is not None
    await starts([reading("reader", reads_notes=True), reading("other", reads_notes=False)])
    await until_done(effects)
    assert waves_of_note(seen.pop("reader")) == waves
    assert seen == {"other": None}


# ---------------------------------------------------------------- failing


async def test_after_ten_tries_a_job_is_a_dead_letter_and_nothing_of_it_is_kept(effects: Pool, starts: Starts) -> None:
    poor = Effects("poor")
    poor.raises = ValueError("no good\x00")
    await starts([poor.consumer()])
    result_id = await end_game(effects)
    await until(lambda: effects.fetchval("SELECT count(*) = 1 FROM feed_jobs WHERE due_at IS NULL"))
    assert poor.begun == [result_id] * MOST_TRIES
    row = await effects.fetchrow("SELECT queue, subject, tries, error, failed_at FROM feed_jobs")
    assert row is not None and tuple(row)[:4] == ("poor", result_id, MOST_TRIES, "ValueError: no good")
    assert row["failed_at"] is not None
    assert await kept(effects) == []


async def test_a_try_that_succeeds_is_the_last(effects: Pool, starts: Starts) -> None:
    poor = Effects("poor")
    poor.raises = ValueError("not yet")
    poor.raises_until = 4
    await starts([poor.consumer()])
    await end_game(effects)
    await until_done(effects)
    assert await kept(effects) == ["poor"] and (len(poor.begun), len(poor.done)) == (4, 1)


async def test_the_waits_between_tries_double_up_to_five_minutes() -> None:
    waits = [back_off(tries) for tries in range(1, MOST_TRIES + 3)]
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (1, 2, 4, 8)]
    assert waits[-1] == waits[-2] == timedelta(minutes=5)


async def test_failing_and_hanging_consumers_delay_no_other(effects: Pool, starts: Starts) -> None:
    poor, stuck, good = Effects("poor"), Effects("stuck"), Effects("good")
    poor.raises = ValueError("never")
    stuck.may_go_on.clear()
    await starts([poor.consumer(), stuck.consumer(), good.consumer()])
    results = [await end_game(effects) for _ in range(5)]
    await until(lambda: effects.fetchval("SELECT count(*) = 5 FROM effects WHERE name = 'good'"))
    assert sorted(good.done) == sorted(results)
    assert len(stuck.begun) == 1 and stuck.done == poor.done == []
    stuck.may_go_on.set()
    await until(lambda: effects.fetchval("SELECT count(*) = 5 FROM effects WHERE name = 'stuck'"))


# ---------------------------------------------------------------- servers that are away


@pytest.mark.parametrize("takes_many", [False, True])
async def test_a_consumers_server_that_is_away_costs_no_try_and_one_line(
    effects: Pool, starts: Starts, takes_many: bool
) -> None:
    needy, other = Effects("needy"), Effects("other")
    needy.away, needy.raises = (ConnectionError,), ConnectionRefusedError("nobody there")
    with capture_logs() as logs:
        needing = needy.consumer()
        await starts([replace(needing, together=needy.all) if takes_many else needing, other.consumer()])
        await end_game(effects)
        await until(lambda: is_so(len(needy.begun) > 2))
        assert await effects.fetchval("SELECT tries FROM feed_jobs WHERE queue = 'needy'") == 0
        await until(lambda: is_so(len(other.done) == 1))
        needy.raises = None
        await until_done(effects)
    assert await kept(effects) == ["needy", "other"]
    said = [(line["event"], line["of"]) for line in logs if line["event"].startswith("feed")]
    assert said == [("feed_waits", "needy"), ("feed_goes_on", "needy")]


async def test_postgres_away_is_waited_for_and_said_once(effects: Pool, starts: Starts, postgres_gate: Gate) -> None:
    good = Effects("good")
    with capture_logs() as logs:
        await starts([good.consumer()], url=postgres_gate.url)
        await postgres_gate.shut()
        first = await end_game(effects)
        await until(lambda: is_so(_lines(logs, "feed_waits")))
        await postgres_gate.open()
        await until_done(effects)
        assert good.done == [first]
        good.may_go_on.clear()
        second = await end_game(effects)
        await until(lambda: is_so(len(good.begun) == 2))
        await postgres_gate.shut()  # in the middle of an effect: it is undone, and done again
        good.may_go_on.set()
        await until(lambda: is_so(len(_lines(logs, "feed_waits")) == 2))
        await postgres_gate.open()
        await until_done(effects)
    assert await kept(effects) == ["good", "good"] and good.begun == [first, second, second]
    assert len(_lines(logs, "feed_waits")) == len(_lines(logs, "feed_goes_on")) == 2


def _lines(logs: list[Any], event: str) -> list[Any]:
    return [line for line in logs if line["event"] == event]


# ---------------------------------------------------------------- the end


async def test_an_effect_under_way_ends_before_the_feed_does(effects: Pool, starts: Starts) -> None:
    slow = Effects("slow")
    slow.may_go_on.clear()
    feed = await starts([slow.consumer()])
    await end_game(effects)
    await until(lambda: is_so(slow.begun))
    stopping = asyncio.create_task(feed.stop())
    slow.may_go_on.set()
    await asyncio.wait_for(stopping, 60)
    assert await kept(effects) == ["slow"]
    assert await effects.fetchval("SELECT count(*) FROM feed_jobs") == 0


async def test_an_effect_that_does_not_end_is_broken_off_and_undone(effects: Pool, starts: Starts) -> None:
    stuck = Effects("stuck")
    stuck.may_go_on.clear()
    feed = await starts([stuck.consumer()])
    await end_game(effects)
    await until(lambda: is_so(stuck.begun))
    await asyncio.wait_for(feed.stop(), 60)
    assert await kept(effects) == []
    assert await effects.fetchval("SELECT tries FROM feed_jobs WHERE queue = 'stuck' AND due_at <= now()") == 0


# ---------------------------------------------------------------- several at once


async def test_the_effects_of_games_that_ended_together_are_one_step(effects: Pool, starts: Starts) -> None:
    many = Many("many")
    ended = [await end_game(effects) for _ in range(5)]
    await starts([many.consumer()])
    await until_done(effects)
    assert [sorted(step) for step in many.steps] == [sorted(ended)]
    assert await kept(effects) == ["many"] * 5


async def test_of_effects_that_fail_together_only_the_poor_one_is_tried_again(effects: Pool, starts: Starts) -> None:
    many = Many("many")
    ended = [await end_game(effects) for _ in range(5)]
    many.poor = ended[2]
    with capture_logs() as logs:
        await starts([many.consumer()], delay=lambda _: AN_HOUR)
        await until(
            lambda: effects.fetchval("SELECT count(*) = 1 AND min(tries) = 1 FROM feed_jobs WHERE queue = 'many'")
        )
    assert [len(step) for step in many.steps] == [5, 1, 1, 1, 1, 1]
    assert await kept(effects) == ["many"] * 4
    assert [line["subject"] for line in logs if line["event"] == "feed_job_failed"] == [ended[2]]


async def test_games_that_end_here_in_a_moment_are_spread_in_one(effects: Pool, starts: Starts) -> None:
    many = Many("many")
    feed = await starts([many.consumer()], look_every=timedelta(hours=1))
    await until(lambda: effects.fetchval(HAS_LOOKED))
    for _ in range(3):
        feed.game_ended()
        await end_game(effects)
    feed.game_ended()
    await until_done(effects)
    assert await kept(effects) == ["many"] * 3


async def test_while_games_end_all_the_time_a_rest_follows_a_step(
    effects: Pool, starts: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "GATHER_S", 0.0)
    monkeypatch.setattr(queues, "REST_S", 3600.0)
    many, asked = Many("many"), Effects("asked")
    feed = await starts([many.consumer(), replace(asked.consumer(), ended_games=False)], look_every=timedelta(hours=1))
    await until(lambda: effects.fetchval(HAS_LOOKED))
    await end_game(effects)
    feed.game_ended()
    await until_done(effects)
    for _ in range(2):
        await end_game(effects)
    feed.game_ended()
    await until_done(effects)
    assert [len(step) for step in many.steps] == [1, 2], "after a single game there is no rest"
    last = await end_game(effects)
    feed.game_ended()
    async with effects.acquire() as connection:  # it makes the watcher look, which leaves the game to its turn
        await jobs.ask(connection, "asked", await add_player(effects))
    await until(lambda: effects.fetchval("SELECT NOT EXISTS (SELECT FROM feed_jobs WHERE queue = 'asked')"))
    assert await effects.fetchval("SELECT queue FROM feed_jobs WHERE subject = $1", last) == jobs.GAME_ENDED


async def test_nobody_looks_for_jobs_where_there_are_none(
    effects: Pool, starts: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[tuple[str, int]] = []
    take = jobs.take

    async def noted(connection: Connection, queue: str, most: int) -> list[jobs.Job]:
        taken = await take(connection, queue, most)
        looks.append((queue, len(taken)))
        return taken

    monkeypatch.setattr(jobs, "take", noted)
    many, other = Many("many"), Many("other")
    consumers = [many.consumer(), replace(other.consumer(), modes=[Mode.RACE])]
    feed = await starts(consumers, look_every=timedelta(hours=1))
    await until(lambda: effects.fetchval(HAS_LOOKED))
    for _ in range(3):
        await end_game(effects)
        feed.game_ended()
        await until_done(effects)
    await feed.stop()
    assert looks == [("many", 1)] * 3


# ---------------------------------------------------------------- waking


async def test_a_game_that_ended_here_wakes_its_queue_and_that_the_consumers(effects: Pool, starts: Starts) -> None:
    good = Effects("good")
    feed = await starts([good.consumer()], look_every=timedelta(hours=1))
    await until(lambda: effects.fetchval(HAS_LOOKED))
    await end_game(effects)
    feed.game_ended()
    await until_done(effects)
    assert await kept(effects) == ["good"]


async def test_a_consumer_s_statements_are_always_on_one_connection(effects: Pool, starts: Starts) -> None:
    """So that PostgreSQL plans them once, and not on each of the feed's connections."""
    seen: dict[str, set[int]] = {"one": set(), "other": set()}

    def noting(name: str) -> Consumer:
        async def effect(connection: Connection, _: str) -> None:
            seen[name].add(await connection.fetchval("SELECT pg_backend_pid()"))

        return Consumer(name, effect)

    feed = await starts([noting("one"), noting("other")])
    for _ in range(5):
        await end_game(effects)
        feed.game_ended()
        await until_done(effects)
    assert [len(pids) for pids in seen.values()] == [1, 1]
    assert seen["one"] != seen["other"]


async def test_what_another_process_notifies_is_heard(effects: Pool, starts: Starts) -> None:
    good = Effects("good")
    await starts([good.consumer()], look_every=timedelta(hours=1))
    await until(lambda: effects.fetchval(HAS_LOOKED))
    await effects.execute(
        "INSERT INTO feed_jobs (queue, subject, tries, error, failed_at, due_at)"
        " VALUES ('good', gen_random_uuid(), 10, 'x', now(), NULL)"
    )
    assert await retry_dead(effects, None, "bad", at_command_line("a test")) == 0
    assert await retry_dead(effects, None, "good", at_command_line("a test")) == 1
    await until_done(effects)


async def test_a_job_that_is_due_later_is_done_then(effects: Pool, starts: Starts) -> None:
    good = Effects("good")
    await effects.execute(
        "INSERT INTO feed_jobs (queue, subject, due_at) VALUES ('good', gen_random_uuid(), now() + interval '300 ms')"
    )
    await starts([good.consumer()], look_every=timedelta(hours=1))
    await until_done(effects)
    assert await kept(effects) == ["good"]


async def test_no_game_is_spread_before_the_consumers_are_known(effects: Pool, starts: Starts) -> None:
    good = Effects("good")
    await end_game(effects)
    async with effects.acquire() as connection:
        async with connection.transaction():
            await connection.execute("LOCK TABLE feed_consumers IN SHARE MODE")  # it may be read
            starting = asyncio.create_task(starts([good.consumer()]))
            await until(
                lambda: effects.fetchval(
                    "SELECT count(*) = 1 FROM pg_stat_activity"
                    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
            )
        await starting
    await until_done(effects)
    assert await kept(effects) == ["good"]
