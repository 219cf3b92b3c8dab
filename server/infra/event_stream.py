"""Server-sent events: their form on the wire, and one reader's open stream.

Laws:
- Putting an event never waits for a reader: a stream holds WAITING events at most, then forgets them all and tells its
  reader to ask again (`refetch`).
- A reader that takes nothing for two beats is cut off. A stream ends when its owner says so, and its owner is told when
  the reader goes, so that nothing of it is left behind.

Why not sse-starlette: it keeps its view of the server's stop in process-wide state (several servers in one process
disturb each other), gives each stream a task group with its own ping timer, and does not help with what matters here:
one reading fanned out to all, and dropping slow readers. What would be left of it is `event` below.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from server.infra.addresses import name_of
from server.infra.http_protocol import CUT
from server.infra.web import Problem

MEDIA_TYPE = "text/event-stream"
BEAT_EVERY_S = 15.0  # proxies cut a connection that is silent for a minute
MOST_STREAMS = 2_000  # of one kind in a process: some 20 KiB and a file descriptor each
MOST_STREAMS_PER_ADDRESS = 200  # a class or two behind one address, with several pages each
WAITING = 16  # events, on top of what the sockets on the way hold; a reader with more waiting does not keep up
BEATS_MISSED = 2
RETRY_MS = (1_000, 4_000)  # each reader comes back at a different time, not all the moment a server stops

# No proxy may hold events back: neither to compress them (no-transform) nor to fill a buffer (X-Accel, for nginx).
HEADERS = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}


def event(name: str, data: bytes, id: str | None = None) -> bytes:
    """One event. `data` is JSON on one line."""
    return b"%sevent: %s\ndata: %s\n\n" % (b"id: %s\n" % id.encode() if id else b"", name.encode(), data)


REFETCH = event("refetch", b"{}")
BEAT = event("beat", b"{}")  # not a comment: a client that misses it for a while knows that its line is dead


class Stream:
    """One reader's stream. Only the response calls `next()`."""

    def __init__(self, cut: Callable[[], None] | None = None) -> None:
        self._cut = cut
        self._waiting: deque[bytes | None] = deque([b"retry: %d\n\n" % random.randint(*RETRY_MS)])
        self._wake = asyncio.Event()
        self._wake.set()
        self._is_taking = False
        self._beats_missed = 0

    @property
    def is_taking(self) -> bool:
        """Whether the reader has taken everything and is waiting for more."""
        return self._is_taking

    def put(self, chunk: bytes) -> None:
        if self._waiting and self._waiting[-1] is None:
            return
        if len(self._waiting) >= WAITING:
            self._waiting.clear()
            chunk = REFETCH
        self._waiting.append(chunk)
        self._wake.set()

    def beat(self) -> None:
        if self._is_taking and not self._waiting:
            self._beats_missed = 0
            self.put(BEAT)
            return
        self._beats_missed += 1
        if self._beats_missed >= BEATS_MISSED:
            self._cut_off()

    def end(self) -> None:
        """End the response in good order. A reader that is not reading is cut off."""
        self._waiting.clear()
        self._waiting.append(None)
        self._wake.set()
        if not self._is_taking:
            self._cut_off()

    def _cut_off(self) -> None:
        if self._cut is not None:
            self._cut()

    async def next(self) -> bytes | None:
        """The next chunk; None at the end."""
        self._is_taking = True
        while not self._waiting:
            self._wake.clear()
            await self._wake.wait()
        self._is_taking = False
        return self._waiting.popleft()


class Readers:
    """The open streams of one kind in this process: how many there are, in all and by their readers' addresses.

    `too_many` is the status and code of the refusal of one more, `detail` its words.
    """

    def __init__(self, too_many: tuple[int, str], detail: str) -> None:
        self._too_many, self._detail = too_many, detail
        self._addresses: dict[Stream, str] = {}
        self._of_address: Counter[str] = Counter()
        self.has_ended = False

    def __len__(self) -> int:
        return len(self._addresses)

    def open(self, request: Request) -> Stream:
        """A stream for the client of this request, to be `left`. Raises Problem when there is room for no more."""
        address = name_of(request)
        if self.has_ended or len(self) >= MOST_STREAMS or self._of_address[address] >= MOST_STREAMS_PER_ADDRESS:
            raise Problem(*self._too_many, self._detail, headers={"Retry-After": "10"})
        stream = stream_for(request)
        self._addresses[stream] = address
        self._of_address[address] += 1
        return stream

    def left(self, stream: Stream) -> None:
        address = self._addresses.pop(stream)
        self._of_address[address] -= 1
        if not self._of_address[address]:
            del self._of_address[address]

    def beat(self) -> None:
        for stream in list(self._addresses):
            stream.beat()

    def end(self) -> None:
        """End every stream, and open no more."""
        self.has_ended = True
        for stream in list(self._addresses):
            stream.end()


def answer_to_head(request: Request) -> Response | None:
    """What a HEAD is answered, which opens no stream: nobody would read it. None for any other method."""
    return Response(headers=HEADERS, media_type=MEDIA_TYPE) if request.method == "HEAD" else None


class EventStreamResponse(StreamingResponse):
    """Sends a stream until it ends or its reader goes, then calls `on_gone`."""

    def __init__(self, stream: Stream, on_gone: Callable[[Stream], None]) -> None:
        super().__init__(_chunks(stream), headers=HEADERS, media_type=MEDIA_TYPE)
        self._stream, self._on_gone = stream, on_gone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._on_gone(self._stream)


async def _chunks(stream: Stream) -> AsyncIterator[bytes]:
    while (chunk := await stream.next()) is not None:
        yield chunk


def stream_for(request: Request) -> Stream:
    """A stream for the client of this request."""
    return Stream(request.scope.get(CUT))


def cut_of(request: Request) -> Callable[[], None]:
    """What cuts the line of this request; it does nothing under a server that is not ours."""
    cut: Callable[[], None] = request.scope.get(CUT, lambda: None)
    return cut
