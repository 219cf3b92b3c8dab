"""uvicorn's HTTP/1.1 connection, with what it lacks.

- When uvicorn stops it waits for open responses without telling them, though an event stream never ends by itself. So
  a connection that is asked to stop first calls `app_state["end_streams"]`, which the application's lifespan provides.
- A response whose reader has stopped reading is stuck in its send: `scope["prodev.cut"]()` cuts the line.
- The head of a request, also of one that asks for a socket, could be of any length and never end. Here it is bounded in
  bytes and time.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

CUT = "prodev.cut"
HEAD_LIMIT_BYTES = 32 * 1024  # browsers' own limit for cookies is 4 KiB each; nginx allows 32 KiB
HEAD_TIMEOUT_S = 20  # from the first byte, or from the start of the connection, to the end of the head
_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class HttpProtocol(HttpToolsProtocol):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None  # set while a head is being read

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head_begins()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_ends()
        super().connection_lost(exc)
        self.cycle = None  # type: ignore[assignment]

    def handle_websocket_upgrade(self) -> None:
        super().handle_websocket_upgrade()
        self.parser = None  # type: ignore[assignment]

    # ------------------------------------------------------------ the head of a request

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._head_timer is not None:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_LIMIT_BYTES:
                self._head_ends()
                self.transport.write(_TOO_LONG)
                self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_begins()
        self.scope[CUT] = self.transport.abort  # type: ignore[literal-required]

    def on_headers_complete(self) -> None:
        self._head_ends()
        super().on_headers_complete()

    def _head_begins(self) -> None:
        if self._head_timer is None:
            self._head_bytes = 0
            self._head_timer = self.loop.call_later(HEAD_TIMEOUT_S, self.transport.abort)

    def _head_ends(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    # ------------------------------------------------------------ the end

    def shutdown(self) -> None:
        if end_streams := self.app_state.get("end_streams"):
            end_streams()
        super().shutdown()
