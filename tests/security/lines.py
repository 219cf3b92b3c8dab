"""A line to the server on which any bytes can be sent at any time, and accounts to send them for."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import orjson

from tests.live import PATIENCE_S, Live


class Line:
    """`head` builds what a client sends first; the rest is up to the attacker."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, data: bytes) -> None:
        """What the server no longer takes is dropped."""
        with contextlib.suppress(ConnectionError):
            self._writer.write(data)
            await self._writer.drain()

    async def head(self) -> bytes:
        """The next head of a response."""
        return await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), PATIENCE_S)

    async def answer(self) -> tuple[int, dict[str, Any]]:
        """The status and the JSON of the next response."""
        head = await self.head()
        size = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        return int(head.split()[1]), orjson.loads(await self._reader.readexactly(size))

    async def end_of_stream(self) -> None:
        """Until the response that is under way, of a length that nobody knew, is over."""
        await asyncio.wait_for(self._reader.readuntil(b"\r\n0\r\n\r\n"), PATIENCE_S)

    async def rest(self, patience_s: float = PATIENCE_S) -> bytes:
        """All that still comes until the server has closed the line."""
        received = bytearray()
        async with asyncio.timeout(patience_s):
            with contextlib.suppress(ConnectionError):
                while data := await self._reader.read(2**16):
                    received += data
        return bytes(received)


@asynccontextmanager
async def line_to(live: Live, own: str = "127.0.0.1") -> AsyncIterator[Line]:
    """`own`: the peer's address, of which this machine has all that begin with 127."""
    address = urlsplit(live.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port, local_addr=(own, 0))
    try:
        yield Line(reader, writer)
    finally:
        writer.transport.abort()


def head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: prodev.test", *lines, "", ""]).encode()


@asynccontextmanager
async def half_sent(live: Live, signed_in: dict[str, str], method: str, path: str, body: bytes) -> AsyncIterator[Line]:
    """A request of which the server has the head and waits for the body. `signed_in`: an account's headers."""
    async with line_to(live) as line:
        lines = [f"{name}: {value}" for name, value in signed_in.items()]
        size = f"Content-Length: {len(body)}"
        await line.send(head(method, path, *lines, "Content-Type: application/json", size, "Expect: 100-continue"))
        assert b" 100 " in await line.head()  # uvicorn says so when the application asks for the body
        await line.send(body[:3])
        yield line


def from_address(address: str) -> dict[str, str]:
    """What the proxy before a `limited` server says of its client."""
    return {"X-Forwarded-For": address}
