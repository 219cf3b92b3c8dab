"""A migration that fails, is killed or has to wait does no harm, and the next start goes on."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from server.infra.migrate import Attempts, migrate
from server.infra.migrations import (
    ONE_INDEX,
    ONE_TRANSACTION,
    Index,
    Migration,
    MigrationRefused,
    Plan,
    Recorded,
    plan,
    read_folder,
)
from server.infra.postgres import connect
from server.infra.resolve import resolve
from tests.commands import in_thread, run_command
from tests.infra.test_migrate import FIRST, NOW, SECOND, applied, write

QUICK = Attempts(lock_ms=50, tries=3, rest_s=0.01)
LOCKED = Migration(SECOND.name, b"CREATE TABLE half (id int); ALTER TABLE held ADD COLUMN more int")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A first migration, which makes a table."""
    return write(tmp_path / "folder", replace(FIRST, script=b"CREATE TABLE held (id int)"))


class Held:
    """Somebody who reads the table `held`, and so holds up who wants to change it."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def __aenter__(self) -> asyncpg.Connection[Any]:
        self._connection = await connect(self._url)
        await self._connection.execute("BEGIN; SELECT * FROM held")
        return self._connection

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()


async def rows(url: str) -> list[asyncpg.Record]:
    return await fetch(url, "SELECT * FROM _prisma_migrations ORDER BY started_at")


async def fetch(url: str, query: str) -> list[asyncpg.Record]:
    connection = await connect(url)
    try:
        return await connection.fetch(query)
    finally:
        await connection.close()


WAITING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%CREATE TABLE half%'
"""


# ---------------------------------------------------------------- what PostgreSQL rolled back


async def test_a_failed_migration_changes_nothing_leaves_its_error_and_is_tried_again(
    empty_database_url: str, folder: Path
) -> None:
    bad = Migration(SECOND.name, b"CREATE TABLE half (id int); SELECT nonsense;")
    write(folder, bad)
    for _ in range(3):
        with pytest.raises(MigrationRefused, match=r"failed, and changed nothing: .*nonsense"):
            await migrate(empty_database_url, folder)
    _, row = await rows(empty_database_url)  # one row, however often a server is started again
    assert row["finished_at"] is None and row["rolled_back_at"] is not None and "nonsense" in row["logs"]
    assert (await fetch(empty_database_url, "SELECT to_regclass('half')"))[0][0] is None
    (folder / bad.name / "migration.sql").write_bytes(b"CREATE TABLE whole (id int)")
    assert await migrate(empty_database_url, folder) == [bad.name]
    _, row = await rows(empty_database_url)
    assert row["finished_at"] is not None and row["rolled_back_at"] is None and row["logs"] is None
    assert row["checksum"] == read_folder(folder)[1].checksum and row["applied_steps_count"] == 1


async def test_a_lock_that_never_comes_is_given_up_and_the_next_start_goes_on(
    empty_database_url: str, folder: Path
) -> None:
    await migrate(empty_database_url, folder)
    write(folder, LOCKED)
    async with Held(empty_database_url):
        with pytest.raises(MigrationRefused, match=r"tried 3 times, and changed nothing: .*lock timeout"):
            await migrate(empty_database_url, folder, QUICK)
    assert await migrate(empty_database_url, folder, QUICK) == [LOCKED.name]


async def test_a_lock_that_comes_later_is_waited_for_try_by_try(empty_database_url: str, folder: Path) -> None:
    await migrate(empty_database_url, folder)
    write(folder, LOCKED)
    async with Held(empty_database_url) as holder:
        migrating = asyncio.create_task(migrate(empty_database_url, folder, replace(QUICK, tries=1000)))
        while await holder.fetchval("SELECT count(*) FROM _prisma_migrations WHERE logs IS NOT NULL") == 0:
            assert not migrating.done()
        await holder.execute("COMMIT")
        assert await migrating == [LOCKED.name]


