"""The pool's bounds: what is waited for, how long, and what is left of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import structlog

from server.infra import postgres_pool
from server.infra.postgres import POSTGRES_AWAY, BoundedPool, Pool, open_pool, within
from tests.gate import Gate
from tests.live import PATIENCE_S

BOUND_S, SLACK_S, BUSY_S = 0.2, 5.0, 0.5
SLEEP = "SELECT pg_sleep(30)"
QUICK = "SELECT 1"
WAITING = """SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE NOT granted AND datname = current_database()"""

OPERATING_FAULTS = (
    *("08006", "53100", "53200", "53300", "57014", "57P01", "57P02", "57P03", "57P05", "58030"),
    *("25006", "25P03", "55P03", "28000", "28P01", "3D000", "42P01", "XX001"),
)


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[BoundedPool]:
    made = await open_pool(database_url, 2)
    yield made
    await asyncio.wait_for(made.close(), PATIENCE_S)


async def test_a_statement_ends_with_the_time_that_its_work_was_given(pool: Pool) -> None:
    begun = time.monotonic()
    with pytest.raises(TimeoutError, match=r"did not answer within 0.2 s"), within(BOUND_S):
        await pool.fetchval(SLEEP)
    assert time.monotonic() - begun < BOUND_S + SLACK_S
    assert await pool.fetchval(QUICK) == 1


async def test_a_transaction_that_runs_out_of_time_waits_for_no_rollback(pool: Pool) -> None:
    async def hang() -> None:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("CREATE TABLE half_done ()")
            await connection.execute(SLEEP)

    begun = time.monotonic()
    with pytest.raises(TimeoutError), within(BOUND_S):
        await hang()
    assert time.monotonic() - begun < BOUND_S + SLACK_S
    assert await pool.fetchval("SELECT to_regclass('half_done')") is None


async def test_all_statements_share_the_time(pool: Pool) -> None:
    async def dawdle() -> None:
        for _ in range(100):
            await pool.execute("SELECT pg_sleep(0.1)")

    with pytest.raises(TimeoutError), within(2 * BOUND_S):
        await dawdle()


async def test_time_without_a_connection_is_not_postgres(pool: Pool) -> None:
    with within(BOUND_S):
        await pool.fetchval(QUICK)
        await asyncio.sleep(2 * BOUND_S)  # as hashing a password does
        assert await pool.fetchval(QUICK) == 1


async def test_a_pool_that_is_used_up_is_waited_for_within_the_bound(pool: Pool) -> None:
    taken = [await pool.acquire() for _ in range(pool.get_max_size())]
    with pytest.raises(TimeoutError, match="gave no connection"), within(BOUND_S):
        await pool.fetchval(QUICK)
    for connection in taken:
        await pool.release(connection)
    with within(BOUND_S):
        assert await pool.fetchval(QUICK) == 1


class Clock:
    """The event loop's own, which a test can move on: how busy the machine is has no part in what it tells."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        loop = asyncio.get_running_loop()
        self.skipped_s, real = 0.0, loop.time
        monkeypatch.setattr(loop, "time", lambda: real() + self.skipped_s)

    def stand_still(self, seconds: float) -> None:
        """No timer runs meanwhile, as in a process that does not run."""
        self.skipped_s += seconds

    async def skip(self, seconds: float) -> None:
        """Timers ring in time."""
        until_s = self.skipped_s + seconds
        while self.skipped_s < until_s:
            self.skipped_s = min(until_s, self.skipped_s + postgres_pool.RING_S)
            for _ in range(3):  # one that is due by now runs, and what it wakes
                await asyncio.sleep(0)


