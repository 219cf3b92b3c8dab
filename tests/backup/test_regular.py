"""The servers back up their installation by themselves: every six hours, one of them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.backup import backing_up
from server.embedded import EmbeddedServers
from server.infra.postgres import Pool, open_pool
from server.settings import Settings
from tests.data_folders import DataFolders
from tests.infra.test_serve import PATIENCE_S, served

MAKE_DUE = "UPDATE feed_jobs SET due_at = now() WHERE queue = 'backup'"


def wanted(settings: Settings, **changed: object) -> Settings:
    return settings.model_copy(update={"backup_dir": Path("/somewhere"), **changed})


def test_it_is_made_every_six_hours_the_first_at_two(settings: Settings) -> None:
    (regular,) = backing_up(wanted(settings))
    at, turns = datetime(2026, 11, 26, tzinfo=UTC), []
    for _ in range(4):
        at = regular.turn_after(at)
        turns.append(at.hour)
    assert turns == [2, 8, 14, 20]


def test_it_may_be_made_once_a_day(settings: Settings) -> None:
    (nightly,) = backing_up(wanted(settings, backup_every_h=24))
    assert nightly.turn_after(datetime(2026, 11, 26, 12, tzinfo=UTC)) == datetime(2026, 11, 27, 2, tzinfo=UTC)
    assert nightly.every == timedelta(days=1)


def test_none_is_made_without_a_folder_or_without_days(settings: Settings) -> None:
    assert backing_up(settings) == [] == backing_up(wanted(settings, backup_days=0))


async def test_two_servers_make_one_backup_at_a_time(
    database_url: str, redis_url: str, redis_prefix: str, server_folder: Path
) -> None:
    backups = server_folder / "backups"
    variables = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PRODEV_REDIS_PREFIX": redis_prefix,
        "PRODEV_BACKUP_DIR": str(backups),
    }
    pg = await open_pool(database_url, 1)
    first = served("--data", str(server_folder / "a"), **variables)
    second = served("--data", str(server_folder / "b"), **variables)
    async with first, second:
        await make_one(pg, backups, 1)
        await make_one(pg, backups, 2)
    await pg.close()


async def make_one(pg: Pool, backups: Path, number: int) -> None:
    """Its turn comes: then there is one backup more, and the next is due later."""
    await due_later(pg)
    await pg.execute(MAKE_DUE)
    await due_later(pg)
    assert len(list(backups.glob("*.dump"))) == number
    assert await pg.fetchval("SELECT error FROM feed_jobs WHERE queue = 'backup'") is None


async def due_later(pg: Pool) -> None:
    """Until no backup is due. One that is being made starts programs, which takes its time on a busy machine."""
    async with asyncio.timeout(PATIENCE_S):
        while not await pg.fetchval("SELECT count(*) FROM feed_jobs WHERE queue = 'backup' AND due_at > now()"):
            await asyncio.sleep(0.05)


async def test_an_embedded_installation_is_backed_up_without_being_told(
    server_folder: Path, data_folders: DataFolders
) -> None:
    async with served("--data", str(data_folders.with_library(server_folder))):
        running = EmbeddedServers.running(server_folder)
        assert running
        pg = await open_pool(running[0], 1)
        await make_one(pg, server_folder / "backups", 1)
        await pg.close()
