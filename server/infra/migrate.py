"""Applies the Prisma migrations folder as the Prisma CLI's `migrate deploy` would, without Node.

Laws:
- Same lock, same `_prisma_migrations` rows, same checksums: this migrator and the CLI may take turns on one database.
- A migration and the record that it is finished are one transaction, if the script can be in one. So when it fails,
  when its process is killed or PostgreSQL goes away, it is rolled back and known to be, and the next start tries again.
- Servers of the previous release serve meanwhile. A statement that waits for a lock makes everybody wait behind it, so
  it waits for less than their calls do, and is tried again later.

Absent on purpose: making, squashing or reverting migrations; the CLI does that, during development.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg

from server.infra.held_locks import try_hold
from server.infra.migrations import (
    FOLDER,
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
from server.infra.postgres import Pooled, connect

PRISMA_LOCK = 72707369  # the advisory lock every Prisma CLI takes
LOCK_WAIT_S = 300  # another server that starts at the same moment is migrating, and may have to try many times

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
# A try of ours that came to nothing is begun again in the same row, so that a server that is started again and again
# does not fill the table.
_BEGIN_AGAIN = """
UPDATE _prisma_migrations SET checksum = $1, started_at = now(), rolled_back_at = NULL, logs = $3
WHERE id = (SELECT id FROM _prisma_migrations WHERE migration_name = $2 AND finished_at IS NULL
    AND starts_with(logs, $3) ORDER BY started_at DESC LIMIT 1)
RETURNING id
"""
_BEGIN = (
    "INSERT INTO _prisma_migrations (id, checksum, started_at, migration_name, logs) VALUES ($1, $2, now(), $3, $4)"
)
_FINISH = """
UPDATE _prisma_migrations SET applied_steps_count = applied_steps_count + 1, finished_at = now(), logs = NULL
WHERE id = $1
"""
# NULL: there is no such index.
_IS_VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(quote_ident($1))"
# What comes of others' work, and is gone when it is tried again.
_PASSING = (
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.InsufficientResourcesError,
)


@dataclass(frozen=True, slots=True)
class Attempts:
    """How long a statement waits for a lock, how often a migration is tried, and how long it rests in between."""

    lock_ms: int = 1_000  # a call of a server may take 1.5 s
    tries: int = 40
    rest_s: float = 4.0  # at most; the mean is half of it


async def migrate(url: str, folder: Path = FOLDER, attempts: Attempts = Attempts()) -> list[str]:
    """Apply what is pending; returns the names applied. Safe to call from many servers at once.

    Raises MigrationRefused, and what asyncpg raises when the database does not answer.
    """
    migrations = read_folder(folder)
    async with alone(url, attempts) as connection:
        recorded = await recorded_in(connection)
        if recorded is None:
            await _refuse_foreign_schema(connection)
            await connection.execute(_TABLE)
        todo = plan(migrations, recorded or []).todo
        for migration in todo:
            if migration.fits_in_a_transaction:
                await _apply_as_often_as_it_takes(connection, migration, attempts)
            elif migration.index:
                await _apply_index(connection, migration, migration.index)
            else:
                await _apply_in_pieces(connection, migration)
        return [migration.name for migration in todo]


async def status(url: str, folder: Path = FOLDER) -> tuple[list[Migration], Plan]:
    """The folder's migrations in order, and what of them is left to do; writes nothing. Raises as `migrate` does."""
    migrations = read_folder(folder)
    connection = await connect(url)
    try:
        return migrations, plan(migrations, await recorded_in(connection) or [])
    finally:
        await connection.close()


async def _connect(url: str, attempts: Attempts) -> asyncpg.Connection[Any]:
    """A connection, also if just now there is none to be had, or PostgreSQL is still starting."""
    for _ in range(attempts.tries - 1):
        try:
            return await connect(url)
        except (asyncpg.TooManyConnectionsError, asyncpg.CannotConnectNowError):
            await asyncio.sleep(random.uniform(0, attempts.rest_s))
    return await connect(url)


@contextlib.asynccontextmanager
async def alone(url: str, attempts: Attempts = Attempts()) -> AsyncIterator[asyncpg.Connection[Any]]:
    """A connection, while nobody else migrates. Raises MigrationRefused."""
    async with contextlib.AsyncExitStack() as stack:
        connection = await _connect(url, attempts)
        stack.push_async_callback(connection.close)  # gives the lock back that it holds
        if isinstance(connection, Pooled):
            # A pooler hands everybody's connections on, with their locks: only a transaction holds one.
            holder = await _connect(url, attempts)
            stack.push_async_callback(holder.close)
            await _take_turn(partial(_begin_with_lock, holder, stack))
        else:
            await _take_turn(partial(connection.fetchval, f"SELECT pg_try_advisory_lock({PRISMA_LOCK})"))
        yield connection