async def test_nobody_waits_behind_a_migration_for_longer_than_a_call_may_take(
    empty_database_url: str, folder: Path
) -> None:
    await migrate(empty_database_url, folder)
    write(folder, LOCKED)
    async with Held(empty_database_url) as holder:
        migrating = asyncio.create_task(migrate(empty_database_url, folder))
        while not await fetch(empty_database_url, WAITING):
            assert not migrating.done()
        caller = await connect(empty_database_url)
        await caller.execute("SET statement_timeout = 1500")  # as long as a server waits
        assert await caller.fetch("SELECT * FROM held") == []
        await caller.close()
        assert not migrating.done()
        await holder.execute("COMMIT")
        assert await migrating == [LOCKED.name]


async def test_one_that_was_killed_is_begun_again(empty_database_url: str, folder: Path) -> None:
    await migrate(empty_database_url, folder)
    write(folder, LOCKED)
    async with Held(empty_database_url) as holder:
        migrating = asyncio.create_task(migrate(empty_database_url, folder, replace(QUICK, lock_ms=60_000)))
        while not (waiting := await fetch(empty_database_url, WAITING)):
            assert not migrating.done()
        await holder.execute("SELECT pg_terminate_backend($1)", waiting[0]["pid"])
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await migrating
    _, row = await rows(empty_database_url)
    assert row["finished_at"] is None and row["rolled_back_at"] is None  # nobody was left to write it
    assert await migrate(empty_database_url, folder) == [LOCKED.name]
    assert len(await rows(empty_database_url)) == 2


async def test_no_connection_left_is_waited_for(empty_database_url: str, folder: Path) -> None:
    name = empty_database_url.rpartition("/prodev_test_")[2].partition("?")[0]
    admin = await connect(empty_database_url.replace(f"/prodev_test_{name}", "/postgres"))
    user = f"migrator_{name}"
    await admin.execute(f"CREATE ROLE {user} LOGIN CONNECTION LIMIT 0")
    await admin.execute(f"GRANT ALL ON DATABASE prodev_test_{name} TO {user}")
    grants = await connect(empty_database_url)
    await grants.execute(f"GRANT ALL ON SCHEMA public TO {user}")
    url = empty_database_url.replace("//postgres@", f"//{user}@")
    try:
        with pytest.raises(asyncpg.TooManyConnectionsError):
            await migrate(url, folder, QUICK)
        migrating = asyncio.create_task(migrate(url, folder, replace(QUICK, tries=10_000)))
        await admin.execute(f"ALTER ROLE {user} CONNECTION LIMIT 5")
        assert await migrating == [FIRST.name]
    finally:
        await grants.execute(f"DROP OWNED BY {user} CASCADE")
        await grants.close()
        await admin.execute(f"REVOKE ALL ON DATABASE prodev_test_{name} FROM {user}; DROP ROLE {user}")
        await admin.close()


# ---------------------------------------------------------------- what no transaction can hold


@pytest.mark.parametrize(
    ("script", "fits"),
    [
        ("CREATE TABLE a (id int); ALTER TABLE a ADD CHECK (CASE WHEN id > 0 THEN true ELSE false END)", True),
        ("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$", True),
        ("-- COMMIT; is what this does not do\nSELECT 'x; COMMIT; CONCURRENTLY'", True),
        ("CREATE INDEX CONCURRENTLY i ON a (id)", False),
        ("SELECT 1; COMMIT; SELECT 2", False),
        ("begin; SELECT 1; end;", False),
        ("VACUUM a", False),
    ],
)
def test_scripts_that_fit_in_a_transaction_are_told_from_others(script: str, fits: bool) -> None:
    assert Migration("20260101000000_x", script.encode()).fits_in_a_transaction is fits


def test_all_of_ours_fit_in_one_or_are_one_index() -> None:
    assert all(migration.fits_in_a_transaction or migration.index for migration in read_folder())


