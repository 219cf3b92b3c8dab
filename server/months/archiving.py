"""A month's key logs from the database into a file, and back.

Law: the rows leave the database when the file was read again and says the same, and the file may go when they are back;
whatever is interrupted can be done again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg

from server.infra.postgres import Connection
from server.months.detaching import NotNow, attach, detach
from server.months.file import BadFile, Manifest, Writing, check, rows_of
from server.months.listing import known_month
from server.months.month import Month
from server.months.patience import STATEMENT_S, briefly

_COLUMNS = """
SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
_HOME = "SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = 'typing_sessions'::regclass"
# As COPY's text, whatever the server's settings are.
_SETTINGS = "SET LOCAL datestyle = 'ISO'; SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'"
_ARCHIVED = "UPDATE detached_months SET archived_at = now(), rows = $2, digest = $3 WHERE month = $1"


async def archive(connection: Connection, month: Month, path: Path) -> Manifest:
    """Detach the month unless it is, write it to the file, and drop its table. Raises NotNow, InUse, BadFile."""
    known = await known_month(connection, month)
    if known is None or known.state == "archived":
        raise NotNow(f"there is no {month} among the partitions" if known is None else f"{month} is archived already")
    writing = await asyncio.to_thread(Writing, path)
    try:
        if known.state == "attached":
            await detach(connection, month)
        manifest = await write_month(connection, month, writing)
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}") from error
    finally:
        writing.drop()

    async def work() -> None:
        await connection.execute(f"DROP TABLE {month.table}")
        await connection.execute(_ARCHIVED, month.first, manifest.rows, manifest.digest)

    await briefly(connection, work)
    return manifest


async def write_month(connection: Connection, month: Month, writing: Writing) -> Manifest:
    """In one snapshot: a guest of that month may be deleted meanwhile."""
    columns = tuple(row["attname"] for row in await connection.fetch(_COLUMNS, month.table))

    async def write(text: bytes) -> None:
        await asyncio.to_thread(writing.write, text)

    async with connection.transaction(isolation="repeatable_read"):
        await connection.execute(_SETTINGS)
        names = ", ".join(f'"{name}"' for name in columns)
        query = f"SELECT {names} FROM {month.table} ORDER BY game_session_id"
        copied = await connection.copy_from_query(query, output=write, format="text", timeout=STATEMENT_S)
    return await asyncio.to_thread(writing.finish, month, columns, int(copied.split()[-1]))


async def restore(connection: Connection, path: Path) -> tuple[Manifest, int]:
    """Put a month back from its file; returns how many of its rows were of players deleted since, which are left out.
    Raises NotNow, InUse, BadFile."""
    manifest = await asyncio.to_thread(check, path)
    month = Month.read(manifest.month)
    if month is None:
        raise BadFile(f"{path} is not a month's file: {manifest.month} is no month")
    known = await known_month(connection, month)
    if known is None or known.state != "archived":
        raise NotNow(f"{month} was never archived from this database" if known is None else f"{month} is {known.state}")
    if known.digest != manifest.digest:
        raise NotNow(f"{path} does not hold what was archived of {month}: its digest is another")
    await _filled(connection, month, manifest, path)
    return manifest, await attach(connection, month)


async def _filled(connection: Connection, month: Month, manifest: Manifest, path: Path) -> None:
    """The table again, as it was, standing alone."""
    async with connection.transaction(isolation="read_committed"):
        await connection.execute(_SETTINGS)
        home = await connection.fetchval(_HOME)
        like = "LIKE typing_sessions INCLUDING ALL EXCLUDING STATISTICS"
        await connection.execute(f"CREATE TABLE {home}.{month.table} ({like})")
        there = {row["attname"] for row in await connection.fetch(_COLUMNS, month.table)}
        if lacking := [name for name in manifest.columns if name not in there]:
            raise NotNow(f"{path} has columns that the table no longer has: {', '.join(lacking)}")
        try:
            copied = await connection.copy_to_table(
                month.table,
                source=_pieces(path),
                columns=list(manifest.columns),
                format="text",
                timeout=STATEMENT_S,
            )
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as error:
            raise BadFile(f"{path} cannot be read into the table: {error}") from error
        if (rows := int(copied.split()[-1])) != manifest.rows:
            raise BadFile(f"{path} has {rows} rows and says {manifest.rows}")
        await connection.execute(
            "UPDATE detached_months SET archived_at = NULL, rows = NULL, digest = NULL WHERE month = $1", month.first
        )


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    chunks = rows_of(path)
    while chunk := await asyncio.to_thread(next, chunks, b""):
        yield chunk
