"""One player's socket, independent of the adapter: hello first, then frames to the session.

Laws: every frame is answered, ignored for a stated reason, or closes the socket with one of the close codes; nothing
that a client sends reaches another session. An adapter provides a `Wire` and calls `opened`, `received` and `lost`.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

import structlog

from game.terms import EndReason
from server.infra import metrics
from server.play.core import protocol
from server.play.core.protocol import Close, Go, Hello, Keys, Malformed, Pause, Ping, Quit
from server.play.doors import Doors
from server.play.live import LiveGame
from server.play.table import Table
from server.settings import Settings

log = structlog.get_logger(__name__)

UNSENT_LIMIT_BYTES = 256 * 1024  # about a minute of frames: a client this far behind is better off with a fresh welcome
EARLY_FRAMES_LIMIT = 64  # frames kept while the game is being looked up; a client sends more only after its welcome


class Wire(Protocol):
    """What an adapter provides. No call blocks; on a closed socket they do nothing."""

    def send(self, frame: bytes) -> None: ...
    def close(self, code: int, reason: str) -> None: ...
    def unsent_bytes(self) -> int: ...


class Connection:
    __slots__ = (
        "_allowance",
        "_allowance_at_s",
        "_closed",
        "_doors",
        "_early",
        "_finding",
        "_game",
        "_hello_timer",
        "_settings",
        "_table",
        "_wire",
        "last_heard_s",
    )

    def __init__(self, table: Table, doors: Doors, settings: Settings, wire: Wire) -> None:
        self._table, self._doors, self._settings, self._wire = table, doors, settings, wire
        self._game: LiveGame | None = None
        self._finding: asyncio.Task[None] | None = None
        self._early: list[bytes] = []
        self._closed = False
        self._hello_timer: asyncio.TimerHandle | None = None
        self._allowance = float(settings.keys_burst)
        self.last_heard_s = self._allowance_at_s = table.now_s()

    # ------------------------------------------------------------ for the table and the doors

    @property
    def is_closed(self) -> bool:
        return self._closed

    def send(self, frame: bytes) -> None:
        if not self._closed:
            self._wire.send(frame)

    def close(self, code: int) -> None:
        if not self._closed:
            self._closed = True
            if self._hello_timer is not None:
                self._hello_timer.cancel()
            metrics.SOCKET_CLOSES.labels(str(code)).inc()
            self._wire.close(code, protocol.REASONS[code])

    def is_slow(self) -> bool:
        return self._wire.unsent_bytes() > UNSENT_LIMIT_BYTES

    # ------------------------------------------------------------ for the adapter

    def opened(self) -> None:
        loop = asyncio.get_running_loop()
        self._hello_timer = loop.call_later(self._settings.hello_timeout_ms / 1000, self.close, Close.NO_HELLO)

    def received(self, raw: bytes) -> None:
        """One text frame."""
        if self._closed:
            return
        self.last_heard_s = self._table.now_s()
        if self._game is None:
            self._before_welcome(raw)
            return
        if self._game.connection is not self:
            return  # another process has the game by now, and this socket is about to be closed
        try:
            self._apply(self._game, raw)
        except Exception:  # our bug: this game pauses and can be resumed, the server and its neighbours stay up
            log.exception("session_failed", session=self._game.session.id)
            game = self._game
            self.close(Close.DRAINING)
            self._table.leave(game, self, our_fault=True)

    def refused(self) -> None:
        """The adapter received something other than a text frame of an allowed size."""
        self._end(Close.MALFORMED)

    def lost(self) -> None:
        """The socket is gone, no matter which side closed it."""
        self._closed = True
        if self._hello_timer is not None:
            self._hello_timer.cancel()
        if self._game is not None:
            self._table.leave(self._game, self, our_fault=False)

    def drain(self) -> None:
        """The server stops."""
        game = self._game
        self.close(Close.DRAINING)
        if game is not None:
            self._table.leave(game, self, our_fault=True)

    # ------------------------------------------------------------ frames

    def _end(self, code: int) -> None:
        self.close(code)
        if self._game is not None:
            self._table.leave(self._game, self, our_fault=False)

    def _before_welcome(self, raw: bytes) -> None:
        if self._finding is not None:
            self._early.append(raw)
            if len(self._early) > EARLY_FRAMES_LIMIT:
                self._end(Close.FLOOD)
            return
        frame = protocol.parse(raw)
        if not isinstance(frame, Hello):
            self._end(Close.MALFORMED)
            return
        if self._hello_timer is not None:
            self._hello_timer.cancel()
        self._finding = self._table.tasks.spawn(self._find(frame))

    async def _find(self, hello: Hello) -> None:
        try:
            found = await self._doors.open(hello, self)
        except Exception:  # our bug: without this the socket would wait forever
            self.close(Close.DRAINING)
            raise
        if isinstance(found, int):
            self.close(found)
            return
        self._game = found
        early, self._early = self._early, []
        for raw in early:
            self.received(raw)

    def _apply(self, game: LiveGame, raw: bytes) -> None:
        frame = protocol.parse(raw)
        table, session = self._table, game.session
        if not self._allow(len(frame.entries) if isinstance(frame, Keys) else 1):
            self._end(Close.FLOOD)
            return
        match frame:
            case Keys():
                table.heard(game, session.keys(frame, table.now_ms()))
            case Ping():
                self.send(protocol.pong(frame.n, session.clock_ms(table.now_ms())))
            case Go():
                table.heard(game, session.go(table.now_ms()))
            case Pause():
                table.heard(game, session.pause(table.now_ms()))
            case Quit():
                table.heard(game, session.end(EndReason.QUIT, table.now_ms()))
            case Hello() | Malformed():  # a second hello is as wrong as no JSON
                self._end(Close.MALFORMED)

    def _allow(self, keys: int) -> bool:
        """A token bucket: `keys_per_second` sustained, `keys_burst` at once. Any other frame counts as a key."""
        now_s = self.last_heard_s
        refilled = self._allowance + (now_s - self._allowance_at_s) * self._settings.keys_per_second
        self._allowance = min(refilled, self._settings.keys_burst) - keys
        self._allowance_at_s = now_s
        return self._allowance >= 0
