"""The fast socket: picows' protocol behind uvicorn's `ws` class hook, on the same port as everything else.

uvicorn hands an upgraded connection to an instance of the class it was given as `ws=`, replays the request to it, and
forgets the connection. So the instance registers itself with the server's connections, and uvicorn's shutdown finds it.

picows checks the length, mask and opcode of a frame, and tells of what it refuses only through its logger. What it lets
pass, the listener checks: reserved bits, the order of a message's fragments, and the close codes that may be sent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, cast
from weakref import WeakMethod

from picows import (
    WSAutoPingStrategy,
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)
from picows.picows import WSProtocol  # type: ignore[attr-defined]

from server.infra.http_protocol import PLACE
from server.infra.places import TakenPlace
from server.play.core import protocol
from server.play.parts import Play
from server.play.sockets.connection import Connection
from server.play.sockets.goodbye import cut_when_said
from server.play.sockets.handshake import judge
from server.settings import Settings

HANDSHAKE_TIMEOUT_S = 5
READ_BUFFER_BYTES = 2048  # picows' smallest; it grows on demand

_LOG = logging.getLogger("picows.server")
_TEXT = WSMsgType.TEXT


class _Listener(WSListener):
    """One player's socket. Also the `Wire` of its Connection."""

    def __init__(self, play: Play, settings: Settings, address: str, close_code: int | None) -> None:
        self._connection = Connection(play.table, play.doors, play.porter, settings, self, address=address)
        self._close_code = close_code
        self._transport: WSTransport | None = None
        self._partial: bytearray | None = None  # of a message in several frames

    # ------------------------------------------------------------ from picows

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        if self._close_code is not None:
            self._connection.close(self._close_code)
        else:
            self._connection.opened()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.rsv1 or frame.rsv2 or frame.rsv3:
            self._broke("a reserved bit is set")
        elif frame.msg_type == _TEXT and frame.fin and self._partial is None:
            self._connection.received(frame.get_payload_as_bytes())
        else:
            self._not_a_message(transport, frame)

    def _not_a_message(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == WSMsgType.CLOSE:
            self._answer_close(transport, frame)
        elif kind == WSMsgType.PING:
            if self._connection.counts(frame.payload_size):
                transport.send_pong(frame.get_payload_as_bytes())
        elif kind == WSMsgType.PONG:
            self._connection.counts(frame.payload_size)
        elif (kind == WSMsgType.CONTINUATION) == (self._partial is None):
            self._broke("a continuation of nothing, or a message inside another")
        elif kind == WSMsgType.BINARY:
            self._connection.refused()
        elif self._connection.counts(frame.payload_size):
            self._gather(frame)

    def _gather(self, frame: WSFrame) -> None:
        """A message in several frames: rare, but allowed by the standard."""
        partial = self._partial = self._partial or bytearray()
        partial += frame.get_payload_as_bytes()
        if len(partial) > protocol.FRAME_LIMIT_BYTES:
            self._connection.refused()
        elif frame.fin:
            self._partial = None
            self._connection.received(bytes(partial))

    def _answer_close(self, transport: WSTransport, frame: WSFrame) -> None:
        code = cast("int", frame.get_close_code()) if frame.payload_size else protocol.Close.DONE
        if not _may_be_sent(code):
            self._broke(f"the close code {code} is never sent")
            return
        transport.send_close(cast(WSCloseCode, code))
        transport.disconnect()
        cut_when_said(transport.underlying_transport)

    def _broke(self, why: str) -> None:
        self._connection.broke_standard(protocol.Close.BROKE_STANDARD, why)

    def broke(self, code: int, why: str) -> None:
        """picows refused a frame, and has not closed yet."""
        if code == WSCloseCode.MESSAGE_TOO_BIG.value:
            self._connection.refused()
        else:
            self._connection.broke_standard(code, why)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        self._connection.lost()

    def pause_writing(self) -> None:
        """play.rounds looks at `unsent_bytes` once a second; nothing to do at once."""

    def resume_writing(self) -> None:
        pass

    # ------------------------------------------------------------ the Wire

    def send(self, frames: Sequence[bytes]) -> None:
        transport = self._transport
        if transport is None:
            return
        match frames:
            case [frame]:
                transport.send(_TEXT, frame)
            case _ if not (transport.is_close_frame_sent or transport.is_disconnected):
                # picows writes each frame at once; all of a reply in one write cost a quarter less. What it sends later
                # comes later: it looks whether anything is unsent.
                transport.underlying_transport.write(b"".join(map(_message, frames)))

    def close(self, code: int, reason: str) -> None:
        transport = self._transport
        if transport is not None:
            transport.send_close(cast(WSCloseCode, code), reason)
            cut_when_said(transport.underlying_transport)

    def unsent_bytes(self) -> int:
        return self._transport.underlying_transport.get_write_buffer_size() if self._transport is not None else 0

    def drain(self) -> None:
        self._connection.drain()


def _message(text: bytes) -> bytes:
    """A text message of one frame, as a server sends it: unmasked (RFC 6455, section 5.2)."""
    size = len(text)
    if size < 126:
        return b"\x81%c%b" % (size, text)
    head = b"\x81\x7e" + size.to_bytes(2) if size < 1 << 16 else b"\x81\x7f" + size.to_bytes(8)
    return head + text


def _may_be_sent(code: int) -> bool:
    """RFC 6455, section 7.4, and the registry that it opens: 1004 means nothing, 1005, 1006 and 1015 are never sent."""
    return (1000 <= code <= 1014 and code not in (1004, 1005, 1006)) or 3000 <= code <= 4999


class _PicowsLog:
    """What picows takes for its logger. It is not a Logger: of one, picows makes a child for every connection."""

    def __init__(self, broke: Callable[[int, str], None]) -> None:
        self._broke = broke

    def isEnabledFor(self, _level: int) -> bool:
        return False

    def error(self, _message: str, *details: object) -> None:
        """picows is about to close because of a frame."""
        match details:
            case ((code, why),) if isinstance(code, (int, WSCloseCode)):
                self._broke(int(code if isinstance(code, int) else code.value), str(why))
            case _:
                self._broke(protocol.Close.BROKE_STANDARD, " ".join(map(str, details)))

    def exception(self, message: str, *details: object) -> None:
        _LOG.exception(message, *details)  # our bug

    def _nothing(self, *_: object) -> None:
        """Connections that come and go."""

    debug = info = warning = log = _nothing


class PicowsSocket(WSProtocol):  # type: ignore[misc]
    """uvicorn makes one for each upgraded connection."""

    def __init__(self, config: Any, server_state: Any, app_state: dict[str, Any], _loop: Any = None) -> None:
        self._play: Play = app_state["play"]
        self._settings: Settings = app_state["settings"]
        self._connections = server_state.connections
        self._place: TakenPlace | None = app_state.get(PLACE)
        self._listener: _Listener | None = None
        super().__init__(
            None,  # host and port: a client's
            None,  # path: a client's
            False,  # is_client_side
            _weakly(self._accept),
            _PicowsLog(_weakly(self.broke)),
            True,  # disconnect_on_exception
            HANDSHAKE_TIMEOUT_S,
            False,  # enable_auto_ping: clients ping, in frames
            20,
            20,
            WSAutoPingStrategy.PING_WHEN_IDLE,
            False,  # enable_auto_pong: the listener answers pings, and counts them
            protocol.FRAME_LIMIT_BYTES,
            None,  # extra_headers
            READ_BUFFER_BYTES,
        )

    def _accept(self, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        if request.path.partition(b"?")[0] != protocol.PATH.encode():
            return _refusal(HTTPStatus.NOT_FOUND)
        headers = request.headers
        headers["Connection"] = (
            "upgrade"  # uvicorn has read it; picows knows no "keep-alive, Upgrade", as Firefox sends
        )
        handshake = judge(
            origin=headers.get("origin"),
            host=headers.get("host"),
            offered=headers.getall("sec-websocket-protocol", []),
            allowed_origins=self._settings.origins,
        )
        if handshake.status != HTTPStatus.SWITCHING_PROTOCOLS:
            return _refusal(HTTPStatus(handshake.status))
        extra = {"Sec-WebSocket-Protocol": handshake.subprotocol} if handshake.subprotocol else None
        address = self._play.porter.address(
            self.transport.underlying_transport.get_extra_info("peername"), headers.getall("x-forwarded-for", [])
        )
        self._listener = _Listener(self._play, self._settings, address, handshake.close_code)
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_101_response(extra), self._listener)

    def broke(self, code: int, why: str) -> None:
        if self._listener is not None:
            self._listener.broke(code, why)

    # ------------------------------------------------------------ from uvicorn

    def connection_made(self, transport: Any) -> None:
        self._connections.add(self)
        super().connection_made(transport)

    def data_received(self, request: bytes) -> None:
        """uvicorn replays the request that asked for the upgrade; all later reads go to picows' own buffer."""
        rest = memoryview(request)
        while rest:
            buffer = self.get_buffer(-1)
            size = min(len(buffer), len(rest))
            buffer[:size] = rest[:size]
            self.buffer_updated(size)
            rest = rest[size:]

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        if self._place is not None:
            self._place.leave()
        super().connection_lost(error)

    def shutdown(self) -> None:
        """The server stops."""
        if self._listener is not None:
            self._listener.drain()
        else:
            self.transport.disconnect(False)


def _weakly(method: Callable[..., Any]) -> Callable[..., Any]:
    """The same for picows, which keeps it as long as it lives: without the way back, both go as the line goes."""
    kept = WeakMethod(method)

    def call(*given: object) -> Any:
        found = kept()
        assert found is not None, "picows calls it only from within its own methods"
        return found(*given)

    return call


def _refusal(status: HTTPStatus) -> WSUpgradeResponseWithListener:
    return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(status, status.phrase.encode()), None)
