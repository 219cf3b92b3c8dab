"""The plain socket: a Starlette WebSocketRoute that works under any ASGI server.

The same Connection as behind the fast socket; here frames wait in a queue for ASGI's awaited sends. Under uvicorn,
`uvicorn_plain` guards what ASGI hides.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

from starlette.responses import PlainTextResponse
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.infra.addresses import name_of
from server.play.core import protocol
from server.play.parts import Play
from server.play.sockets.connection import Connection
from server.play.sockets.goodbye import UNREAD_S
from server.play.sockets.handshake import judge
from server.play.sockets.uvicorn_plain import UNDERNEATH, PlainProtocol
from server.settings import Settings


class _QueueWire:
    """The `Wire` over an ASGI socket. `drain` sends what is queued here, in order."""

    def __init__(self, underneath: PlainProtocol | None) -> None:
        self._queue: asyncio.Queue[bytes | tuple[int, str]] = asyncio.Queue()
        self._unsent = 0
        self._underneath = underneath
        self.closing = asyncio.Event()

    def send(self, frames: Sequence[bytes]) -> None:
        for frame in frames:  # ASGI knows no way to send several at once
            self._unsent += len(frame)
            self._queue.put_nowait(frame)

    def close(self, code: int, reason: str) -> None:
        self._queue.put_nowait((code, reason))
        self.closing.set()

    def unsent_bytes(self) -> int:
        return self._unsent + (self._underneath.unsent_bytes() if self._underneath is not None else 0)

    async def drain(self, socket: WebSocket) -> None:
        """Send until a close was sent or the socket is gone."""
        try:
            while True:
                item = await self._queue.get()
                if isinstance(item, tuple):
                    await socket.close(*item)
                    return
                await socket.send_text(item.decode())
                self._unsent -= len(item)
        except (WebSocketDisconnect, RuntimeError, OSError):
            return  # the reader sees the disconnect and ends the connection


async def serve(socket: WebSocket) -> None:
    play: Play = socket.state.play
    settings: Settings = socket.state.settings
    handshake = judge(
        origin=socket.headers.get("origin"),
        host=socket.headers.get("host"),
        offered=socket.headers.getlist("sec-websocket-protocol"),
        allowed_origins=settings.origins,
    )
    if handshake.status != 101:
        await socket.send_denial_response(PlainTextResponse("Forbidden", handshake.status))
        return
    await socket.accept(handshake.subprotocol)
    if handshake.close_code is not None:
        await socket.close(handshake.close_code, protocol.REASONS[handshake.close_code])
        return
    underneath = cast("PlainProtocol | None", socket.scope.get(UNDERNEATH))
    wire = _QueueWire(underneath)
    address = name_of(socket)
    connection = Connection(play.table, play.doors, play.porter, settings, wire, address=address)
    if underneath is not None:
        underneath.connection = connection
    sender = asyncio.create_task(wire.drain(socket))
    reader = asyncio.create_task(_read(socket, connection))
    closing = asyncio.create_task(wire.closing.wait())
    connection.opened()
    try:
        await asyncio.wait((sender, reader, closing), return_when=asyncio.FIRST_COMPLETED)
        if closing.done() and not reader.done():
            await asyncio.wait((sender,), timeout=UNREAD_S)
    finally:
        connection.lost()
        if underneath is not None and closing.done() and not sender.done():
            underneath.cut()
        for task in (sender, reader, closing):
            task.cancel()


async def _read(socket: WebSocket, connection: Connection) -> None:
    """Until the peer is gone."""
    while socket.client_state is WebSocketState.CONNECTED:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        text = message.get("text")
        if text is None:
            connection.refused()
        else:
            connection.received(text.encode())


route = WebSocketRoute(protocol.PATH, serve)
