"""Applies the Prisma migrations folder as the Prisma CLI's `migrate deploy` would, without Node.

Laws:
- Same lock, same `_prisma_migrations` rows, same checksums: this migrator and the CLI may take turns on one database.
- Stricter than the CLI: a migration that was edited after it was applied, or that is recorded and no longer in the
  folder, is refused before anything runs.

Absent on purpose: making, squashing or reverting migrations; the CLI does that, during development.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg

from server.infra.postgres import connect

FOLDER = Path(__file__).resolve().parents[2] / "prisma" / "migrations"
PRISMA_LOCK = 72707369  # the advisory lock every Prisma CLI takes
LOCK_WAIT_S = 60  # another server that starts at the same moment is migrating

_TABLE = """
CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
)"""


class MigrationRefused(Exception):
    """The database and the migrations folder do not fit together; the message is one line that says how."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One folder's `migration.sql`."""

    name: str
    script: bytes

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.script).hexdigest()


@dataclass(frozen=True, slots=True)
class Recorded:
    """One row of `_prisma_migrations`."""

    name: str
    checksum: str
    finished_at: datetime | None
    rolled_back_at: datetime | None


def read_folder(folder: Path = FOLDER) -> list[Migration]:
    """The folder's migrations in the order they apply. Raises MigrationRefused for a folder without a script."""
    found = []
    for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not entry.is_dir():
            continue
        script = entry / "migration.sql"
        if not script.is_file():
            raise MigrationRefused(f"the migration {entry.name} has no migration.sql")
        found.append(Migration(entry.name, script.read_bytes()))
    if not found:
        raise MigrationRefused(f"there are no migrations in {folder}")
    return found


def pending(folder: Sequence[Migration], recorded: Sequence[Recorded]) -> list[Migration]:
    """What is left to apply, in order. Raises MigrationRefused when the two histories contradict each other."""
    by_name = {migration.name: migration for migration in folder}
    applied: set[str] = set()
    for row in recorded:
        if row.rolled_back_at is not None:
            continue
        if row.finished_at is None:
            raise MigrationRefused(
                f"the migration {row.name} failed half-way: mend the database, then run `prisma migrate resolve`"
            )
        if row.name not in by_name:
            raise MigrationRefused(
                f"the database has the migration {row.name}, which this version of the program does not know"
            )
        if row.checksum != by_name[row.name].checksum:
            raise MigrationRefused(f"the migration {row.name} was edited after it was applied")
        applied.add(row.name)
    return [migration for migration in folder if migration.name not in applied]


async def migrate(url: str, folder: Path = FOLDER) -> list[str]:
    """Apply what is pending; returns the names applied. Safe to call from many servers at once.

    Raises MigrationRefused, and what asyncpg raises when the database does not answer.
    """
    migrations = read_folder(folder)
    connection = await connect(url)
    try:
        await _lock(connection)
        recorded = await _recorded(connection)
        if recorded is None:
            await _refuse_foreign_schema(connection)
            await connection.execute(_TABLE)
        todo = pending(migrations, recorded or [])
        for migration in todo:
            await _apply(connection, migration)
        return [migration.name for migration in todo]
    finally:
        await connection.close()  # gives the advisory lock back


async def status(url: str, folder: Path = FOLDER) -> list[tuple[str, bool]]:
    """`(name, applied)` of every migration, in order; writes nothing. Raises as `migrate` does."""
    migrations = read_folder(folder)
    connection = await connect(url)
    try:
        left = {migration.name for migration in pending(migrations, await _recorded(connection) or [])}
    finally:
        await connection.close()
    return [(migration.name, migration.name not in left) for migration in migrations]


async def _lock(connection: asyncpg.Connection[Any]) -> None:
    await connection.execute(f"SET lock_timeout = '{LOCK_WAIT_S}s'")
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", PRISMA_LOCK)
    except asyncpg.LockNotAvailableError:
        raise MigrationRefused(
            f"another program has been migrating this database for more than {LOCK_WAIT_S} s"
        ) from None
    await connection.execute("RESET lock_timeout")


async def _recorded(connection: asyncpg.Connection[Any]) -> list[Recorded] | None:
    """The rows in order, or None when there is no table yet."""
    if await connection.fetchval("SELECT to_regclass('_prisma_migrations')") is None:
        return None
    rows = await connection.fetch(
        "SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at"
    )
    return [Recorded(*row) for row in rows]


async def _refuse_foreign_schema(connection: asyncpg.Connection[Any]) -> None:
    """Refuse a database that something else has filled (the CLI's P3005)."""
    table = await connection.fetchval(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name LIMIT 1"
    )
    if table is not None:
        raise MigrationRefused(
            f"the database holds tables ({table}, …) that were not made by these migrations: use an empty database"
        )


async def _apply(connection: asyncpg.Connection[Any], migration: Migration) -> None:
    row_id = str(uuid.uuid4())
    await connection.execute(
        "INSERT INTO _prisma_migrations (id, checksum, started_at, migration_name) VALUES ($1, $2, now(), $3)",
        row_id,
        migration.checksum,
        migration.name,
    )
    try:
        # One simple query, as the CLI sends it: PostgreSQL runs the whole script in one transaction.
        await connection.execute(migration.script.decode())
    except (asyncpg.PostgresError, UnicodeDecodeError) as error:
        await connection.execute("UPDATE _prisma_migrations SET logs = $2 WHERE id = $1", row_id, str(error))
        raise MigrationRefused(f"the migration {migration.name} failed: {error}") from error
    await connection.execute(
        "UPDATE _prisma_migrations SET applied_steps_count = applied_steps_count + 1, finished_at = now() "
        "WHERE id = $1",
        row_id,
    )