@pytest.mark.parametrize(
    ("script", "index"),
    [
        ("-- Why.\nCREATE UNIQUE INDEX CONCURRENTLY i ON a (id);\n", Index("i", is_made=True)),
        ('DROP INDEX CONCURRENTLY "i";', Index("i", is_made=False)),
        ("CREATE INDEX CONCURRENTLY i ON a (id); SELECT 1", None),
        ("CREATE INDEX i ON a (id)", None),
    ],
)
def test_a_script_that_is_one_index_is_told_from_others(script: str, index: Index | None) -> None:
    assert Migration("20260101000000_x", script.encode()).index == index


INDEX = Migration(SECOND.name, b"CREATE UNIQUE INDEX CONCURRENTLY held_once ON held (id)")
INDEXES = "SELECT indexrelid::regclass::text AS name, indisvalid FROM pg_index WHERE indrelid = 'held'::regclass"


async def test_an_index_that_failed_is_made_again(empty_database_url: str, folder: Path) -> None:
    await migrate(empty_database_url, folder)
    await fetch(empty_database_url, "INSERT INTO held VALUES (1), (1)")
    write(folder, INDEX)
    for _ in range(2):
        with pytest.raises(MigrationRefused, match=r"failed: .*held_once"):
            await migrate(empty_database_url, folder)
        assert [tuple(row) for row in await fetch(empty_database_url, INDEXES)] == [("held_once", False)]
    await fetch(empty_database_url, "DELETE FROM held")
    assert await migrate(empty_database_url, folder) == [INDEX.name]
    assert [tuple(row) for row in await fetch(empty_database_url, INDEXES)] == [("held_once", True)]
    assert len(await rows(empty_database_url)) == 2


async def test_an_index_whose_maker_was_killed_before_it_said_so_is_there(
    empty_database_url: str, folder: Path
) -> None:
    await migrate(empty_database_url, folder)
    dropping = Migration("20260103000000_third", b'DROP INDEX CONCURRENTLY "held_once"')
    for migration, left in (INDEX, [("held_once", True)]), (dropping, []):
        write(folder, migration)
        await migrate(empty_database_url, folder)
        unsaid = f"SET finished_at = NULL, logs = '{ONE_INDEX}' WHERE migration_name = '{migration.name}'"
        await fetch(empty_database_url, f"UPDATE _prisma_migrations {unsaid}")
        assert await migrate(empty_database_url, folder) == [migration.name]
        assert [tuple(row) for row in await fetch(empty_database_url, INDEXES)] == left


PIECES = Migration(
    SECOND.name, b"CREATE TABLE left_behind (id int); COMMIT; SELECT 1 / (count(*) - 2) AS held_twice FROM held"
)


@pytest.fixture
async def half_done(empty_database_url: str, folder: Path) -> str:
    """The URL of a database in which a migration left a table."""
    await migrate(empty_database_url, folder)
    await fetch(empty_database_url, "INSERT INTO held VALUES (1), (1)")
    write(folder, PIECES)
    with pytest.raises(MigrationRefused, match=r"failed half-way: division by zero"):
        await migrate(empty_database_url, folder)
    return empty_database_url


async def test_what_failed_half_way_is_not_tried_again_until_it_is_resolved(half_done: str, folder: Path) -> None:
    with pytest.raises(MigrationRefused, match="fix the database, then run prodev migrate resolve"):
        await migrate(half_done, folder)
    await fetch(half_done, "DROP TABLE left_behind")
    await fetch(half_done, "DELETE FROM held")
    await resolve(half_done, PIECES.name, applied=False, folder=folder)
    assert await migrate(half_done, folder) == [PIECES.name]
    with pytest.raises(MigrationRefused, match="is applied already"):
        await resolve(half_done, PIECES.name, applied=False, folder=folder)


