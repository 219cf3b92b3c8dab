"""A server that is killed at each step of a game's end: the result is saved once, and is that of the game typed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from server.infra.postgres import Pool
from tests.faults.conftest import Figures
from tests.faults.processes import Server, served
from tests.faults.sizes import size
from tests.faults.typists import Crowd, check, crowd
from tests.faults.witness import Witness, tally
from tests.gate import Gate

TYPISTS = 5
KEYS = 10
POLL_S = 0.01

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
# What a result waits for at two steps of its transaction while a test has the advisory lock of that number.
WRITTEN, COMMITTING = 1, 2
BARRIERS = f"""
CREATE FUNCTION barrier() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint);
  RETURN NULL;
END $$;
CREATE TRIGGER written AFTER INSERT ON game_results FOR EACH ROW EXECUTE FUNCTION barrier({WRITTEN});
CREATE CONSTRAINT TRIGGER committing AFTER INSERT ON game_results
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION barrier({COMMITTING});
"""
RESULTS = "SELECT count(*) FROM game_results"


@dataclass(frozen=True, slots=True)
class House:
    """The server, and what can be shut between it and the two behind it.

    `begun` is set by each step when what it waits for cannot be missed: then the players end their games.
    """

    server: Server
    redis: Gate
    postgres: Gate
    pg: Pool
    random: Random
    begun: asyncio.Event

    async def killed(self) -> None:
        await self.server.kill()
        self.redis.thaw()
        self.postgres.thaw()

    async def until(self, query: str, at_least: int) -> None:
        """Of PostgreSQL itself, past the gate."""
        while await self.pg.fetchval(query) < at_least:
            await asyncio.sleep(POLL_S)

    @asynccontextmanager
    async def locked(self, table: str, mode: str) -> AsyncIterator[None]:
        """Nobody passes what conflicts with the lock. It is let go of at the end."""
        async with self.pg.acquire() as connection, connection.transaction():
            await connection.execute(f"LOCK TABLE {table} IN {mode} MODE")
            self.begun.set()
            yield

    @asynccontextmanager
    async def barred(self, barrier: int) -> AsyncIterator[None]:
        async with self.pg.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", barrier)
            self.begun.set()
            yield


async def before_the_journal(house: House) -> None:
    house.redis.freeze()
    house.begun.set()
    await asyncio.sleep(house.random.uniform(0, 0.7))
    await house.killed()


async def before_the_transaction(house: House) -> None:
    """It waits for the row of its session."""
    async with house.locked("game_sessions", "EXCLUSIVE"):
        await house.until(WAITING, 1)
        await house.killed()


async def in_the_transaction(house: House) -> None:
    """The session is locked, and the result is about to be written."""
    async with house.locked("game_results", "SHARE"):
        await house.until(WAITING, 1)
        await house.killed()


async def before_the_commit(house: House) -> None:
    """The result is written, and nothing is committed."""
    async with house.barred(WRITTEN):
        await house.until(WAITING, 1)
        await house.killed()


async def in_the_commit(house: House) -> None:
    """PostgreSQL commits it when the server is dead."""
    async with house.barred(COMMITTING):
        await house.until(WAITING, 1)
        await house.killed()


async def before_the_boards(house: House) -> None:
    """It is committed, and Redis hangs."""
    before = await house.pg.fetchval(RESULTS)
    async with house.locked("game_results", "SHARE"):
        await house.until(WAITING, 1)
        house.redis.freeze()
    await house.until(RESULTS, before + 1)
    await house.killed()


async def before_over(house: House) -> None:
    """It is committed: the boards, the journal's end and `over` come within milliseconds, and one of them last."""
    before = await house.pg.fetchval(RESULTS)
    house.begun.set()
    await house.until(RESULTS, before + 1)
    await asyncio.sleep(house.random.uniform(0, 0.02))
    await house.killed()


STEPS: tuple[Callable[[House], Awaitable[None]], ...] = (
    before_the_journal,
    before_the_transaction,
    in_the_transaction,
    before_the_commit,
    in_the_commit,
    before_the_boards,
    before_over,
)


@pytest.fixture
def server(external: dict[str, str], postgres_gate: Gate, redis_gate: Gate, tmp_path: Path) -> Server:
    variables = external | {"DATABASE_URL": postgres_gate.url, "REDIS_URL": redis_gate.url}
    return Server(tmp_path / "server.log", **variables)


@pytest.fixture
async def house(
    server: Server, postgres_gate: Gate, redis_gate: Gate, pg: Pool, random: Random
) -> AsyncIterator[House]:
    await pg.execute(BARRIERS)
    async with served(server):
        yield House(server, redis_gate, postgres_gate, pg, random, asyncio.Event())


async def _finished(house: House, players: Crowd) -> list[Witness]:
    await house.begun.wait()
    return await players.finish()


@pytest.mark.parametrize("step", STEPS, ids=[step.__name__ for step in STEPS])
async def test_a_server_killed_at_a_step_of_an_end_saves_it_once(
    house: House, step: Callable[[House], Awaitable[None]], figures: Figures
) -> None:
    kills, games = size(1, 20), []
    for _ in range(kills):
        async with crowd([lambda: house.server.url] * TYPISTS, house.random, loses=True) as players:
            await players.typing(KEYS)
            house.begun.clear()
            finishing = asyncio.create_task(_finished(house, players))
            async with asyncio.timeout(30):
                await step(house)
            await house.server.start()
            games += await finishing
    await check(house.pg, games)
    assert house.server.complaints() == []
    figures(kills=kills, **tally(games))
