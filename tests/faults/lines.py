"""The lines between players and servers, and every way in which one is cut.

A `Line` is the TCP proxy of one player. After a cut the next connection through it works, unless the cut is armed for
it.
"""

from __future__ import annotations

import asyncio
import contextlib
import enum
import socket
import struct
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from random import Random
from urllib.parse import urlsplit

CHUNK_BYTES = 2**16
FRAME_BYTES = 40  # about as many as a frame of one key: a cut after fewer of them is in its middle
HANDSHAKE_BYTES = 300  # the request to upgrade has more


class Cut(enum.StrEnum):
    FIN = "both ends are closed in order"
    RST = "both ends are reset"
    KEYS_THEN_FIN = "closed behind the next keys"
    KEYS_THEN_RST = "reset behind the next keys"
    MID_FRAME_UP = "in the middle of a frame from the client"
    MID_FRAME_DOWN = "in the middle of a frame from the server"
    MID_HANDSHAKE = "and the next connection in the middle of its handshake"
    SILENT = "nothing passes any more, and nobody is told"
    DEAF = "nothing of the client's passes any more, what the server says does"
    HALF_OPEN = "the client's end is closed, and the server is not told"


class _Passage:
    """One connection through a line."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self.near, self.far = near, far
        self.up_left: int | None = None  # bytes that still pass before the cut
        self.down_left: int | None = None
        self.swallows_up = self.swallows_down = False
        self.tells_server = True  # that the client is gone
        self.resets = False

    def end(self) -> None:
        for writer in (self.near, self.far) if self.tells_server else (self.near,):
            if self.resets:
                _reset(writer)
            writer.close()


def _reset(writer: asyncio.StreamWriter) -> None:
    line: socket.socket | None = writer.get_extra_info("socket")
    if line is not None and line.fileno() != -1:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class Line:
    """`to` says which server (http://host:port) the next connection goes to. `url` is where the client connects."""

    def __init__(self, to: Callable[[], str], random: Random) -> None:
        self._to, self._random = to, random
        self._server: asyncio.Server | None = None
        self._passages: set[_Passage] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._handshake_left: int | None = None
        self.url = ""

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for passage in self._passages:
            passage.tells_server = True
            passage.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self, how: Cut) -> None:
        """Cut every connection on it, now or as soon as the bytes come that belong to the cut."""
        for passage in [*self._passages]:
            self._cut(passage, how)

    def _cut(self, passage: _Passage, how: Cut) -> None:
        passage.resets = how in (Cut.RST, Cut.KEYS_THEN_RST) or (
            how in (Cut.MID_FRAME_UP, Cut.MID_FRAME_DOWN) and self._random.random() < 0.5
        )
        match how:
            case Cut.FIN | Cut.RST:
                passage.end()
            case Cut.KEYS_THEN_FIN | Cut.KEYS_THEN_RST:
                passage.up_left = CHUNK_BYTES  # all of the next chunk, and nothing behind it
            case Cut.MID_FRAME_UP:
                passage.up_left = self._random.randrange(1, FRAME_BYTES)
            case Cut.MID_FRAME_DOWN:
                passage.down_left = self._random.randrange(1, FRAME_BYTES)
            case Cut.MID_HANDSHAKE:
                self._handshake_left = self._random.randrange(1, HANDSHAKE_BYTES)
                passage.end()
            case Cut.SILENT:
                passage.swallows_up = passage.swallows_down = True
                passage.tells_server = False
            case Cut.DEAF:
                passage.swallows_up = True
                passage.tells_server = False
            case Cut.HALF_OPEN:
                passage.tells_server = False
                passage.end()

    # ------------------------------------------------------------ passing on

    async def _accept(self, near_reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        address = urlsplit(self._to())
        try:
            far_reader, far = await asyncio.open_connection(address.hostname, address.port)
        except OSError:
            near.close()
            return
        passage = _Passage(near, far)
        passage.up_left, self._handshake_left = self._handshake_left, None
        self._passages.add(passage)
        try:
            await asyncio.gather(self._up(near_reader, passage), self._down(far_reader, passage))
        except (OSError, asyncio.CancelledError):
            pass  # start_server tells the loop of a task of its own that was cancelled
        finally:
            passage.end()
            if passage.tells_server:
                self._passages.discard(passage)

    async def _up(self, reader: asyncio.StreamReader, passage: _Passage) -> None:
        while chunk := await reader.read(CHUNK_BYTES):
            if passage.swallows_up:
                continue
            passage.far.write(chunk[: passage.up_left])
            if passage.up_left is not None:
                await _sent(passage.far)
                break
        passage.end()

    async def _down(self, reader: asyncio.StreamReader, passage: _Passage) -> None:
        while chunk := await reader.read(CHUNK_BYTES):
            if passage.swallows_down or passage.near.is_closing():
                continue  # a half-open connection is read, as a server's kernel would go on sending for a while
            passage.near.write(chunk[: passage.down_left])
            if passage.down_left is not None:
                await _sent(passage.near)
                break
        passage.end()


async def _sent(writer: asyncio.StreamWriter) -> None:
    """What was written has left: a reset would take it back."""
    with contextlib.suppress(OSError):
        writer.transport.set_write_buffer_limits(0)
        await writer.drain()


@asynccontextmanager
async def lines(routes: Iterable[Callable[[], str]], random: Random) -> AsyncIterator[list[Line]]:
    """A line for each route."""
    made = [Line(to, Random(random.random())) for to in routes]
    for line in made:
        await line.open()
    try:
        yield made
    finally:
        for line in made:
            await line.close()
