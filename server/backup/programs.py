"""pg_dump and pg_restore: which of those installed fit a server, and how they are run.

Laws:
- A server is dumped and restored by the programs of its own version if there are any, otherwise by the next newer ones:
  pg_dump refuses a server newer than itself, and pg_restore a file that a newer pg_dump wrote.
- A password is never in a command line, where every user of the machine could read it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.embedded import wheel_programs
from server.infra.database_url import database_address

_SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
_VERSION_WAIT_S = 20
_SAID_BYTES = 2_000  # of what a program complains about: its last words name the fault
# From this version on pg_restore sets `transaction_timeout`, which older servers do not know.
_TRANSACTION_TIMEOUT = 17


class BackupFailed(Exception):
    """No backup was made, or nothing was restored; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Programs:
    """PostgreSQL's programs of one version, in one folder."""

    folder: Path
    major: int


def programs_for(server: int) -> Programs:
    """Those that dump and restore a server of this major version. Raises BackupFailed when none is installed."""
    return chosen(installed(), server)


def chosen(found: Sequence[Programs], server: int) -> Programs:
    """The programs of the server's own version, otherwise the oldest newer ones. Raises BackupFailed."""
    fit = sorted((one for one in found if one.major >= server), key=lambda one: one.major)
    if fit:
        return fit[0]
    have = ", ".join(sorted({str(one.major) for one in found})) or "none"
    raise BackupFailed(
        f"PostgreSQL {server} needs pg_dump and pg_restore of version {server} or newer, and of these there is {have}:"
        f" install PostgreSQL's client programs (on Debian postgresql-client-{server}), or prodev[backup]"
    )


def refuse_unfit_for_restore(programs: Programs, server: int) -> None:
    """Raises BackupFailed when what these programs say to a server is not understood by it."""
    if server < _TRANSACTION_TIMEOUT <= programs.major:
        raise BackupFailed(
            f"pg_restore {programs.major} cannot restore into PostgreSQL {server}: install PostgreSQL {server}'s own"
            f" client programs (on Debian postgresql-client-{server})"
        )


def installed() -> list[Programs]:
    """What the wheel, the PATH and the system's folders hold."""
    found = [Programs(folder, major) for folder in _folders() if (major := _major_of(folder)) is not None]
    return list({one.folder: one for one in found}.values())


def _folders() -> Iterable[Path]:
    wheel = wheel_programs()
    if wheel is not None:
        yield wheel
    on_path = shutil.which("pg_dump")
    if on_path is not None:
        yield Path(on_path).parent
    for pattern in _SYSTEM_FOLDERS:
        yield from sorted(Path("/").glob(pattern.removeprefix("/")))


def _major_of(folder: Path) -> int | None:
    """Its version, or None if it does not hold both programs, or they cannot be run."""
    if not os.access(folder / "pg_restore", os.X_OK):
        return None
    try:
        said = subprocess.run(
            [folder / "pg_dump", "--version"], check=True, capture_output=True, text=True, timeout=_VERSION_WAIT_S
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else None


def connection_of(url: str) -> tuple[str, dict[str, str]]:
    """The URL without its password, and the environment that holds it. Raises BadDatabaseUrl, and BackupFailed for the
    URL of a pooler."""
    address = database_address(url)
    if address.is_pooled:
        raise BackupFailed(
            "DATABASE_URL leads through a connection pooler (pgbouncer=true), where what pg_dump sets would outlast it:"
            " run this with the address of PostgreSQL itself"
        )
    bare, password = address.for_libpq()
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "10"}
    if password is not None:
        environment["PGPASSWORD"] = password
    return bare, environment


async def run_program(command: Sequence[str | Path], url: str) -> None:
    """Run one of the programs on the database `url`. Raises BackupFailed with its last words."""
    bare, environment = connection_of(url)
    program, *options = command
    async with running((program, "--dbname", bare, "--no-password", *options), environment) as process:
        assert process.stderr is not None
        said = b""
        while more := await process.stderr.read(65536):
            said = (said + more)[-_SAID_BYTES:]
        status = await process.wait()
    if status != 0:
        raise BackupFailed(f"{Path(program).name}: {_complaint(said) or f'exit status {status}'}")


@contextlib.asynccontextmanager
async def running(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None, stdout: int = subprocess.DEVNULL
) -> AsyncIterator[asyncio.subprocess.Process]:
    """One of the programs, whose complaints can be read. A caller that is cancelled leaves no program behind. Raises
    BackupFailed when it cannot be run."""
    try:
        process = await asyncio.create_subprocess_exec(
            *map(str, command), stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, env=environment
        )
    except OSError as error:
        raise BackupFailed(f"{command[0]} cannot be run ({error.strerror or error})") from error
    try:
        yield process
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _complaint(said: bytes) -> str:
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    faults = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return " ".join((faults or lines)[:1])
