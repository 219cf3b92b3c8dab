"""The servers that come in wheels: PostgreSQL and Valkey in one data folder, for one game server at a time.

Laws:
- One owner at a time, enforced by a lock on the folder that the kernel releases when the owner dies.
- Servers that a killed owner left running are adopted by the next owner, and stopped when it ends.
- A server that dies while its owner is serving is restarted.
- Nothing here can be reached from another machine, or by another ordinary user of this machine.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from server.embedded.postgres import EmbeddedPostgres
from server.embedded.revival import Embedded, Revival
from server.embedded.unprivileged import Binaries, EmbeddedError, RunAs, binaries, reachable, run_as
from server.embedded.valkey import EmbeddedValkey
from server.settings import by_option

__all__ = ["DataFolderBusy", "EmbeddedError", "EmbeddedServers"]

POLL_S = 0.1
ATTACH_TIMEOUT_S = 30  # how long a command waits for a server that is just starting


class DataFolderBusy(EmbeddedError):
    """Another program owns the data folder."""


class EmbeddedServers:
    """PostgreSQL and Valkey in `folder`: a context manager that owns them, and stops them at the end.

    `purpose` is written to the lock file. If the owner's purpose is "serve", a later program joins it (`running`) or is
    refused; for any other owner it waits up to `wait_s` seconds. `postgres_options` are `name=value` settings. `only`
    starts just "postgres" or "valkey".
    """

    def __init__(
        self, folder: Path, purpose: str, *, wait_s: float = 0, postgres_options: Sequence[str] = (), only: str = ""
    ) -> None:
        self.folder = folder.absolute()
        self._purpose, self._wait_s, self._options, self._only = purpose, wait_s, postgres_options, only
        self._lock: IO[str] | None = None
        self._postgres: EmbeddedPostgres | None = None
        self._valkey: EmbeddedValkey | None = None
        self._revivals: list[Revival] = []
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> EmbeddedServers:
        who = _open_folder(self.folder)
        self._lock = _lock(self.folder, self._purpose, self._wait_s)
        try:
            self._start(who, binaries(self.folder, who))
        except BaseException:
            self._stop()
            raise
        return self

    def _start(self, who: RunAs, programs: Binaries) -> None:
        if self._only != "valkey":
            self._postgres = EmbeddedPostgres(self.folder / "postgres", who, programs, self._options)
            self._look_after(self._postgres, self._postgres.start())
        if self._only != "postgres":
            self._valkey = EmbeddedValkey(self.folder / "valkey", who, programs)
            self._look_after(self._valkey, self._valkey.start())

    def _look_after(self, server: Embedded, child: subprocess.Popen[bytes] | None) -> None:
        if child is not None:
            self._children.append(child)
        if self._purpose == "serve":  # a command ends soon, and reports by itself what it missed
            self._revivals.append(Revival(server, child))
            self._revivals[-1].start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def _stop(self) -> None:
        try:
            for revival in self._revivals:
                revival.stop()
            if self._valkey is not None:
                self._valkey.stop()
        finally:
            try:
                if self._postgres is not None:
                    self._postgres.stop()
                for child in self._children:
                    child.poll()
            finally:
                if self._lock is not None:
                    self._lock.close()
                    self._lock = None

    @property
    def database_url(self) -> str:
        assert self._postgres is not None
        return self._postgres.url()

    @property
    def redis_url(self) -> str:
        assert self._valkey is not None
        return self._valkey.url()

    @staticmethod
    def running(folder: Path) -> tuple[str, str] | None:
        """`(database_url, redis_url)` of the servers that a `prodev serve` on this folder runs, or None.

        Waits for a `prodev serve` that is still starting.
        """
        folder = folder.absolute()
        if _owner(folder).partition(" ")[0] != "serve":
            return None
        who = run_as()
        nowhere = Binaries(folder, folder)  # only used to find their sockets; never started from here
        postgres, valkey = (
            EmbeddedPostgres(folder / "postgres", who, nowhere),
            EmbeddedValkey(folder / "valkey", who, nowhere),
        )
        deadline = time.monotonic() + ATTACH_TIMEOUT_S
        while not (postgres.answers() and valkey.answers()):
            if _owner(folder) == "" or time.monotonic() > deadline:
                return None
            time.sleep(POLL_S)
        return postgres.url(), valkey.url()


def _make_folder(folder: Path) -> None:
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for made in missing:  # can be entered but not listed: the servers' own folders inside are private
            made.chmod(0o711)
    except OSError as error:
        raise EmbeddedError(f"the data folder {folder} cannot be created ({error.strerror})") from error


def _open_folder(folder: Path) -> RunAs:
    _make_folder(folder)
    who = run_as()
    if not reachable(folder, who):
        raise EmbeddedError(
            f"the data folder {folder} is closed to the user that PostgreSQL runs as when started by root: "
            f"choose another with {by_option('--data', 'FOLDER')}"
        )
    return who


def _lock(folder: Path, purpose: str, wait_s: float) -> IO[str]:
    deadline = time.monotonic() + wait_s
    try:
        file = (folder / "lock").open("a+")
    except OSError as error:
        raise EmbeddedError(f"the data folder {folder} cannot be written ({error.strerror})") from error
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            # A command ends soon, so we wait for it; a server does not.
            if time.monotonic() < deadline and not _owner(folder).startswith("serve"):
                time.sleep(POLL_S)
                continue
            file.close()
            raise DataFolderBusy(
                f"the data folder {folder} is in use by: prodev {_owner(folder)}: "
                f"stop it, or choose another folder with {by_option('--data', 'FOLDER')}"
            ) from None
        file.seek(0)
        file.truncate()
        file.write(f"{purpose} (process {os.getpid()})\n")
        file.flush()
        return file


def _owner(folder: Path) -> str:
    """What the lock's holder wrote into it, or an empty string if nobody holds it."""
    try:
        with (folder / "lock").open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return file.read().strip() or "(starting)"
    except OSError:
        pass
    return ""