async def test_a_process_that_stood_still_goes_on_with_what_it_was_answered(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    with within(Queue.BOUND_S):
        async with pool.acquire() as connection:
            answer = asyncio.create_task(connection.fetchval(QUICK))
            await asyncio.sleep(0)
            clock.stand_still(2 * Queue.BOUND_S)
            assert await answer == 1
        assert await pool.fetchval(QUICK) == 1


async def test_a_statement_that_is_not_answered_ends_also_in_a_process_that_stands_still_now_and_then(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    with within(Queue.BOUND_S):
        asking = asyncio.create_task(pool.execute(SLEEP))
        while not asking.done():
            clock.stand_still(Queue.BOUND_S)
            await clock.skip(Queue.BOUND_S / 4)
    assert isinstance(asking.exception(), TimeoutError)


@pytest.mark.parametrize("moves", [True, False])
async def test_behind_a_pooler_a_statement_waits_for_as_long_as_others_are_served(
    pool: BoundedPool, pg: Pool, monkeypatch: pytest.MonkeyPatch, moves: bool
) -> None:
    """It is not seen whether the statement or the pooler's queue takes so long."""
    pool.is_behind_pooler = True
    clock = Clock(monkeypatch)

    async def wait() -> None:
        with within(Queue.BOUND_S):
            await pool.execute("SELECT pg_advisory_xact_lock(1)")

    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(1)")
        waiting = asyncio.create_task(wait())
        while not await pg.fetchval(WAITING):
            pass
        for _ in range(2):
            await clock.skip(0.7 * Queue.BOUND_S)
            if moves:
                assert await pool.fetchval(QUICK) == 1
    if moves:
        await waiting
    else:
        with pytest.raises(TimeoutError):
            await waiting


async def test_behind_a_pooler_all_statements_of_a_piece_of_work_wait_for_so_long(
    pool: BoundedPool, pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool.is_behind_pooler = True
    clock, bound_s = Clock(monkeypatch), postgres_pool.QUEUE_S / 5

    async def wait_twice() -> None:
        with within(bound_s):
            for lock in (1, 2):
                await pool.execute("SELECT pg_advisory_xact_lock($1)", lock)

    async def is_waiting(lock: int) -> None:
        while not await pg.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted AND objid = $1", lock):
            pass

    async def others_are_served(times: int) -> None:
        for _ in range(times):
            await clock.skip(bound_s / 2)
            assert await pool.fetchval(QUICK) == 1

    async with pg.acquire() as connection:
        await connection.execute("SELECT pg_advisory_lock(1), pg_advisory_lock(2)")
        waiting = asyncio.create_task(wait_twice())
        await is_waiting(1)
        await others_are_served(6)  # three fifths of the time
        await connection.execute("SELECT pg_advisory_unlock(1)")
        await is_waiting(2)
        await others_are_served(6)
        assert waiting.done()
        assert isinstance(waiting.exception(), TimeoutError)
        await connection.execute("SELECT pg_advisory_unlock_all()")


class Queue:
    """Pieces of work for a pool, each of which holds its connection until it is its turn to end."""

    BOUND_S = 10.0

    def __init__(self, pool: Pool, works: int) -> None:
        self._pool = pool
        self._turns = asyncio.Semaphore(0)
        self._served = asyncio.Semaphore(0)
        self.works = [asyncio.create_task(self._work()) for _ in range(works)]

    async def _work(self) -> None:
        with within(self.BOUND_S):
            async with self._pool.acquire() as connection:
                await connection.fetchval(QUICK)
                self._served.release()
                await self._turns.acquire()

    async def have_connections(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE_S):
            for _ in range(count):
                await self._served.acquire()

    def end_one(self) -> None:
        self._turns.release()

    async def ended(self) -> list[BaseException | None]:
        return await asyncio.gather(*self.works, return_exceptions=True)


async def plainly(pool: Pool) -> Any:
    return await pool.acquire()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the bound of the work itself counts."""
    for name in ("ACQUIRE_S", "QUEUE_S", "LAST_RESORT_S"):
        monkeypatch.setattr(postgres_pool, name, 1_000_000.0)


@pytest.mark.usefixtures("patient")
async def test_a_queue_that_moves_is_no_fault_of_postgres(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last one waits ten times what PostgreSQL may take."""
    clock, queue = Clock(monkeypatch), Queue(pool, 27)
    await queue.have_connections(2)
    for _ in range(25):
        await clock.skip(0.4 * queue.BOUND_S)
        queue.end_one()
        await queue.have_connections(1)
    queue.end_one()
    queue.end_one()
    assert await queue.ended() == [None] * 27


@pytest.mark.usefixtures("patient")
async def test_a_queue_that_has_come_to_a_stand_is_left_within_the_bound(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, first = Clock(monkeypatch), Queue(pool, 2)
    await first.have_connections(2)
    taking = [asyncio.create_task(plainly(pool)) for _ in range(2)]  # for good, of both connections
    await asyncio.sleep(0)
    queue = Queue(pool, 20)
    await clock.skip(0.6 * queue.BOUND_S)
    first.end_one()
    first.end_one()
    assert await first.ended() == [None, None]
    taken = await asyncio.gather(*taking)
    await clock.skip(0.6 * queue.BOUND_S)  # 1.2 times the bound, and two were served in the middle
    await clock.skip(postgres_pool.ONE_MORE_TURN_S)
    assert [work.done() for work in queue.works] == [False] * 20
    await clock.skip(0.6 * queue.BOUND_S)
    await clock.skip(postgres_pool.ONE_MORE_TURN_S)
    assert all(isinstance(each, TimeoutError) for each in await asyncio.wait_for(queue.ended(), 10))
    for connection in taken:
        await pool.release(connection)


async def test_a_queue_that_moves_for_ever_is_left_as_well(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits that long any more."""
    monkeypatch.setattr(postgres_pool, "LAST_RESORT_S", 1_000_000.0)
    clock, queue = Clock(monkeypatch), Queue(pool, 20)
    await queue.have_connections(2)
    for _ in range(4):
        await clock.skip(postgres_pool.QUEUE_S / 4 - 0.1)
        queue.end_one()
        await queue.have_connections(1)
    await clock.skip(0.4 + 3 * postgres_pool.ONE_MORE_TURN_S)
    done, waiting = await asyncio.wait(queue.works[6:], timeout=PATIENCE_S)
    assert waiting == set()
    assert all(isinstance(work.exception(), TimeoutError) for work in done)
    queue.end_one()
    queue.end_one()
    await queue.ended()


async def test_without_a_bound_of_its_own_nobody_waits_for_a_connection_for_ever(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_pool, "ACQUIRE_S", 0.05)
    taken = [await pool.acquire() for _ in range(pool.get_max_size())]
    with pytest.raises(TimeoutError, match="gave no connection"):
        await pool.fetchval(QUICK)
    for connection in taken:
        await pool.release(connection)


async def test_the_innermost_bound_counts(pool: Pool) -> None:
    with within(0.01), within(5):
        await pool.execute("SELECT pg_sleep(0.1)")
    with pytest.raises(TimeoutError), within(5), within(0.01):
        await pool.execute(SLEEP)


async def test_a_task_that_outlives_the_block_is_bounded_no_more(pool: Pool) -> None:
    with within(0.15):
        longer = asyncio.create_task(pool.fetchval("SELECT pg_sleep(0.4), 7", column=1))
        await asyncio.sleep(0)
    assert await longer == 7


async def test_a_connection_that_was_killed_is_away_also_in_a_transaction(pool: Pool) -> None:
    async def be_killed() -> None:
        async with pool.acquire() as connection, connection.transaction():
            own = connection.get_server_pid()
            assert await pool.fetchval("SELECT pg_terminate_backend($1, 5000)", own)
            await connection.execute(QUICK)

    with pytest.raises(POSTGRES_AWAY):
        await be_killed()
    assert await pool.fetchval(QUICK) == 1


async def test_a_closed_pool_is_away(database_url: str) -> None:
    pool = await open_pool(database_url, 2)
    await pool.close()
    with pytest.raises(POSTGRES_AWAY):
        await pool.fetchval(QUICK)


@pytest.mark.parametrize("argument", ["not a number", 2**40])
async def test_an_argument_that_does_not_fit_is_our_own_mistake(pool: Pool, argument: object) -> None:
    with pytest.raises(asyncpg.DataError) as raised:
        await pool.fetchval("SELECT $1::int", argument)
    assert not isinstance(raised.value, POSTGRES_AWAY)


@pytest.mark.parametrize(
    "state",
    [
        "08006",
        "53100",
        "53200",
        "53300",
        "57014",
        "57P01",
        "57P02",
        "57P03",
        "58030",
        "25006",
        "25P03",
        "55P03",
        "XX001",
    ],
)
async def test_every_fault_of_operation_is_away(pool: Pool, state: str) -> None:
    with pytest.raises(POSTGRES_AWAY):
        await pool.execute(f"DO $$ BEGIN RAISE EXCEPTION 'said by the test' USING ERRCODE = '{state}'; END $$")
    assert await pool.fetchval(QUICK) == 1


@pytest.mark.parametrize("state", ["23505", "40001", "42703", "22P02"])
async def test_what_is_refused_or_conflicts_is_not_away(pool: Pool, state: str) -> None:
    with pytest.raises(asyncpg.PostgresError) as raised:
        await pool.execute(f"DO $$ BEGIN RAISE EXCEPTION 'said by the test' USING ERRCODE = '{state}'; END $$")
    assert not isinstance(raised.value, POSTGRES_AWAY)


async def test_connections_of_a_server_that_became_read_only_are_made_anew(pool: Pool) -> None:
    before = {await pool.fetchval("SELECT pg_backend_pid()")}
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with pool.acquire() as connection, connection.transaction(readonly=True):
            await connection.execute("CREATE TABLE refused ()")
    assert await pool.fetchval("SELECT pg_backend_pid()") not in before


async def test_a_table_that_is_not_there_is_away_and_named_in_the_log_once_a_minute(pool: Pool) -> None:
    with structlog.testing.capture_logs() as logs:
        for _ in range(2):
            with pytest.raises(POSTGRES_AWAY):
                await pool.fetchval("SELECT 1 FROM usres")
    assert [(one["log_level"], one["error"]) for one in logs] == [("error", 'relation "usres" does not exist')]


@pytest.mark.parametrize(
    ("state", "message", "anew"),
    [
        ("XX000", "cache lookup failed for type 16385", True),
        ("XX000", "unexpected chunk number 0", False),
        ("XX001", "invalid page in block 0", False),
    ],
)
async def test_only_types_that_are_not_there_any_more_cost_the_connections(
    pool: Pool, state: str, message: str, anew: bool
) -> None:
    async with pool.acquire() as connection:
        before = connection.get_server_pid()
    with pytest.raises(asyncpg.InternalServerError):
        await pool.execute(f"DO $$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = '{state}'; END $$")
    async with pool.acquire() as connection:
        assert (connection.get_server_pid() != before) is anew


async def test_a_statement_between_the_servers_farewell_and_its_end_is_away(pool: Pool) -> None:
    async def meet_a_farewell() -> None:
        async with pool.acquire():  # seen with a killed postmaster, once in three
            raise asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")

    with pytest.raises(POSTGRES_AWAY):
        await meet_a_farewell()
    assert await pool.fetchval(QUICK) == 1


async def test_a_connection_that_is_cut_between_two_steps_of_a_statement_is_away(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy loop can cut it when the first step's answer is there, and before the second step is taken."""
    monkeypatch.setattr(postgres_pool, "ONE_MORE_TURN_S", BUSY_S)
    await pool.execute("CREATE TABLE locked ()")
    other = await pool.acquire()
    await other.execute("BEGIN; LOCK TABLE locked")

    async def read() -> None:
        with within(BOUND_S):
            await pool.fetch("SELECT FROM locked")  # is prepared first, which needs the lock

    reading = asyncio.create_task(read())
    while not await other.fetchval(WAITING):
        pass
    await asyncio.wait({reading}, timeout=2 * BOUND_S)  # the time is over, and the last turn of the loop begun
    unlocking = asyncio.create_task(other.execute("COMMIT"))
    await asyncio.sleep(0)
    time.sleep(BUSY_S)  # noqa: ASYNC251 – the loop does not turn
    with pytest.raises(TimeoutError, match=r"did not answer within 0.2 s"):
        await reading
    await unlocking
    await pool.release(other)
    assert await pool.fetchval(QUICK) == 1


async def test_a_connection_that_somebody_else_cuts_between_two_steps_is_away(pool: Pool) -> None:
    """As the pool's end does, or asyncpg itself when a cancelled statement does not end."""
    await pool.execute("CREATE TABLE locked ()")
    other = await pool.acquire()
    await other.execute("BEGIN; LOCK TABLE locked")
    held: list[Any] = []

    async def read() -> None:
        async with pool.acquire() as connection:
            held.append(connection)
            await connection.fetch("SELECT FROM locked")

    reading = asyncio.create_task(read())
    while not await other.fetchval(WAITING):
        pass
    unlocking = asyncio.create_task(other.execute("COMMIT"))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(held[0].terminate)
    time.sleep(BUSY_S)  # noqa: ASYNC251 – the loop does not turn
    with pytest.raises(POSTGRES_AWAY):
        await reading
    await unlocking
    await pool.release(other)
    assert await pool.fetchval(QUICK) == 1


async def test_a_fault_of_ours_is_not_taken_for_a_cut(pool: Pool) -> None:
    async def err() -> None:
        nothing: Any = None
        async with pool.acquire() as connection:
            with pytest.raises(asyncpg.ConnectionDoesNotExistError):
                await connection.execute(SLEEP)
            nothing.bind_execute()

    with pytest.raises(AttributeError), within(BOUND_S):
        await err()


@pytest.mark.parametrize("by_whom", ["the bound", "somebody else"])
async def test_a_connection_that_is_cut_while_asyncpg_asks_about_a_type_is_away(
    database_url: str, pool: Pool, postgres_gate: Gate, by_whom: str
) -> None:
    """A type of ours is looked up by a query of asyncpg's own, before the statement that uses it is carried out."""
    await pool.execute("CREATE TYPE mood AS ENUM ('calm')")
    cut = await open_pool(postgres_gate.url, 1)
    held: list[Any] = []

    async def read() -> None:
        with within(BOUND_S if by_whom == "the bound" else PATIENCE_S):
            async with cut.acquire() as connection:
                held.append(connection)
                await connection.fetchval("SELECT $1::mood[]", ["calm"])

    postgres_gate.freeze_at(b"typeinfo_tree")
    reading = asyncio.create_task(read())
    await asyncio.wait_for(postgres_gate.has_frozen.wait(), PATIENCE_S)
    if by_whom == "somebody else":
        held[0].terminate()
    with pytest.raises(POSTGRES_AWAY):
        await reading
    postgres_gate.thaw()
    assert await cut.fetchval("SELECT $1::mood[]", ["calm"]) == ["calm"]
    await asyncio.wait_for(cut.close(), PATIENCE_S)
