"""One player's socket, independent of the adapter: hello first, then frames to the session.

Laws:
- Every frame is answered, ignored for a stated reason, or closes the socket with one of the close codes. Nothing that a
  client sends reaches another session.
- Every frame counts against the allowance of the game, control frames and fragments too; before there is a game, its
  bytes count.
- The bytes before the welcome are few, and so is the time.

An adapter provides a `Wire` and calls `opened`, `received`, `counts` and `lost`, `refused` and `broke_standard`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

import structlog

from game.terms import EndReason
from server.infra import metrics
from server.play.allowance import Allowance
from server.play.core import protocol
from server.play.core.protocol import ClientFrame, Close, Go, Hello, Keys, Pause, Ping, Quit, Ready
from server.play.doors import Doors
from server.play.live import LiveGame
from server.play.sockets.porter import Porter
from server.play.table import Table
from server.settings import Settings

log = structlog.get_logger(__name__)

UNSENT_LIMIT_BYTES = 256 * 1024  # about a minute of frames: a client this far behind is better off with a fresh welcome
EARLY_LIMIT_BYTES = 4096  # of everything before the welcome: a hello is short, and a client waits for its answer
FRAME_HEAD_BYTES = 6  # the least that a frame from a client takes besides its payload
WELCOME_TIMEOUT_S = 15  # from hello to welcome; what a hello waits for takes less, or is given up before
GAP_PRICE_KEYS = 100  # a reported gap sends a whole wave again: two a second at the sustained rate
_MEASURED_MASK = 63  # of the numbers of first keys: one frame in 64 is timed


class Wire(Protocol):
    """What an adapter provides. No call blocks; on a closed socket they do nothing.

    Frames that are sent together are messages of their own, and cost one write where the adapter can.
    """

    def send(self, frames: Sequence[bytes]) -> None: ...
    def close(self, code: int, reason: str) -> None: ...
    def unsent_bytes(self) -> int: ...


class _Gone:
    """The wire of a socket that is gone. With its own, which refers to it, a connection would keep itself alive."""

    def send(self, frames: Sequence[bytes]) -> None:
        pass

    def close(self, code: int, reason: str) -> None:
        pass

    def unsent_bytes(self) -> int:
        return 0


_GONE = _Gone()


class Connection:
    __slots__ = (
        "_address",
        "_allowance",
        "_closed",
        "_doors",
        "_early",
        "_early_bytes",
        "_finding",
        "_game",
        "_porter",
        "_settings",
        "_table",
        "_welcome_timer",
        "_wire",
        "last_heard_s",
    )

    def __init__(
        self, table: Table, doors: Doors, porter: Porter, settings: Settings, wire: Wire, *, address: str
    ) -> None:
        """`address`: whose connection it is, as the porter knows it."""
        self._table, self._doors, self._porter, self._settings, self._wire = table, doors, porter, settings, wire
        self._address = address
        self._game: LiveGame | None = None
        self._finding: asyncio.Task[None] | None = None
        self._early: list[bytes] = []
        self._closed = False
        self._early_bytes = 0
        self._welcome_timer: asyncio.TimerHandle | None = None
        self.last_heard_s = table.now_s()
        self._allowance = Allowance(settings.keys_per_second, settings.keys_burst, self.last_heard_s)

    # ------------------------------------------------------------ for the table and the doors

    @property
    def is_closed(self) -> bool:
        return self._closed

    def send(self, frames: Sequence[bytes]) -> None:
        if not self._closed:
            self._wire.send(frames)

    def close(self, code: int) -> None:
        if not self._closed:
            self._closed = True
            self._stop_waiting()
            metrics.SOCKET_CLOSES.labels(str(code)).inc()
            self._wire.close(code, protocol.REASONS[code])

    def is_slow(self) -> bool:
        return self._wire.unsent_bytes() > UNSENT_LIMIT_BYTES

    # ------------------------------------------------------------ for the adapter

    def opened(self) -> None:
        self._wait(self._settings.hello_timeout_ms / 1000, Close.NO_HELLO)

    def received(self, raw: bytes) -> None:
        """One text message."""
        if self._closed:
            return
        now_s = self.last_heard_s = self._table.now_s()  # read once a frame
        game = self._game
        if game is None:
            self._before_welcome(raw)
            return
        if game.connection is not self:
            return  # another process has the game by now, and this socket is about to be closed
        if now_s > self._table.sure_until_s and self._table.stood_still():
            return  # perhaps another process has it: the player says hello again
        try:
            frame = protocol.parse(raw)
            if type(frame) is Keys:  # first: nearly every frame is one
                self._keys(game, frame, now_s)
            elif self._allowance.take(1, now_s):
                self._apply(game, frame, raw)
            else:
                self._send_away(Close.FLOOD, "too many frames")
        except Exception:  # our bug: this game pauses and can be resumed, the server and its neighbours stay up
            log.exception("session_failed", session=game.session.id)
            self.close(Close.DRAINING)
            self._table.leave(game, self, our_fault=True)

    def counts(self, payload_bytes: int) -> bool:
        """A frame that brings no message: a ping, a pong, a fragment. Returns whether the adapter should act on it."""
        if self._closed:
            return False
        if self._game is None:
            return self._is_early(payload_bytes)
        if self._allowance.take(1, self._table.now_s()):
            return True
        self._send_away(Close.FLOOD, "control frames or fragments")
        return False

    def refused(self) -> None:
        """The adapter received a message that is not text, or is too long."""
        self._send_away(Close.MALFORMED, "not a short text message")

    def broke_standard(self, code: int, why: str) -> None:
        """The adapter received what the WebSocket standard forbids; it has that code for it."""
        self._send_away(code if code in protocol.REASONS else Close.BROKE_STANDARD, why)

    def lost(self) -> None:
        """The socket is gone, no matter which side closed it."""
        self._closed = True
        self._stop_waiting()
        self._wire = _GONE
        if self._finding is not None:
            self._finding.cancel()  # nobody waits for that game here: it stays where it is
        if self._game is not None:
            self._table.leave(self._game, self, our_fault=False)

    def drain(self) -> None:
        """The server stops."""
        game = self._game
        self.close(Close.DRAINING)
        if game is not None:
            self._table.leave(game, self, our_fault=True)

    # ------------------------------------------------------------ before the welcome

    def _wait(self, seconds: float, code: int) -> None:
        """Close with `code` unless the next step is taken in time."""
        self._stop_waiting()
        self._welcome_timer = asyncio.get_running_loop().call_later(seconds, self.close, code)

    def _stop_waiting(self) -> None:
        if self._welcome_timer is not None:
            self._welcome_timer.cancel()
            self._welcome_timer = None

    def _is_early(self, payload_bytes: int) -> bool:
        self._early_bytes += payload_bytes + FRAME_HEAD_BYTES
        if self._early_bytes <= EARLY_LIMIT_BYTES:
            return True
        self._send_away(Close.FLOOD, "much before the welcome")
        return False

    def _before_welcome(self, raw: bytes) -> None:
        if self._finding is not None:
            if self._is_early(len(raw)):
                self._early.append(raw)
            return
        frame = protocol.parse(raw)
        if not isinstance(frame, Hello):
            self._malformed(raw)
        elif not self._is_early(len(raw)):
            pass
        else:
            token = protocol.session_token(frame.token) or ""  # none of those opens anything
            game = self._table.by_token(token)
            takes_over = game is not None and game.connection is not None
            if not self._porter.admits(self._address, token, takes_over=takes_over, now_s=self.last_heard_s):
                self._send_away(Close.FLOOD, "too many hellos")
                return
            self._wait(WELCOME_TIMEOUT_S, Close.DRAINING)
            self._finding = self._table.tasks.spawn(self._find(frame, token, takes_over))

    async def _find(self, hello: Hello, token: str, takes_over: bool) -> None:
        if not await self._porter.admits_everywhere(self._address, token, takes_over=takes_over):
            self._send_away(Close.FLOOD, "too many hellos, over all processes")
            return
        try:
            found = await self._doors.open(hello, self)
        except Exception:  # our bug: without this the socket would wait forever
            self.close(Close.DRAINING)
            raise
        if isinstance(found, int):
            self.close(found)
            return
        self._stop_waiting()
        self._game = found
        if found.allowance is None:
            found.allowance = self._allowance
        else:
            self._allowance = found.allowance
        early, self._early = self._early, []
        for raw in early:
            self.received(raw)

    # ------------------------------------------------------------ frames

    def _end(self, code: int) -> None:
        self.close(code)
        if self._game is not None:
            self._table.leave(self._game, self, our_fault=False)

    def _send_away(self, code: int, why: str) -> None:
        """The peer broke a rule."""
        if not self._closed:
            self._porter.complain(self._address, code, why, self._table.now_s())
        self._end(code)

    def _malformed(self, raw: bytes) -> None:
        try:
            raw.decode()
        except UnicodeDecodeError:
            self._send_away(Close.BAD_TEXT, "text that is not UTF-8")
        else:
            self._send_away(Close.MALFORMED, "no frame of the protocol")

    def _keys(self, game: LiveGame, frame: Keys, now_s: float) -> None:
        session = game.session
        price = len(frame.entries)
        if frame.first > session.s + 1 and session.reports_gap:
            price += GAP_PRICE_KEYS
        if self._allowance.take(price, now_s):
            self._table.heard(game, session.keys(frame, int(now_s * 1000)))
            if not frame.first & _MEASURED_MASK:
                metrics.KEY_SECONDS.observe(self._table.now_s() - now_s)
        else:
            self._send_away(Close.FLOOD, "too many keys")

    def _apply(self, game: LiveGame, frame: ClientFrame, raw: bytes) -> None:
        table, session, now_ms = self._table, game.session, self._table.now_ms()
        match frame:
            case Ping():
                session.pinged(now_ms)
                self.send([protocol.pong(frame.n, session.clock_ms(now_ms))])
            case Go():
                table.heard(game, session.go(now_ms))
            case Pause():
                table.heard(game, session.pause(now_ms))
            case Quit():
                table.heard(game, session.end(EndReason.QUIT, now_ms))
            case Ready():
                table.ready(game)
            case _:  # a second hello is as wrong as no JSON
                self._malformed(raw)
