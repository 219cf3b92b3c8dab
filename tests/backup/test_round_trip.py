"""An installation with games is backed up, lost, and put back: every row, every proof, every board."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from server.infra.cli import Stores
from server.infra.postgres import Pool
from server.leaderboards import Boards
from server.robots.demo import PLAYERS, demo_games
from server.settings import Settings
from tests.backup.conftest import Elsewhere, contents
from tests.commands import in_thread
from tests.leaderboards.boards import dump

pytestmark = pytest.mark.shipped_library


async def test_demo_data_is_restored_into_an_empty_installation_proved_and_on_its_boards(
    settings: Settings, pg: Pool, redis: Redis, tmp_path: Path, elsewhere: Elsewhere
) -> None:
    _, games = await demo_games(Stores(settings, pg, redis), PLAYERS[:2])
    await pg.execute("UPDATE users SET is_bot = false")  # robots stand on no board
    await Boards(pg, redis, settings).rebuild()
    boards = await boards_of(redis, settings)
    await in_thread("backup", str(tmp_path / "backups"))
    (file,) = (tmp_path / "backups").iterdir()

    elsewhere.enter()
    await redis.set(f"{elsewhere.settings.redis_prefix}game:of-another-installation", "a journal")
    assert "Leaderboards rebuilt: " in await in_thread("restore", str(file))
    said = await in_thread("verify")
    assert f"Proved {games} games and the sums of 2 players" in said and said.rstrip().endswith("0 differences.")
    assert boards and await boards_of(redis, elsewhere.settings) == boards
    assert not await redis.exists(f"{elsewhere.settings.redis_prefix}game:of-another-installation")
    assert settings.database_url and elsewhere.settings.database_url
    assert await contents(elsewhere.settings.database_url) == await contents(settings.database_url)


async def boards_of(redis: Redis, settings: Settings) -> dict[str, Any]:
    """Without their sizes, which stand beside the names of keys, and these are each installation's own."""
    found = await dump(redis, settings.redis_prefix)
    return {key: board for key, board in found.items() if key != "lb:2:sizes"}
