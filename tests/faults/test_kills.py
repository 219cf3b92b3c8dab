"""Servers that are killed under their players: what was promised survives, and every game is the one that was typed."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

from server.embedded.servers import EmbeddedServers
from server.infra.postgres import Pool
from server.play.lease import LEASE_S
from tests.data_folders import DataFolders
from tests.databases import opened
from tests.faults.conftest import Figures
from tests.faults.processes import Server, gone, served
from tests.faults.sizes import size
from tests.faults.typists import check, crowd
from tests.faults.witness import tally

TYPISTS = 20
KEYS_BETWEEN = 5  # of each typist, from one kill to the next
KILLS_AT_FULL_SIZE, STOPS_AT_FULL_SIZE = 100, 20

Kill = Callable[[], Awaitable[None]]  # something dies, and what has to be started again is


async def killed_again_and_again(
    servers: list[Server], kill: Kill, kills: int, *, pg: Pool, random: Random, figures: Figures
) -> None:
    async with crowd([lambda: random.choice(servers).url] * TYPISTS, random, loses=True) as players:
        await players.typing(KEYS_BETWEEN)
        for _ in range(kills):
            await kill()
            await players.typing(KEYS_BETWEEN)
        games = await players.finish()
    await check(pg, games)
    assert sum(game.drops for game in games) > 0
    assert [server.complaints() for server in servers] == [[]] * len(servers)
    figures(kills=kills, **tally(games))


async def test_players_of_a_killed_server_go_on_at_another(
    two_servers: list[Server], pg: Pool, random: Random, figures: Figures
) -> None:
    async def kill() -> None:
        victim = random.choice(two_servers)
        await victim.kill()
        await victim.start()

    kills = size(2, KILLS_AT_FULL_SIZE)
    await killed_again_and_again(two_servers, kill, kills, pg=pg, random=random, figures=figures)


async def test_players_of_a_server_that_stands_still_go_on_at_another(
    two_servers: list[Server], pg: Pool, random: Random, figures: Figures
) -> None:
    """For longer than it is taken for alive. Then it finds what was sent to it, and all that it had on its way."""

    async def stand_still() -> None:
        victim = random.choice(two_servers).pid
        os.kill(victim, signal.SIGSTOP)
        try:
            await asyncio.sleep(LEASE_S + random.uniform(0, 3))
        finally:
            os.kill(victim, signal.SIGCONT)

    times = size(1, STOPS_AT_FULL_SIZE)
    await killed_again_and_again(two_servers, stand_still, times, pg=pg, random=random, figures=figures)
    assert any(line["event"] == "stood_still" for server in two_servers for line in server.log())


async def test_players_of_a_killed_worker_go_on_at_another(
    external: dict[str, str], tmp_path: Path, pg: Pool, random: Random, figures: Figures
) -> None:
    """Mostly the older worker dies, which its parent replaces; sometimes all of them do, and their parent."""
    server = Server(tmp_path / "log", "--workers", "2", **external)

    async def kill() -> None:
        if random.random() < 0.2:
            await server.kill()
            await server.start()
        else:
            victim = server.workers()[0]
            os.kill(victim, signal.SIGKILL)
            await gone(victim)

    async with served(server):
        kills = size(2, KILLS_AT_FULL_SIZE)  # the kernel may have given all players to one worker
        await killed_again_and_again([server], kill, kills, pg=pg, random=random, figures=figures)


async def test_players_of_a_killed_embedded_server_go_on_when_it_is_back(
    server_folder: Path, data_folders: DataFolders, random: Random, figures: Figures
) -> None:
    data = data_folders.with_library(server_folder / "data")
    server = Server(server_folder / "log", PRODEV_DATA=str(data))

    async def kill() -> None:
        await server.kill()
        await server.start()

    async with served(server):
        stores = EmbeddedServers.running(data)
        assert stores is not None
        async with opened(stores[0]) as pg:
            kills = size(1, KILLS_AT_FULL_SIZE)
            await killed_again_and_again([server], kill, kills, pg=pg, random=random, figures=figures)
