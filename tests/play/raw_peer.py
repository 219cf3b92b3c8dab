"""A peer that speaks the WebSocket protocol by hand, so that it can also speak it wrongly."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import orjson

from tests.live import PATIENCE_S, Live

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
MASK = b"\x01\x02\x03\x04"


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True, reserved: int = 0, masked: bool = True) -> bytes:
    """One frame as it travels. `reserved`: the three reserved bits, as 0 to 7."""
    first = (0x80 if fin else 0) | (reserved << 4) | opcode
    mask_bit = 0x80 if masked else 0
    size = len(payload)
    if size < 126:
        head = bytes([first, mask_bit | size])
    elif size < 2**16:
        head = struct.pack("!BBH", first, mask_bit | 126, size)
    else:
        head = struct.pack("!BBQ", first, mask_bit | 127, size)
    if not masked:
        return head + payload
    return head + MASK + bytes(byte ^ MASK[index % 4] for index, byte in enumerate(payload))


def text(t: str, **fields: Any) -> bytes:
    return frame(TEXT, orjson.dumps({"t": t, **fields}))


def close_frame(code: int, reason: bytes = b"") -> bytes:
    return frame(CLOSE, struct.pack("!H", code) + reason)


class RawPeer:
    """`received_bytes`: all that came after the handshake."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.received_bytes = 0

    def write(self, *frames: bytes) -> None:
        self.writer.write(b"".join(frames))

    async def receive(self) -> tuple[int, bytes]:
        """The opcode and payload of the next frame. Raises IncompleteReadError or ConnectionError at the end."""
        async with asyncio.timeout(PATIENCE_S + 5):
            first, size = await self.reader.readexactly(2)
            self.received_bytes += 2
            if size >= 126:
                wide = await self.reader.readexactly(2 if size == 126 else 8)
                self.received_bytes += len(wide)
                size = int.from_bytes(wide, "big")
            payload = await self.reader.readexactly(size)
            self.received_bytes += size
            return first & 0x0F, payload

    async def until(self, t: str) -> dict[str, Any]:
        """The next message of that kind; what comes before it is passed over."""
        while True:
            opcode, payload = await self.receive()
            if opcode == TEXT:
                message: dict[str, Any] = orjson.loads(payload)
                if message["t"] == t:
                    return message
            assert opcode != CLOSE, payload

    async def hello(self, token: str) -> dict[str, Any]:
        self.write(text("hello", token=token))
        return await self.until("welcome")

    async def closed(self) -> int:
        """The code of the close frame that comes; 0 if the line ends without one."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                opcode, payload = await self.receive()
                if opcode == CLOSE:
                    return int.from_bytes(payload[:2], "big")
        return 0

    async def ended(self) -> None:
        """Until the server has let go of the line."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await self.receive()


@asynccontextmanager
async def raw_peer(
    live: Live, headers: Mapping[str, str] | None = None, *, receive_buffer: int | None = None
) -> AsyncIterator[RawPeer]:
    """An open play socket. `receive_buffer`: bytes that the kernel takes for a peer that does not read."""
    address = urlsplit(live.url)
    line = socket.socket()
    if receive_buffer is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    line.setblocking(False)
    await asyncio.get_running_loop().sock_connect(line, (address.hostname, address.port))
    reader, writer = await asyncio.open_connection(sock=line, limit=receive_buffer or 2**16)
    asked = {
        "Host": address.netloc,
        "Origin": live.url,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "prodev.v1",
        **(headers or {}),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in asked.items())
    writer.write(f"GET /ws/play HTTP/1.1\r\n{lines}\r\n".encode())
    try:
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
        assert answer.startswith(b"HTTP/1.1 101 "), answer
        yield RawPeer(reader, writer)
    finally:
        writer.transport.abort()
