"""Restarts the embedded Valkey if it dies while its game server keeps running.

Laws:
- It is restarted only when nobody listens on its socket; one that is slow or still loading is left alone.
- After `stop` nothing is started any more, so that the owner's own shutdown is final.
- PostgreSQL is not revived: it recovers from a dead child by itself, and if its postmaster dies somebody should look.
"""

from __future__ import annotations

import subprocess
import threading

import structlog

from server.embedded.unprivileged import EmbeddedError
from server.embedded.valkey import EmbeddedValkey

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 1.0


class Revival:
    """Watches `valkey` from its own thread, between `start` and `stop`."""

    def __init__(self, valkey: EmbeddedValkey) -> None:
        self._valkey = valkey
        self._child: subprocess.Popen[bytes] | None = None
        self._ended = threading.Event()
        # A daemon thread, so that a server that exits abruptly does not wait for it.
        self._thread = threading.Thread(target=self._watch, name="valkey-revival", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Return when the thread has ended. May be called repeatedly, and before `start`."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._child is not None and self._child.poll() is None and self._valkey.gone():
            # It was started a moment ago and cannot receive a SHUTDOWN on its socket yet.
            self._child.terminate()
            self._child.wait()

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_EVERY_S):
            starting = self._child is not None and self._child.poll() is None
            if starting or not self._valkey.gone():
                continue
            try:
                self._child = self._valkey.spawn()
                log.warning("embedded_valkey_started_again", log=str(self._valkey.folder / "valkey.log"))
            except EmbeddedError as error:
                log.warning("embedded_valkey_gone", error=str(error))
