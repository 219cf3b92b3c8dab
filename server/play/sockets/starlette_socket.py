"""The plain socket: a Starlette WebSocketRoute that works under any ASGI server.

The same Connection as behind the fast socket; here frames wait in a queue for ASGI's awaited sends.
"""

from __future__ import annotations

import asyncio

from starlette.responses import PlainTextResponse
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.play.core import protocol
from server.play.parts import Play
from server.play.sockets.connection import Connection
from server.play.sockets.handshake import judge
from server.settings import Settings


class _QueueWire:
    """The `Wire` over an ASGI socket. `drain` sends what is queued here, in order."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[bytes | tuple[int, str]] = asyncio.Queue()
        self._unsent = 0

    def send(self, frame: bytes) -> None:
        self._unsent += len(frame)
        self._queue.put_nowait(frame)

    def close(self, code: int, reason: str) -> None:
        self._queue.put_nowait((code, reason))

    def unsent_bytes(self) -> int:
        return self._unsent

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
        allowed_origins=settings.origins.split(","),
    )
    if handshake.status != 101:
        await socket.send_denial_response(PlainTextResponse("Forbidden", handshake.status))
        return
    await socket.accept(handshake.subprotocol)
    if handshake.close_code is not None:
        await socket.close(handshake.close_code, protocol.REASONS[handshake.close_code])
        return
    wire = _QueueWire()
    connection = Connection(play.table, play.doors, settings, wire)
    sender = asyncio.create_task(wire.drain(socket))
    connection.opened()
    try:
        await _read(socket, connection, sender)
    finally:
        connection.lost()
        sender.cancel()


async def _read(socket: WebSocket, connection: Connection, sender: asyncio.Task[None]) -> None:
    """Until the peer is gone, or the sender has sent a close."""
    while not sender.done() and socket.client_state is WebSocketState.CONNECTED:
        reading = asyncio.ensure_future(socket.receive())
        await asyncio.wait((reading, sender), return_when=asyncio.FIRST_COMPLETED)
        if not reading.done():
            reading.cancel()
            return
        message = reading.result()
        if message["type"] == "websocket.disconnect":
            return
        text = message.get("text")
        if text is None:
            connection.refused()
        else:
            connection.received(text.encode())


route = WebSocketRoute(protocol.PATH, serve)
