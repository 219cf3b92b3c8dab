"""A backup is whole or not there, readable by its owner alone, and never takes the last ones away."""

from __future__ import annotations

import asyncio
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from server.backup.dumping import NEWEST_KEPT, back_up, backups, name_of, outdated
from server.backup.programs import BackupFailed
from server.infra.postgres import Pool
from server.settings import Settings
from tests.commands import in_thread
from tests.results.games import add_player

NOW = datetime(2026, 11, 26, 3, 0, 7, tzinfo=UTC)
LEAF = "prodev-20261126T030007.000Z.dump"


@pytest.fixture
def url(settings: Settings) -> str:
    assert settings.database_url
    return settings.database_url


async def test_a_backup_is_named_by_its_moment_and_private(url: str, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = await back_up(url, tmp_path / "new" / "folder", NOW)
    finally:
        os.umask(before)
    assert made.name == LEAF and [made] == list(made.parent.iterdir())
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert made.read_bytes().startswith(b"PGDMP")


async def test_it_says_where_each_table_is_so_that_several_connections_can_restore_it(url: str, tmp_path: Path) -> None:
    made = await back_up(url, tmp_path, NOW)
    assert made.read_bytes().count(b"CREATE TABLE public.users ") == 1  # the table of contents was completed in place


async def test_while_it_is_written_it_has_another_name_and_a_cancelled_one_leaves_nothing(
    url: str, pg: Pool, tmp_path: Path
) -> None:
    await add_player(pg)
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")  # pg_dump waits for it
        writing = asyncio.create_task(back_up(url, tmp_path, NOW))
        while not await pg.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = $1", await oid(pg)):
            assert not writing.done()
        assert [path.suffix for path in tmp_path.iterdir()] == [".part"]
        with pytest.raises(BackupFailed, match="another backup"):
            await back_up(url, tmp_path, NOW + timedelta(seconds=1))
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
    assert list(tmp_path.iterdir()) == []


async def oid(pg: Pool) -> int:
    found: int = await pg.fetchval("SELECT oid::bigint FROM pg_database WHERE datname = current_database()")
    return found


async def test_what_a_killed_backup_left_is_removed_by_the_next(url: str, tmp_path: Path) -> None:
    (tmp_path / "prodev-20261125T030007Z.part").write_bytes(b"PGDMP half")
    (tmp_path / "notes.part").write_text("somebody's own")
    made = await back_up(url, tmp_path, NOW)
    assert set(tmp_path.iterdir()) == {made, tmp_path / "notes.part"}


async def test_a_failed_backup_leaves_nothing_and_keeps_the_old(url: str, pg: Pool, tmp_path: Path) -> None:
    old = [tmp_path / f"prodev-202001{day:02}T000000.000Z.dump" for day in range(1, 20)]
    for one in old:
        one.touch()
    user = f"nobody_{uuid4().hex}"
    await pg.execute(f"CREATE ROLE {user} LOGIN")  # it may connect, and read nothing
    try:
        with pytest.raises(BackupFailed, match=r"pg_dump: .*permission denied"):
            await back_up(url.replace("//postgres@", f"//{user}@"), tmp_path, NOW)
    finally:
        await pg.execute(f"DROP ROLE {user}")
    assert set(tmp_path.iterdir()) == set(old)


async def test_a_second_one_of_the_same_moment_is_refused(url: str, tmp_path: Path) -> None:
    made = await back_up(url, tmp_path, NOW)
    first = made.read_bytes()
    with pytest.raises(BackupFailed, match="already exists"):
        await back_up(url, tmp_path, NOW)
    assert made.read_bytes() == first


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_cannot_be_written_is_one_line(url: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(BackupFailed, match="Permission denied"):
        await back_up(url, tmp_path, NOW)


async def test_a_file_in_the_folders_place_is_one_line(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupFailed, match="file: "):
        await back_up(url, tmp_path / "file", NOW)


def made_on(folder: Path, *days_ago: float) -> None:
    for days in days_ago:
        at = NOW - timedelta(days=days)
        (folder / name_of(at)).touch()


def test_thirty_days_are_kept(tmp_path: Path) -> None:
    made_on(tmp_path, *range(40))
    (tmp_path / "prodev-19700101T000000.000Z.dump.old").touch()
    old = outdated(tmp_path, NOW, 30)
    assert len(old) == 9 and all("202610" in path.name for path in old)
    assert backups(tmp_path)[-1][0] == NOW


def test_of_the_last_two_days_all_are_kept_and_then_the_first_of_each_day(tmp_path: Path) -> None:
    made_on(tmp_path, *(quarter / 4 for quarter in range(40 * 4)))  # every six hours, the last at 3:00
    gone = {path.name for path in outdated(tmp_path, NOW, 30)}
    left = [at for at, path in backups(tmp_path) if path.name not in gone]
    recent = [at for at in left if NOW - at <= timedelta(days=2)]
    assert len(recent) == 9
    older = [at for at in left if NOW - at > timedelta(days=2)]
    assert len(older) == 28 and all(at.hour == 3 for at in older) and NOW - older[0] == timedelta(days=30)


def test_the_newest_stay_however_old_they_are(tmp_path: Path) -> None:
    made_on(tmp_path, *range(400, 420))
    assert len(outdated(tmp_path, NOW, 30)) == 20 - NEWEST_KEPT


async def test_the_command_prunes_by_its_option_and_keeps_all_with_0(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made_on(tmp_path, *range(1000, 1020))
    await in_thread("backup", str(tmp_path), "--keep", "0")
    assert len(list(tmp_path.iterdir())) == 21
    said = await in_thread("backup", str(tmp_path))
    assert "MiB" in said and len(list(tmp_path.iterdir())) == NEWEST_KEPT
