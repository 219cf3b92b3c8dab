"""Servers that are killed under their players: what was promised survives, and every game is the one that was typed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from server.infra.postgres import Pool
from tests.faults.processes import Server, served
from tests.faults.sizes import size
from tests.faults.typists import check, crowd
from tests.small_library import fill

TYPISTS = 20
KEYS_BETWEEN = 8  # of each typist, from one kill to the next


@pytest.fixture
def external(database_url: str, redis_url: str, redis_prefix: str) -> dict[str, str]:
    """Variables that name the tests' servers."""
    return {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "PRODEV_REDIS_PREFIX": redis_prefix}


@pytest.fixture
async def two(external: dict[str, str], tmp_path: Path, pg: Pool) -> AsyncIterator[list[Server]]:
    """Two servers on one PostgreSQL and one Valkey."""
    await fill(pg)
    servers = [Server(tmp_path / f"{name}.log", PRODEV_DATA=str(tmp_path), **external) for name in ("one", "other")]
    async with served(*servers):
        yield servers


async def test_players_of_a_killed_server_go_on_at_another(two: list[Server], pg: Pool, random: Random) -> None:
    def route() -> str:
        return random.choice(two).url

    async with crowd([route] * TYPISTS, random, loses=True) as players:
        await players.typing(KEYS_BETWEEN)
        for _ in range(size(2, 100)):
            victim = random.choice(two)
            await victim.kill()
            await players.typing()
            await victim.start()
            await players.typing(KEYS_BETWEEN)
        games = await players.finish()
        await check(pg, games)
    assert [server.complaints() for server in two] == [[], []]
