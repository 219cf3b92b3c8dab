"""The fast socket: picows' protocol behind uvicorn's `ws` class hook, on the same port as everything else.

uvicorn hands an upgraded connection to an instance of the class it was given as `ws=`, replays the request to it, and
forgets the connection. So the instance registers itself with the server's connections, and uvicorn's shutdown finds it.
"""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from typing import Any, cast

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

from server.play.core import protocol
from server.play.parts import Play
from server.play.sockets.connection import Connection
from server.play.sockets.handshake import judge
from server.settings import Settings

HANDSHAKE_TIMEOUT_S = 5
READ_BUFFER_BYTES = 2048  # picows' smallest; it grows on demand
WIRE_FRAME_LIMIT_BYTES = 64 * 1024  # past this picows itself closes (1009); from 4 KiB to here the session does (4501)
GOODBYE_S = 1.0  # time for the peer to answer a close before the connection is cut

# Not a Logger: picows makes a child of a Logger for every connection.
_LOG = logging.LoggerAdapter(logging.getLogger("picows.server"), {})


class _Listener(WSListener):
    """One player's socket. Also the `Wire` of its Connection."""

    def __init__(self, play: Play, settings: Settings, close_code: int | None) -> None:
        self._connection = Connection(play.table, play.doors, settings, self)
        self._close_code = close_code
        self._transport: WSTransport | None = None
        self._partial = bytearray()

    # ------------------------------------------------------------ from picows

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        if self._close_code is not None:
            self._connection.close(self._close_code)
        else:
            self._connection.opened()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == WSMsgType.TEXT and frame.fin:
            self._connection.received(frame.get_payload_as_bytes())
        elif kind == WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code())
            transport.disconnect()
        elif kind in (WSMsgType.TEXT, WSMsgType.CONTINUATION):
            self._gather(frame)
        elif kind == WSMsgType.BINARY:
            self._connection.refused()

    def _gather(self, frame: WSFrame) -> None:
        """A message in several frames: rare, but allowed by the standard."""
        self._partial += frame.get_payload_as_bytes()
        if len(self._partial) > protocol.FRAME_LIMIT_BYTES:
            self._partial = bytearray()
            self._connection.refused()
        elif frame.fin:
            whole, self._partial = bytes(self._partial), bytearray()
            self._connection.received(whole)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        self._connection.lost()

    def pause_writing(self) -> None:
        """play.rounds looks at `unsent_bytes` once a second; nothing to do at once."""

    def resume_writing(self) -> None:
        pass

    # ------------------------------------------------------------ the Wire

    def send(self, frame: bytes) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, frame)

    def close(self, code: int, reason: str) -> None:
        transport = self._transport
        if transport is not None:
            transport.send_close(cast(WSCloseCode, code), reason)
            asyncio.get_running_loop().call_later(GOODBYE_S, transport.disconnect, False)

    def unsent_bytes(self) -> int:
        return self._transport.underlying_transport.get_write_buffer_size() if self._transport is not None else 0

    def drain(self) -> None:
        self._connection.drain()


class PicowsSocket(WSProtocol):  # type: ignore[misc]
    """uvicorn makes one for each upgraded connection."""

    def __init__(self, config: Any, server_state: Any, app_state: dict[str, Any], _loop: Any = None) -> None:
        self._play: Play = app_state["play"]
        self._settings: Settings = app_state["settings"]
        self._connections = server_state.connections
        self._listener: _Listener | None = None
        super().__init__(
            None,  # host and port: a client's
            None,  # path: a client's
            False,  # is_client_side
            self._accept,
            _LOG,
            True,  # disconnect_on_exception
            HANDSHAKE_TIMEOUT_S,
            False,  # enable_auto_ping: clients ping, in frames
            20,
            20,
            WSAutoPingStrategy.PING_WHEN_IDLE,
            True,  # enable_auto_pong
            WIRE_FRAME_LIMIT_BYTES,
            None,  # extra_headers
            READ_BUFFER_BYTES,
        )

    def _accept(self, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        if request.path.partition(b"?")[0] != protocol.PATH.encode():
            return _refusal(HTTPStatus.NOT_FOUND)
        headers = request.headers
        handshake = judge(
            origin=headers.get("origin"),
            host=headers.get("host"),
            offered=headers.getall("sec-websocket-protocol", []),
            allowed_origins=self._settings.origins.split(","),
        )
        if handshake.status != HTTPStatus.SWITCHING_PROTOCOLS:
            return _refusal(HTTPStatus(handshake.status))
        extra = {"Sec-WebSocket-Protocol": handshake.subprotocol} if handshake.subprotocol else None
        self._listener = _Listener(self._play, self._settings, handshake.close_code)
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_101_response(extra), self._listener)

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
        super().connection_lost(error)

    def shutdown(self) -> None:
        """The server stops."""
        if self._listener is not None:
            self._listener.drain()
        else:
            self.transport.disconnect(False)


def _refusal(status: HTTPStatus) -> WSUpgradeResponseWithListener:
    return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(status, status.phrase.encode()), None)
