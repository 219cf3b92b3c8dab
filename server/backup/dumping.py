"""Making a backup: one file that holds the whole database, and the end of those that are too old.

Laws:
- A file has its final name only when it is whole and on the disk. What a killed backup leaves has another name, and the
  next one removes it.
- Only its owner may read a backup: it holds addresses and password hashes.
- Old backups go after a new one was made, never instead of it, and the newest stay however old they are: a clock that
  is wrong, or a server that was off for a year, must not take the last ones away.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.backup.programs import BackupFailed, Programs, programs_for, run_program
from server.infra.postgres import connect

KEPT_DAYS = 30
ALL_KEPT = timedelta(days=2)  # older than that, the first backup of each day stays
NEWEST_KEPT = 7  # whatever their age
SET_ASIDE = "prodev_before_restore"  # where a restore keeps what was there; never part of a backup
_LOCK_WAIT = "60s"  # for a table that a migration holds
_NAME = re.compile(r"prodev-(\d{8}T\d{6}\.\d{3})Z\.dump")
_STAMP = "%Y%m%dT%H%M%S.%f"  # cut to milliseconds


async def back_up(url: str, folder: Path, now: datetime, keep_days: int = KEPT_DAYS) -> Path:
    """Write a backup of the database to `folder`, then remove what `outdated` names; returns its path.

    Raises BackupFailed, BadDatabaseUrl, and what POSTGRES_AWAY names. Nothing half-written is left, also when the
    caller is cancelled.
    """
    programs = programs_for(await server_version(url))
    try:
        with _held(folder) as directory:
            made = await _written(programs, url, folder / name_of(now))
            os.fsync(directory)
            for old in outdated(folder, now, keep_days):
                old.unlink()
    except OSError as error:
        raise BackupFailed(f"{error.filename or folder}: {error.strerror or error}") from error
    return made


def name_of(moment: datetime) -> str:
    return f"prodev-{moment.astimezone(UTC):{_STAMP}}"[:-3] + "Z.dump"


async def _written(programs: Programs, url: str, final: Path) -> Path:
    part = _name_meanwhile(final)
    command = (programs.folder / "pg_dump", "--format=custom", f"--lock-wait-timeout={_LOCK_WAIT}")
    try:
        with _created(part) as file:
            # Not to its standard output: that it would write as to a pipe, without the places of what is in the file,
            # and several connections could not restore it.
            await run_program((*command, f"--exclude-schema={SET_ASIDE}", f"--file={part}"), url)
            await asyncio.to_thread(os.fsync, file)
        return part.rename(final)
    finally:
        part.unlink(missing_ok=True)


def _name_meanwhile(final: Path) -> Path:
    if final.exists():
        raise BackupFailed(f"{final} already exists")
    for left in final.parent.glob("prodev-*.part"):  # of a backup that was killed: the folder is ours alone
        left.unlink()
    return final.with_suffix(".part")


def backups(folder: Path) -> list[tuple[datetime, Path]]:
    """When each whole backup in the folder was made, and where it is; the oldest first."""
    made = [(match[1], path) for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))]
    return sorted((datetime.strptime(at, _STAMP).replace(tzinfo=UTC), path) for at, path in made)


def outdated(folder: Path, now: datetime, keep_days: int) -> list[Path]:
    """The backups that need not be kept: those older than `keep_days` (0: none), and from the third day on all but the
    first of each day."""
    if keep_days == 0:
        return []
    made = backups(folder)
    first_of_day = {at.date(): path for at, path in reversed(made)}
    return [
        path
        for at, path in made[:-NEWEST_KEPT]
        if now - at > timedelta(days=keep_days) or (now - at > ALL_KEPT and path != first_of_day[at.date()])
    ]


async def server_version(url: str) -> int:
    """The server's major version."""
    connection = await connect(url)
    try:
        return connection.get_server_version().major
    finally:
        await connection.close()


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[int]:
    """The folder, made if it is missing, and nobody else's while a backup is written; answers its descriptor."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed(f"another backup is being written to {folder}") from None
        yield directory
    finally:
        os.close(directory)


@contextlib.contextmanager
def _created(part: Path) -> Iterator[int]:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
