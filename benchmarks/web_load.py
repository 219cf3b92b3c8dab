"""HTTP/1.1 requests over a few kept connections, each sent when the last one is answered: a client that costs little.

httpx spends more on a request than our server on the answer, so it would be what is measured.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import orjson
import uvloop

LIMIT_S = 120  # for all of them
_END = b"\r\n\r\n"
_LENGTH = b"content-length: "


@dataclass(frozen=True, slots=True)
class Answers:
    """`bodies` are in the order of the requests. `client_cpu` is the share of a core that asking took;
    `put_off` counts the answers 503, after which a request was sent again."""

    seconds: float
    late_ms: list[float]
    bodies: list[bytes]
    client_cpu: float
    put_off: int

    @property
    def a_second(self) -> float:
        return len(self.late_ms) / self.seconds

    def late(self, share: float) -> float:
        """A quantile."""
        ordered = sorted(self.late_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def request(method: str, path: str, *, token: str = "", body: Any = None) -> bytes:
    content = b"" if body is None else orjson.dumps(body)
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(content)}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if content:
        lines.append("Content-Type: application/json")
    return "\r\n".join(lines).encode() + _END + content


def ask(port: int, requests: Iterable[bytes], connections: int) -> Answers:
    """Send them all. Exits if one is refused."""
    return uvloop.run(_ask(port, enumerate(requests), connections))


async def _ask(port: int, requests: Iterator[tuple[int, bytes]], connections: int) -> Answers:
    loop, late_ms, bodies = asyncio.get_running_loop(), list[float](), dict[int, bytes]()
    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    made = [
        await loop.create_connection(lambda: _Connection(requests, late_ms, bodies), "127.0.0.1", port)
        for _ in range(connections)
    ]
    async with asyncio.timeout(LIMIT_S):
        await asyncio.gather(*(connection.done for _, connection in made))
    seconds = time.perf_counter() - began_s
    ordered = [bodies[number] for number in sorted(bodies)]
    client_cpu = (time.process_time() - began_cpu_s) / seconds
    return Answers(seconds, late_ms, ordered, client_cpu, sum(connection.put_off for _, connection in made))


class _Connection(asyncio.Protocol):
    def __init__(self, requests: Iterator[tuple[int, bytes]], late_ms: list[float], bodies: dict[int, bytes]) -> None:
        self._requests, self._late_ms, self._bodies = requests, late_ms, bodies
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._held = b""
        self.put_off = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one, and no subclass of it
        self._next()

    def _next(self) -> None:
        self._number, self._request = next(self._requests, (-1, b""))
        if not self._request:
            self._transport.close()
            return
        self._sent_s = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._held += data
        head, end, body = self._held.partition(_END)
        if not end:
            return
        place = head.lower().index(_LENGTH) + len(_LENGTH)
        if len(body) < int(head[place:].partition(b"\r\n")[0]):
            return
        self._held = b""
        self._answered(head, body)

    def _answered(self, head: bytes, body: bytes) -> None:
        status = head[9:12]
        if status == b"503":
            self.put_off += 1
            self._transport.write(self._request)
        elif status.startswith(b"2"):
            self._late_ms.append(1000 * (time.perf_counter() - self._sent_s))
            self._bodies[self._number] = body
            self._next()
        else:
            self.done.set_exception(SystemExit(f"{head.decode()}\n{body.decode()}"))
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done() and self._request:
            self.done.set_exception(SystemExit(f"the server hung up on {self._request.decode()}"))
        elif not self.done.done():
            self.done.set_result(None)
