"""A disk that is full under players: nobody loses a key, results wait, and all is stored once there is room again.

The disk is a small one of the test's own, which root may mount.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random

import pytest

from server.embedded.postgres import EmbeddedPostgres
from server.embedded.unprivileged import binaries, run_as
from server.infra.postgres import Pool, open_pool
from tests.data_folders import DataFolders
from tests.faults.conftest import Figures
from tests.faults.processes import Server, served
from tests.faults.sizes import size
from tests.faults.typists import PATIENCE_S, Crowd, check, crowd
from tests.faults.witness import tally
from tests.gate import Gate, gate_before

TYPISTS = size(6, 30)
KEYS_BETWEEN = 10
FULL_S = size(2, 60)
TIMES = size(1, 3)
DATA_MB, SPOOL_MB = 224, 1  # a cluster takes some eighty, and its log as much again
NO_ROOM = "result_not_spooled"  # what is said, as an error, of a disk that takes no result


@contextlib.contextmanager
def small_disk(folder: Path, size_mb: int) -> Iterator[None]:
    """In the folder's place."""
    folder.mkdir(mode=0o711)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m,mode=711", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small disk needs root, and a machine that lets it mount one")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(disk: Path) -> Path:
    """A file that takes all the room there is left, to the last byte."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for piece in (2**20, 2**12, 1):
            with contextlib.suppress(OSError):
                while file.write(bytes(piece)):
                    pass
    return ballast


async def kept_full(disk: Path, seconds: float) -> None:
    """What is given free meanwhile, by whomever, is taken again."""
    now_s = asyncio.get_running_loop().time
    until_s = now_s() + seconds
    while now_s() < until_s:
        await asyncio.to_thread(fill_up, disk)
        await asyncio.sleep(0.1)


async def noted(server: Server, event: str, games: int) -> None:
    """Until its log names so many games with that event."""
    async with asyncio.timeout(PATIENCE_S):
        while len({entry["session"] for entry in server.log() if entry["event"] == event}) < games:
            await asyncio.sleep(0.05)


async def quit_by(players: Crowd, some: int) -> None:
    for typist in players.typists[:some]:
        await typist.finish()


def complaints(server: Server) -> list[dict[str, object]]:
    return [entry for entry in server.complaints() if entry["event"] != NO_ROOM]


# ---------------------------------------------------------------- PostgreSQL's, and all else that is embedded


@pytest.fixture
def data(server_folder: Path, data_folders: DataFolders) -> Iterator[Path]:
    folder = server_folder / "data"
    with small_disk(folder, DATA_MB):
        yield data_folders.with_library(folder)


@pytest.mark.long
async def test_a_data_folder_without_room_costs_nobody_a_key(
    data: Path, tmp_path: Path, random: Random, figures: Figures
) -> None:
    """Games are played, and some end, while PostgreSQL, Valkey and the spool can write nothing."""
    embedded = Server(tmp_path / "server.log", "--data", str(data))
    games = []
    async with served(embedded):
        for _ in range(TIMES):
            async with crowd([lambda: embedded.url] * TYPISTS, random) as players:
                await players.typing(KEYS_BETWEEN)
                fill_up(data)
                await players.typing(KEYS_BETWEEN)
                await quit_by(players, TYPISTS // 2)
                await players.meanwhile(kept_full(data, FULL_S))
                (data / "ballast").unlink()
                await players.typing_again(KEYS_BETWEEN)
                games += await players.finish()
        postgres = EmbeddedPostgres(data / "postgres", run_as(), binaries(data, run_as()))
        pool = await open_pool(postgres.url(), 2)
        await check(pool, games)
        await pool.close()
    assert complaints(embedded) == []
    waited = {entry["session"] for entry in embedded.log() if entry["event"] == "result_waits_for_postgres"}
    figures(times=TIMES, full_s=FULL_S, waited=len(waited), **tally(games))


# ---------------------------------------------------------------- the spool's


@pytest.fixture
def spooling(server_folder: Path) -> Iterator[Path]:
    folder = server_folder / "spooling"
    with small_disk(folder, SPOOL_MB):
        yield folder


@pytest.fixture
async def gates(external: dict[str, str]) -> AsyncIterator[tuple[Gate, Gate]]:
    """Before PostgreSQL and before Redis."""
    async with gate_before(external["DATABASE_URL"]) as postgres, gate_before(external["REDIS_URL"]) as redis:
        yield postgres, redis


@pytest.fixture
async def server(
    spooling: Path, external: dict[str, str], gates: tuple[Gate, Gate], tmp_path: Path
) -> AsyncIterator[Server]:
    """Behind the gates, with that disk."""
    urls = {"DATABASE_URL": gates[0].url, "REDIS_URL": gates[1].url, "PRODEV_DATA": str(spooling)}
    behind = Server(tmp_path / "server.log", **external | urls)
    async with served(behind):
        yield behind


@pytest.mark.long
async def test_results_that_no_server_and_no_disk_takes_wait_for_room(  # noqa: PLR0917 - fixtures
    server: Server, gates: tuple[Gate, Gate], spooling: Path, pg: Pool, random: Random, figures: Figures
) -> None:
    """PostgreSQL and Redis are away and the spool's disk is full when every game ends. Then there is room, the results
    are on the disk, and the server is killed before anything else takes them."""
    games = []
    for ended in range(TYPISTS, TYPISTS * (TIMES + 1), TYPISTS):
        async with crowd([lambda: server.url] * TYPISTS, random, loses=True) as players:
            await players.typing(KEYS_BETWEEN)
            ballast = fill_up(spooling)
            for gate in gates:
                await gate.shut()
            await players.typing(KEYS_BETWEEN)
            await quit_by(players, TYPISTS)
            await players.meanwhile(noted(server, NO_ROOM, ended))
            ballast.unlink()
            await players.meanwhile(noted(server, "result_spooled", ended))
            await server.kill()
            for gate in gates:
                await gate.open()
            await server.start()
            games += await players.finish()
    await check(pg, games)
    assert not list((spooling / "spool").glob("*"))
    assert complaints(server) == []
    figures(times=TIMES, **tally(games))
