"""uvicorn's HTTP/1.1 connection, with what it lacks.

- When uvicorn stops it waits for open responses without telling them, though an event stream never ends by itself. So
  a connection that is asked to stop first calls `app_state["end_streams"]`, which the application's lifespan provides.
- A response whose reader has stopped reading is stuck in its send: `scope["prodev.cut"]()` cuts the line.
- A response whose peer has hung up is dropped in silence: uvloop raises for it until uvicorn has heard that the line is
  lost.
- Nothing that a peer sends, or does not send, is taken without end. Bounded are the URL, the head (also of a request
  that asks for a socket), what comes besides the body, the time for head and body, for reading a response, and for a
  closing line to empty; and how many connections there are (`app_state["places"]`, until the transport is lost, also as
  a socket: the protocol that takes over calls `place.leave()`).
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.infra.addresses import UNKNOWN
from server.infra.places import Places, TakenPlace

CUT = "prodev.cut"
PLACE = "place"  # in the app_state of a protocol that takes a connection over
URL_LIMIT_BYTES = 8 * 1024  # the longest of ours has some hundred; nginx and Caddy allow 8 KiB and more
HEAD_LIMIT_BYTES = 32 * 1024  # browsers' own limit for cookies is 4 KiB each; nginx allows 32 KiB
UNREAD_LIMIT_BYTES = 1024 * 1024  # of a body that comes after its answer, before the line is cut
HEAD_TIMEOUT_S = 20  # from the first byte, or from the start of the connection, to the end of the head
BODY_TIMEOUT_S = 15  # the application gives up after 10 and says so; this is for requests whose body nobody reads
READ_TIMEOUT_S = 30  # for a peer to take 64 KiB of a response
CLOSE_TIMEOUT_S = 10  # for a peer to take what is left of a response when we close


def _refusal(status: bytes) -> bytes:
    return b"HTTP/1.1 %s\r\nconnection: close\r\ncontent-length: 0\r\n\r\n" % status


_URL_TOO_LONG = _refusal(b"414 URI Too Long")
_HEAD_TOO_LONG = _refusal(b"431 Request Header Fields Too Large")
_NO_PLACE = _refusal(b"503 Service Unavailable\r\nretry-after: 10")


class _TooLong(Exception):
    """Raised into the parser, which then stops."""


class _Line:
    """A transport that drops what is written to it when it is closing, as asyncio's own does."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class HttpProtocol(HttpToolsProtocol):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._place: TakenPlace | None = None
        self._refusal: bytes | None = None  # what a refused peer is told; nothing more is read from it
        self._is_message_under_way = False
        self._beside_body_bytes = 0  # of the message that is coming: what is read, less its body
        self._named_bytes = 0  # of its head: what the parser has made of it
        self._unread_bytes = 0  # of bodies that came after their answers
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        places: Places | None = self.app_state.get("places")
        if places is not None:
            self._place = places.take(self.client[0] if self.client else UNKNOWN)
            if self._place is None:
                self._refuse(_NO_PLACE)
                return
        self._set("head", HEAD_TIMEOUT_S)

    def connection_lost(self, exc: Exception | None) -> None:
        self._unset_all()
        self._unset_keepalive_if_required()
        if self._place is not None:
            self._place.leave()
        super().connection_lost(exc)
        self.cycle = None  # type: ignore[assignment]

    def handle_websocket_upgrade(self) -> None:
        self._unset_all()
        self.app_state = {**self.app_state, PLACE: self._place}
        self._place = None  # theirs from now on
        super().handle_websocket_upgrade()
        self.parser = None  # type: ignore[assignment]

    # ------------------------------------------------------------ timers

    def _set(self, name: str, after_s: float) -> None:
        """Cut the line after that time, unless the timer is set already or unset before."""
        if name not in self._timers:
            self._timers[name] = self.loop.call_later(after_s, self.transport.abort)

    def _unset(self, name: str) -> None:
        if (timer := self._timers.pop(name, None)) is not None:
            timer.cancel()

    def _unset_all(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    # ------------------------------------------------------------ what comes in

    def data_received(self, data: bytes) -> None:
        if self._refusal is not None:
            return
        self._beside_body_bytes += len(data)
        super().data_received(data)
        if self.parser is None or self._refusal is not None or self.transport.is_closing():
            return
        if self._is_message_under_way:
            if self._beside_body_bytes > HEAD_LIMIT_BYTES:
                self._refuse(_HEAD_TOO_LONG)
        elif self.cycle is None or self.cycle.response_complete:
            self._set("head", HEAD_TIMEOUT_S)  # empty lines before a request: uvicorn waits no longer for it to come

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_message_under_way = True
        self._named_bytes = 0
        self._set("head", HEAD_TIMEOUT_S)
        self.scope[CUT] = self.transport.abort  # type: ignore[literal-required]

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > URL_LIMIT_BYTES:
            self._refusal = _URL_TOO_LONG
            raise _TooLong

    def on_header(self, name: bytes, value: bytes) -> None:
        """Trailers come here too."""
        self._named_bytes += len(name) + len(value)
        if self._named_bytes + len(self.url) > HEAD_LIMIT_BYTES:
            self._refusal = _HEAD_TOO_LONG
            raise _TooLong
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._unset("head")
        self._set("body", BODY_TIMEOUT_S)
        super().on_headers_complete()
        if self.cycle is not None and not isinstance(self.cycle.transport, _Line):
            self.cycle.transport = cast("asyncio.Transport", _Line(self.transport))

    def on_body(self, body: bytes) -> None:
        self._beside_body_bytes -= len(body)
        if self.cycle is not None and self.cycle.response_complete:
            self._unread_bytes += len(body)
            if self._unread_bytes > UNREAD_LIMIT_BYTES:
                self.transport.abort()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._unset("body")
        self._is_message_under_way = False
        self._beside_body_bytes = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        if self._refusal is not None:
            self._refuse(self._refusal)
            return
        super().send_400_response(msg)
        self._set("close", CLOSE_TIMEOUT_S)

    def _refuse(self, refusal: bytes) -> None:
        self._refusal = refusal
        self._unset("head")
        self.transport.write(refusal)
        self.transport.close()
        self._set("close", CLOSE_TIMEOUT_S)

    # ------------------------------------------------------------ what goes out

    def pause_writing(self) -> None:
        super().pause_writing()
        self._set("read", READ_TIMEOUT_S)

    def resume_writing(self) -> None:
        self._unset("read")
        super().resume_writing()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            self._set("close", CLOSE_TIMEOUT_S)

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._set("close", CLOSE_TIMEOUT_S)

    # ------------------------------------------------------------ the end

    def shutdown(self) -> None:
        if end_streams := self.app_state.get("end_streams"):
            end_streams()
        super().shutdown()
