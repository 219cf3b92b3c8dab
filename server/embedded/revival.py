"""Restarts an embedded server if it dies while its game server keeps running.

Laws:
- It is restarted only when nobody listens on its socket; one that is slow, loading or recovering is left alone.
- What happens is said in the log: that it is gone, that it runs again, or that it does not start.
- After `stop` nothing is started any more, so that the owner's own shutdown is final.
"""

from __future__ import annotations

import signal
import subprocess
import threading
from pathlib import Path
from typing import Protocol

import structlog

from server.embedded.unprivileged import EmbeddedError

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 1.0
LAST_RETRY_S = 30.0  # between attempts at a server that does not start
STOP_TIMEOUT_S = 30.0


class Embedded(Protocol):
    """What `Revival` asks of a server."""

    @property
    def name(self) -> str: ...
    @property
    def stop_signal(self) -> signal.Signals: ...
    @property
    def log(self) -> Path: ...
    def gone(self) -> bool: ...
    def answers(self) -> bool: ...
    def spawn(self) -> subprocess.Popen[bytes]: ...


class Revival:
    """Watches `server` from its own thread, between `start` and `stop`. `child` is its process, unless adopted."""

    def __init__(self, server: Embedded, child: subprocess.Popen[bytes] | None) -> None:
        self._server, self._child = server, child
        self._answered = True
        self._retry_s = LOOK_EVERY_S
        self._ended = threading.Event()
        # A daemon thread, so that a server that exits abruptly does not wait for it.
        self._thread = threading.Thread(target=self._watch, name=f"{server.name}-revival", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Return when the thread has ended. May be called repeatedly, and before `start`."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._child is not None and self._child.poll() is None and self._server.gone():
            # It was started a moment ago, and cannot be told on its socket yet.
            self._child.send_signal(self._server.stop_signal)
            try:
                self._child.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()

    def _watch(self) -> None:
        while not self._ended.wait(self._retry_s):
            if self._child is not None and self._child.poll() is None:
                self._look_at_child()
                continue
            if not self._server.gone():
                continue
            if self._child is not None and not self._answered:
                self._say("does_not_start", exit_code=self._child.returncode)
                self._retry_s = min(2 * self._retry_s, LAST_RETRY_S)
            else:
                self._say("gone")
            self._spawn()

    def _look_at_child(self) -> None:
        if not self._answered and self._server.answers():
            self._answered, self._retry_s = True, LOOK_EVERY_S
            self._say("started_again")

    def _spawn(self) -> None:
        try:
            self._child, self._answered = self._server.spawn(), False
        except EmbeddedError as error:
            self._say("does_not_start", error=str(error))
            self._retry_s = min(2 * self._retry_s, LAST_RETRY_S)

    def _say(self, what: str, **more: object) -> None:
        log.warning(f"embedded_{self._server.name}_{what}", log=str(self._server.log), **more)