async def test_what_somebody_finished_by_hand_is_recorded_as_the_prisma_cli_does(half_done: str, folder: Path) -> None:
    await resolve(half_done, PIECES.name, applied=True, folder=folder)
    _, failed, done = await rows(half_done)
    assert failed["rolled_back_at"] is not None and failed["finished_at"] is None
    assert (done["applied_steps_count"], done["checksum"]) == (0, PIECES.checksum) and done["finished_at"] is not None
    assert await migrate(half_done, folder) == []


async def test_what_has_not_failed_or_is_not_there_is_not_resolved(empty_database_url: str, folder: Path) -> None:
    with pytest.raises(MigrationRefused, match="nothing was migrated"):
        await resolve(empty_database_url, FIRST.name, applied=False, folder=folder)
    with pytest.raises(MigrationRefused, match="there is no migration nothing"):
        await resolve(empty_database_url, "nothing", applied=True, folder=folder)
    await migrate(empty_database_url, folder)
    write(folder, SECOND)
    with pytest.raises(MigrationRefused, match="has not failed"):
        await resolve(empty_database_url, SECOND.name, applied=False, folder=folder)


async def test_the_command_resolves_what_an_earlier_release_left(
    environment: pytest.MonkeyPatch, database_url: str
) -> None:
    """Which recorded an error and not whether anything of the migration was left."""
    name = read_folder()[-1].name
    left = "SET finished_at = NULL, logs = 'canceling statement due to lock timeout'"
    await fetch(database_url, f"UPDATE _prisma_migrations {left} WHERE migration_name = '{name}'")
    assert "run prodev migrate resolve" in await in_thread("migrate", code=1)
    assert run_command("migrate", "resolve", name).exit_code == 2  # which of the two?
    assert await in_thread("migrate", "resolve", name, "--applied") == f"{name} is recorded as applied.\n"
    assert "up to date" in await in_thread("migrate")


# ---------------------------------------------------------------- newer releases


NEWER = Recorded("20990101000000_later", "0" * 64, NOW, None)


def test_a_newer_releases_migrations_are_no_fault() -> None:
    assert plan([FIRST, SECOND], [applied(FIRST), applied(SECOND), NEWER]) == Plan([], [NEWER.name])


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (
            [applied(FIRST), applied(SECOND), replace(NEWER, name="20990101000000_contract_names")],
            "took away what this",
        ),
        ([applied(FIRST), NEWER], "and not yet 20260102000000_second of this one"),
        ([applied(FIRST), applied(SECOND), replace(NEWER, finished_at=None)], "failed half-way"),
    ],
)
def test_a_newer_release_that_contracts_or_left_something_out_is_refused(rows: list[Recorded], complaint: str) -> None:
    with pytest.raises(MigrationRefused, match=complaint):
        plan([FIRST, SECOND], rows)


def test_a_newer_releases_migration_that_was_rolled_back_is_as_if_it_never_was() -> None:
    undone = replace(NEWER, finished_at=None, logs=ONE_TRANSACTION)
    assert plan([FIRST], [applied(FIRST), undone]) == Plan([], [])
    assert plan([FIRST], [applied(FIRST), replace(NEWER, rolled_back_at=datetime.now(UTC))]) == Plan([], [])


async def test_a_server_warns_of_a_newer_schema_and_uses_it(environment: pytest.MonkeyPatch, database_url: str) -> None:
    await fetch(
        database_url,
        "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)"
        f" VALUES ('later', repeat('0', 64), '{NEWER.name}', now())",
    )
    done = await asyncio.to_thread(run_command, "migrate")
    assert done.exit_code == 0 and f"Warning: the database has the migration {NEWER.name} of a newer" in done.stderr
    assert (await in_thread("migrate", "status")).endswith(f"newer    {NEWER.name}\n")
    contracts = "SET migration_name = '20990101000000_contract_x' WHERE id = 'later'"
    await fetch(database_url, f"UPDATE _prisma_migrations {contracts}")
    assert "start the newer release" in await in_thread("migrate", code=1)
