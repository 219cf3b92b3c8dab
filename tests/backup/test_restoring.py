"""A restore is whole or has changed nothing, and never overwrites what it was not told to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.backup.dumping import SET_ASIDE, back_up
from server.backup.programs import BackupFailed
from server.backup.restoring import restore
from server.infra.migrate import migrate
from server.infra.migrations import MigrationRefused, read_folder
from server.infra.postgres import Pool, connect, open_pool
from server.settings import Settings
from tests.backup.conftest import Elsewhere, contents
from tests.commands import in_thread
from tests.results.games import add_player
from tests.rows import FOR_EVERYBODY

NOW = datetime(2026, 11, 26, 3, 0, 7, tzinfo=UTC)


@pytest.fixture
async def file(settings: Settings, pg: Pool, tmp_path: Path) -> Path:
    """A backup with one player."""
    await add_player(pg)
    assert settings.database_url
    return await back_up(settings.database_url, tmp_path / "backups", NOW)


async def run_sql(url: str, script: str) -> None:
    connection = await connect(url)
    try:
        await connection.execute(script)
    finally:
        await connection.close()


SOMEBODY = "INSERT INTO users (username, display_name, is_guest) VALUES ('somebody', 'Somebody', true)"


async def test_an_installation_that_holds_something_is_refused_and_left_alone(
    file: Path, migrated_elsewhere: str
) -> None:
    await run_sql(migrated_elsewhere, SOMEBODY)
    before = await contents(migrated_elsewhere)
    with pytest.raises(BackupFailed, match=r"not empty \(user_statistics, users\): --replace"):
        await restore(migrated_elsewhere, file)
    assert await contents(migrated_elsewhere) == before


async def test_told_so_it_replaces_what_is_there(file: Path, migrated_elsewhere: str, settings: Settings) -> None:
    await run_sql(migrated_elsewhere, SOMEBODY + "; CREATE TABLE of_a_later_release (user_id uuid REFERENCES users)")
    assert await restore(migrated_elsewhere, file, replace=True) == []
    assert settings.database_url
    assert await contents(migrated_elsewhere) == await contents(settings.database_url)
    assert not await is_set_aside(migrated_elsewhere)


async def test_a_migrated_installation_without_content_is_empty(file: Path, migrated_elsewhere: str) -> None:
    await restore(migrated_elsewhere, file)
    assert len((await contents(migrated_elsewhere))["users"]) == 1


async def test_what_works_with_its_owners_rights_is_not_for_everybody_in_what_is_restored(
    file: Path, migrated_elsewhere: str
) -> None:
    await restore(migrated_elsewhere, file)
    connection = await connect(migrated_elsewhere)
    try:
        assert await connection.fetch(FOR_EVERYBODY) == []
    finally:
        await connection.close()


async def test_a_restore_that_fails_half_way_puts_back_what_was_there(
    file: Path, migrated_elsewhere: str, tmp_path: Path
) -> None:
    await run_sql(migrated_elsewhere, SOMEBODY)
    before = await contents(migrated_elsewhere)
    cut = tmp_path / "cut.dump"
    cut.write_bytes(file.read_bytes()[:-40])  # the rows of the last tables
    with pytest.raises(BackupFailed, match="pg_restore: "):
        await restore(migrated_elsewhere, cut, replace=True)
    assert await contents(migrated_elsewhere) == before
    assert not await is_set_aside(migrated_elsewhere)


async def test_no_server_starts_on_what_a_killed_restore_left_and_the_next_restore_mends_it(
    file: Path, migrated_elsewhere: str
) -> None:
    await run_sql(migrated_elsewhere, SOMEBODY)
    before = await contents(migrated_elsewhere)
    left = f"ALTER SCHEMA public RENAME TO {SET_ASIDE}; CREATE SCHEMA public; CREATE TABLE users (id int)"
    await run_sql(migrated_elsewhere, left)
    with pytest.raises(MigrationRefused, match="not made by these migrations"):
        await migrate(migrated_elsewhere)
    with pytest.raises(BackupFailed, match="not empty"):
        await restore(migrated_elsewhere, file)
    assert await contents(migrated_elsewhere) == before
    await run_sql(migrated_elsewhere, left)
    await restore(migrated_elsewhere, file, replace=True)
    assert len((await contents(migrated_elsewhere))["users"]) == 1


async def test_servers_cannot_migrate_while_it_is_restored_and_a_killed_one_leaves_no_table_of_migrations(
    file: Path, migrated_elsewhere: str
) -> None:
    """A reader of the first table that is filled holds the restore up; then its process is killed."""
    restoring = asyncio.create_task(restore(migrated_elsewhere, file, replace=True))
    watching = await connect(migrated_elsewhere)
    while not await watching.fetchval(
        "SELECT to_regclass('public.users') IS NOT NULL AND to_regnamespace($1) IS NOT NULL", SET_ASIDE
    ):
        assert not restoring.done()
    assert await watching.fetchval("SELECT to_regclass('public._prisma_migrations')") is None
    restoring.cancel()
    with pytest.raises(asyncio.CancelledError):
        await restoring
    assert await watching.fetchval("SELECT to_regclass('public._prisma_migrations')") is not None  # what was there
    await watching.close()
    assert not await is_set_aside(migrated_elsewhere)


async def test_a_database_in_use_is_refused(file: Path, migrated_elsewhere: str) -> None:
    server = await open_pool(migrated_elsewhere, 1)
    with pytest.raises(BackupFailed, match="servers are connected"):
        await restore(migrated_elsewhere, file, replace=True)
    await server.close()


async def test_an_older_backup_is_brought_up_to_date(
    empty_database_url: str, migrated_elsewhere: str, tmp_path: Path
) -> None:
    *older, newest = read_folder()
    for migration in older:
        (tmp_path / "old" / migration.name).mkdir(parents=True)
        (tmp_path / "old" / migration.name / "migration.sql").write_bytes(migration.script)
    await migrate(empty_database_url, tmp_path / "old")
    file = await back_up(empty_database_url, tmp_path / "backups", NOW)
    assert await restore(migrated_elsewhere, file) == [newest.name]


async def test_a_backup_of_another_history_is_refused_and_nothing_is_lost(
    file: Path, empty_database_url: str, migrated_elsewhere: str, tmp_path: Path
) -> None:
    await migrate(empty_database_url)
    await run_sql(empty_database_url, "UPDATE _prisma_migrations SET checksum = repeat('0', 64)")
    foreign = await back_up(empty_database_url, tmp_path / "backups", NOW.replace(hour=4))
    await run_sql(migrated_elsewhere, SOMEBODY)
    before = await contents(migrated_elsewhere)
    with pytest.raises(MigrationRefused, match="edited"):
        await restore(migrated_elsewhere, foreign, replace=True)
    assert await contents(migrated_elsewhere) == before


@pytest.mark.parametrize("content", [None, b"", b"PGDMP", b"SELECT 1;"])
async def test_what_is_no_backup_is_refused_in_one_line(
    elsewhere: Elsewhere, tmp_path: Path, content: bytes | None
) -> None:
    elsewhere.enter()
    if content is not None:
        (tmp_path / "a.dump").write_bytes(content)
    assert "is not a backup of Pro Dev" in await in_thread("restore", str(tmp_path / "a.dump"), code=1)


async def test_without_redis_the_rows_are_restored_and_it_says_what_is_left_to_do(
    file: Path, elsewhere: Elsewhere, redis: Redis
) -> None:
    elsewhere.enter()
    elsewhere.environment.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    assert "run prodev leaderboard rebuild" in await in_thread("restore", str(file), code=1)
    assert elsewhere.settings.database_url
    assert len((await contents(elsewhere.settings.database_url))["users"]) == 1


async def is_set_aside(url: str) -> bool:
    connection = await connect(url)
    try:
        return await connection.fetchval("SELECT to_regnamespace($1)", SET_ASIDE) is not None
    finally:
        await connection.close()
