"""Putting a backup back, whole or not at all.

Laws:
- What was there is set aside under another name, and removed only when everything is restored. A restore that fails
  puts it back, and the next restore does so for one that was killed.
- The table of migrations comes last. Without it servers refuse the database, so none starts on half of one.
- Nothing is restored while servers are connected.

Absent on purpose: owners and privileges of the backup. Everything belongs to the user that restores it, and nobody else
may call what works with that user's rights.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import subprocess
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg

from server.backup.dumping import SET_ASIDE
from server.backup.programs import BackupFailed, Programs, programs_for, refuse_unfit_for_restore, run_program, running
from server.infra.migrate import PRISMA_LOCK, migrate
from server.infra.postgres import Connection, connect
from server.infra.tables import counted

MOST_JOBS = 8
LIST_WAIT_S = 60  # the table of contents is at the beginning of the file
LOCK_WAIT = "10s"  # for whoever still reads a table
_MIGRATIONS = re.compile(r" public _prisma_migrations ")
# Written by migrations and by every server that starts, so a new installation holds them too.
_NO_CONTENT = {"_prisma_migrations", "feed_consumers", "feed_jobs", "key_log_form", "leaderboard_filling"}

_TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name
"""
_SERVERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'prodev' AND pid <> pg_backend_pid()
"""
# Whatever is created may be called by everybody.
_OWNERS_FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
"""


async def restore(url: str, file: Path, *, replace: bool = False) -> list[str]:
    """Put the backup `file` in the database, and apply the migrations that are newer than it; returns their names.

    Without `replace`, a database that holds anything is refused. Raises BackupFailed, MigrationRefused, and what
    POSTGRES_AWAY names; then everything is as it was before.
    """
    connection = await connect(url)
    try:
        programs = programs_for(server := connection.get_server_version().major)
        refuse_unfit_for_restore(programs, server)
        contents = await _contents(programs, file)
        await _refuse_servers(connection)
        async with _room_made(connection, replace):
            await _fill(programs, url, file, contents)
            await connection.execute("SELECT pg_advisory_unlock($1)", PRISMA_LOCK)
            return await migrate(url)
    except asyncpg.LockNotAvailableError:
        raise BackupFailed("the database is in use: stop all servers and commands first") from None
    finally:
        await connection.close()


async def _contents(programs: Programs, file: Path) -> list[str]:
    """The lines of the file's table of contents."""
    command = (programs.folder / "pg_restore", "--list", file)
    async with running(command, stdout=subprocess.PIPE) as process, asyncio.timeout(LIST_WAIT_S):
        listed, said = await process.communicate()
    lines = listed.decode(errors="replace").splitlines()
    if b"unsupported version" in said:
        raise BackupFailed(f"{file} was written by a newer pg_dump than the pg_restore of PostgreSQL {programs.major}")
    if process.returncode != 0 or not any(" TABLE DATA public _prisma_migrations " in line for line in lines):
        raise BackupFailed(f"{file} is not a backup of Pro Dev")
    return lines


async def _refuse_servers(connection: Connection) -> None:
    if servers := await connection.fetchval(_SERVERS):
        raise BackupFailed(f"servers are connected to the database ({counted(servers, 'connection')}): stop them first")


@contextlib.asynccontextmanager
async def _room_made(connection: Connection, replace: bool) -> AsyncIterator[None]:
    """An empty schema to restore into, while what was there is set aside and nobody migrates."""
    await connection.execute(f"SET lock_timeout = '{LOCK_WAIT}'")
    await connection.execute("SELECT pg_advisory_lock($1)", PRISMA_LOCK)
    if await connection.fetchval("SELECT to_regnamespace($1)", SET_ASIDE) is not None:  # a restore was killed
        await _put_back(connection)
    if not replace:
        await _refuse_content(connection)
    async with connection.transaction():
        await connection.execute(f"ALTER SCHEMA public RENAME TO {SET_ASIDE}")
        await connection.execute("CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC")
    try:
        yield
    except BaseException:
        await asyncio.shield(_put_back(connection))
        raise
    await connection.execute(f"DROP SCHEMA {SET_ASIDE} CASCADE")


async def _put_back(connection: Connection) -> None:
    async with connection.transaction():
        await connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
        await connection.execute(f"ALTER SCHEMA {SET_ASIDE} RENAME TO public")


async def _refuse_content(connection: Connection) -> None:
    names = [row[0] for row in await connection.fetch(_TABLES)]
    filled = [
        name
        for name in names
        if name not in _NO_CONTENT and await connection.fetchval(f'SELECT EXISTS (SELECT FROM public."{name}")')
    ]
    if filled:
        shown = ", ".join(filled[:3]) + (", …" if len(filled) > 3 else "")
        raise BackupFailed(f"the database is not empty ({shown}): --replace overwrites it with the backup")


async def _fill(programs: Programs, url: str, file: Path, contents: list[str]) -> None:
    """Everything but the table of migrations, by several connections; then that table."""
    command = (programs.folder / "pg_restore", "--exit-on-error", "--no-owner", "--no-privileges")
    jobs = min(MOST_JOBS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    migrations = [line for line in contents if _MIGRATIONS.search(line)]
    others = [line for line in contents if line not in set(migrations)]
    with tempfile.TemporaryDirectory(prefix="prodev-restore-") as folder:
        for name, lines, more in (("others", others, f"--jobs={jobs}"), ("last", migrations, "--single-transaction")):
            wanted = _wanted(Path(folder, name), lines)
            await run_program((*command, more, f"--use-list={wanted}", file), url)
    connection = await connect(url)
    try:
        for function in await connection.fetch(_OWNERS_FUNCTIONS):
            await connection.execute(f"REVOKE ALL ON FUNCTION {function[0]} FROM PUBLIC")
        await connection.execute("ANALYZE")  # no backup holds the planner's statistics
    finally:
        await connection.close()


def _wanted(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path
