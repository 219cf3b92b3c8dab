"""A gate between the server and one of the servers behind it, that a test can shut and open."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit, urlunsplit

CHUNK_BYTES = 64 * 1024


class Gate:
    """A TCP forwarder. Shut, it cuts what is open and refuses what comes; frozen, it accepts and passes nothing on,
    as a stopped server does. Its port stays the same."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._port = 0
        self._passing = asyncio.Event()
        self._passing.set()
        self._freezes_at = b""
        self.has_frozen = asyncio.Event()
        self.accepted = 0  # connections, ever

    @property
    def url(self) -> str:
        """The same server's address, through the gate."""
        user, at, _ = self._parts.netloc.rpartition("@")
        path = "" if self._parts.scheme == "unix" else self._parts.path
        scheme = "redis" if self._parts.scheme == "unix" else self._parts.scheme
        return urlunsplit((scheme, f"{user}{at}127.0.0.1:{self._port}", path, "", ""))

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def freeze(self) -> None:
        self._passing.clear()

    def freeze_at(self, words: bytes) -> None:
        """Freeze when somebody says them, which is not passed on; `has_frozen` is set then."""
        self._freezes_at = words

    def thaw(self) -> None:
        self._passing.set()
        self._freezes_at = b""

    async def _behind(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        query = parse_qs(self._parts.query)
        if self._parts.scheme == "unix":
            return await asyncio.open_unix_connection(self._parts.path)
        if host := query.get("host"):
            port = query.get("port", ["5432"])[0]
            return await asyncio.open_unix_connection(f"{host[0]}/.s.PGSQL.{port}")
        return await asyncio.open_connection(self._parts.hostname, self._parts.port)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.accepted += 1
        self._open.add(task)
        try:
            behind_reader, behind_writer = await self._behind()
            try:
                await asyncio.gather(self._copy(reader, behind_writer), self._copy(behind_reader, writer))
            finally:
                behind_writer.close()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            writer.close()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(CHUNK_BYTES):
            if self._freezes_at and self._freezes_at in chunk:
                self.freeze()
                self.has_frozen.set()
            await self._passing.wait()
            writer.write(chunk)
            await writer.drain()
        with contextlib.suppress(OSError):
            writer.write_eof()


@asynccontextmanager
async def gate_before(url: str) -> AsyncIterator[Gate]:
    gate = Gate(url)
    await gate.open()
    try:
        yield gate
    finally:
        await gate.shut()
