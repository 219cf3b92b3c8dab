"""Valkey and PostgreSQL that lose what they had, hang or die under players: every game is the one that was typed."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from redis.asyncio import Redis

from server.embedded.postgres import EmbeddedPostgres
from server.embedded.servers import EmbeddedServers
from server.embedded.unprivileged import binaries, run_as
from server.embedded.valkey import EmbeddedValkey
from server.infra.postgres import Pool, open_pool
from tests.data_folders import DataFolders
from tests.faults.conftest import Figures
from tests.faults.processes import Server, children, served
from tests.faults.sizes import size
from tests.faults.typists import Crowd, check, crowd
from tests.faults.witness import Witness, tally

TYPISTS = 10
KEYS_BETWEEN = 10
AWAY_S = size(3, 60)


def tell(what: signal.Signals, *processes: int) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, what)


async def stopped_for(seconds: float, players: Crowd, *processes: int) -> None:
    """They hang for so long under the players."""
    tell(signal.SIGSTOP, *processes)
    try:
        await players.meanwhile(asyncio.sleep(seconds))
    finally:
        tell(signal.SIGCONT, *processes)


# ---------------------------------------------------------------- Valkey


@pytest.fixture
def valkey(server_folder: Path) -> Iterator[EmbeddedValkey]:
    """A Valkey of the test's own, stopped at the end."""
    folder = server_folder / "data"
    with EmbeddedServers(folder, "tests", only="valkey"):
        yield EmbeddedValkey(folder / "valkey", run_as(), binaries(folder, run_as()))


@pytest.fixture
async def two(external: dict[str, str], valkey: EmbeddedValkey, tmp_path: Path) -> AsyncIterator[list[Server]]:
    """Two servers on that Valkey."""
    variables = external | {"REDIS_URL": valkey.url()}
    servers = [Server(tmp_path / f"{name}.log", **variables) for name in ("one", "other")]
    async with served(*servers):
        yield servers


async def pid_of(valkey: EmbeddedValkey) -> int:
    client = Redis.from_url(valkey.url())  # as patient as the machine is busy
    found = (await client.info("server"))["process_id"]
    await client.aclose()
    return int(found)


async def flush(valkey: EmbeddedValkey) -> None:
    client = Redis.from_url(valkey.url())  # as patient as the machine is busy
    await client.flushall()
    await client.aclose()


async def played_through(
    two: list[Server], pg: Pool, random: Random, times: int, fault: Callable[[Crowd], Awaitable[None]]
) -> list[Witness]:
    """The games of typists who hop between the servers, also in the moment after each fault. All is as it was typed."""
    async with crowd([lambda: random.choice(two).url] * TYPISTS, random) as players:
        for _ in range(times):
            await players.typing(KEYS_BETWEEN)
            await fault(players)
            for typist in random.sample(players.typists, TYPISTS // 3):
                if typist.socket is not None:
                    typist.socket.transport.abort()
        await players.typing(KEYS_BETWEEN)
        games = await players.finish()
    await check(pg, games)
    assert [server.complaints() for server in two] == [[], []]
    return games


async def test_a_valkey_that_loses_all_it_had_costs_nobody_a_key(
    two: list[Server], valkey: EmbeddedValkey, pg: Pool, random: Random, figures: Figures
) -> None:
    async def loses_all(_players: Crowd) -> None:
        await flush(valkey)

    times = size(3, 60)
    games = await played_through(two, pg, random, times, loses_all)
    figures(flushes=times, **tally(games))


async def test_a_valkey_that_hangs_costs_nobody_a_key(
    two: list[Server], valkey: EmbeddedValkey, pg: Pool, random: Random, figures: Figures
) -> None:
    async def hangs(players: Crowd) -> None:
        await stopped_for(AWAY_S, players, await pid_of(valkey))

    times = size(1, 3)
    games = await played_through(two, pg, random, times, hangs)
    figures(hangs=times, of_s=AWAY_S, **tally(games))


async def test_a_valkey_that_is_killed_and_comes_back_costs_nobody_a_key(
    two: list[Server], valkey: EmbeddedValkey, pg: Pool, random: Random, figures: Figures
) -> None:
    async def dies_and_comes_back(players: Crowd) -> None:
        tell(signal.SIGKILL, await pid_of(valkey))
        await players.meanwhile(asyncio.sleep(AWAY_S))
        await asyncio.to_thread(valkey.start)

    times = size(1, 5)
    games = await played_through(two, pg, random, times, dies_and_comes_back)
    figures(kills=times, away_s=AWAY_S, **tally(games))


# ---------------------------------------------------------------- PostgreSQL


@pytest.fixture
def postgres(server_folder: Path) -> EmbeddedPostgres:
    """The embedded server's own."""
    folder = server_folder / "data"
    return EmbeddedPostgres(folder / "postgres", run_as(), binaries(folder, run_as()))


@pytest.fixture
async def embedded(server_folder: Path, tmp_path: Path, data_folders: DataFolders) -> AsyncIterator[Server]:
    """One server with its embedded PostgreSQL and Valkey."""
    server = Server(tmp_path / "server.log", "--data", str(data_folders.with_library(server_folder / "data")))
    async with served(server):
        yield server


def family(postgres: EmbeddedPostgres) -> list[int]:
    """The postmaster and its children."""
    postmaster = int((postgres.folder / "postmaster.pid").read_text().split()[0])
    return [postmaster, *children(postmaster)]


async def said(server: Server, event: str, times: int) -> None:
    """Until its log has the event that many times."""
    while [entry["event"] for entry in server.log()].count(event) < times:
        await asyncio.sleep(0.1)


async def test_players_of_a_postgres_that_hangs_and_dies_lose_nothing(
    embedded: Server, postgres: EmbeddedPostgres, random: Random, figures: Figures
) -> None:
    """It is killed, and its server revives it; it hangs; it hangs, and its server is killed meanwhile."""
    times, revived = size(1, 5), 0
    async with crowd([lambda: embedded.url] * TYPISTS, random, loses=True) as players:
        for _ in range(times):
            await players.typing(KEYS_BETWEEN)
            tell(signal.SIGKILL, family(postgres)[0])
            revived += 1
            await players.meanwhile(said(embedded, "embedded_postgres_started_again", revived))
            await players.typing(KEYS_BETWEEN)
            await stopped_for(AWAY_S, players, *family(postgres))
            await players.typing(KEYS_BETWEEN)
            hung = family(postgres)
            tell(signal.SIGSTOP, *hung)
            await embedded.kill()
            starting = asyncio.create_task(embedded.start())
            await players.meanwhile(asyncio.sleep(random.uniform(0, 2)))
            tell(signal.SIGCONT, *hung)
            await starting
        await players.typing(KEYS_BETWEEN)
        games = await players.finish()
    pool = await open_pool(postgres.url(), 2)
    await check(pool, games)
    await pool.close()
    assert embedded.complaints() == []
    figures(rounds=times, hangs_s=AWAY_S, **tally(games))