async def _begin_with_lock(holder: asyncpg.Connection[Any], stack: contextlib.AsyncExitStack) -> bool:
    """A transaction that holds the lock until the stack ends; none when somebody else has it."""
    transaction = holder.transaction(isolation="read_committed")
    await transaction.start()
    if await try_hold(holder, str(PRISMA_LOCK)):
        stack.push_async_callback(transaction.rollback)
        return True
    await transaction.rollback()
    return False


async def _take_turn(take: Callable[[], Awaitable[bool]]) -> None:
    """Asks again and again: a statement that waits for the lock would be waited for by an index that its holder makes
    CONCURRENTLY, for as long as it waits itself. Raises MigrationRefused."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + LOCK_WAIT_S
    while not await take():
        if loop.time() > deadline:
            raise MigrationRefused(f"another program has been migrating this database for more than {LOCK_WAIT_S} s")
        await asyncio.sleep(random.uniform(0.05, 0.2))


async def recorded_in(connection: asyncpg.Connection[Any]) -> list[Recorded] | None:
    """The rows in order, or None when there is no table yet."""
    if await connection.fetchval("SELECT to_regclass('_prisma_migrations')") is None:
        return None
    rows = await connection.fetch(
        "SELECT migration_name, checksum, finished_at, rolled_back_at, logs FROM _prisma_migrations ORDER BY started_at"
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


async def _apply_as_often_as_it_takes(
    connection: asyncpg.Connection[Any], migration: Migration, attempts: Attempts
) -> None:
    """All of it or nothing, as often as it takes. What it came to is in its row."""
    script = _script(migration)
    row_id = await _begin_again(connection, migration, ONE_TRANSACTION)
    for left in reversed(range(attempts.tries)):
        try:
            async with connection.transaction():
                await connection.execute(f"SET LOCAL lock_timeout = {attempts.lock_ms}")
                await connection.execute(script)
                await connection.execute(_FINISH, row_id)
            return
        except _PASSING as error:
            if not left:
                await _roll_back(connection, row_id, ONE_TRANSACTION, error)
                raise MigrationRefused(
                    f"the migration {migration.name} was tried {attempts.tries} times, and changed nothing: {error}"
                ) from error
        except asyncpg.PostgresError as error:
            if not connection.is_closed():
                await _roll_back(connection, row_id, ONE_TRANSACTION, error)
                raise MigrationRefused(
                    f"the migration {migration.name} failed, and changed nothing: {error}"
                ) from error
            raise
        await asyncio.sleep(random.uniform(0, attempts.rest_s))


async def _apply_index(connection: asyncpg.Connection[Any], migration: Migration, index: Index) -> None:
    """No transaction can hold it. A try that failed or was killed has left an invalid index, which goes first, or has
    done all but say so."""
    row_id = await _begin_again(connection, migration, ONE_INDEX)
    try:
        is_valid = await connection.fetchval(_IS_VALID, index.name)
        if index.is_made and is_valid is False:
            await connection.execute(f'DROP INDEX CONCURRENTLY "{index.name}"')
        if is_valid is not True if index.is_made else is_valid is not None:
            await connection.execute(_script(migration))
    except asyncpg.PostgresError as error:
        if not connection.is_closed():
            await _roll_back(connection, row_id, ONE_INDEX, error)
            raise MigrationRefused(f"the migration {migration.name} failed: {error}") from error
        raise
    await connection.execute(_FINISH, row_id)


async def _apply_in_pieces(connection: asyncpg.Connection[Any], migration: Migration) -> None:
    """A script that no transaction can hold: when it fails, somebody has to look how far it came."""
    script = _script(migration)
    row_id = await _begin(connection, migration, None)
    try:
        await connection.execute(script)
    except asyncpg.PostgresError as error:
        await connection.execute("UPDATE _prisma_migrations SET logs = $2 WHERE id = $1", row_id, str(error))
        raise MigrationRefused(f"the migration {migration.name} failed half-way: {error}") from error
    await connection.execute(_FINISH, row_id)


def _script(migration: Migration) -> str:
    try:
        return migration.script.decode()
    except UnicodeDecodeError as error:
        raise MigrationRefused(f"the migration {migration.name} is no text in UTF-8: {error}") from None


async def _begin_again(connection: asyncpg.Connection[Any], migration: Migration, logs: str) -> str:
    """The row of an earlier try, or a new one. `logs` says why it may be tried again."""
    row_id: str | None = await connection.fetchval(_BEGIN_AGAIN, migration.checksum, migration.name, logs)
    return await _begin(connection, migration, logs) if row_id is None else row_id


async def _begin(connection: asyncpg.Connection[Any], migration: Migration, logs: str | None) -> str:
    row_id = str(uuid.uuid4())
    await connection.execute(_BEGIN, row_id, migration.checksum, migration.name, logs)
    return row_id


async def _roll_back(connection: asyncpg.Connection[Any], row_id: str, logs: str, error: BaseException) -> None:
    """As `prisma migrate resolve --rolled-back` leaves it: the CLI, too, may try again."""
    await connection.execute(
        "UPDATE _prisma_migrations SET rolled_back_at = now(), logs = $2 WHERE id = $1",
        row_id,
        f"{logs}\n{error}",
    )
