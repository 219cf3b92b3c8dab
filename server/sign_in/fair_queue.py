"""A queue before a few threads in which nobody's work keeps everybody else's out.

Laws:
- Clients take turns: however much one has waiting, another's first piece of work comes after one of each client.
- When the queue is full, a client with fewer pieces waiting takes the place of the newest piece of the client with the
  most. So one client never fills it, nor do two.
- A piece whose caller has gone is not begun. One that runs keeps its thread until it is done.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class QueueFull(Exception):
    """There is no place, or it went to somebody with less waiting. Come back later."""


@dataclass(slots=True, eq=False)
class _Piece:
    client: Hashable
    shares: Sequence[Hashable]
    work: Callable[[], Any]
    done: asyncio.Future[Any]


class FairQueue:
    """`at_once` threads, `waiting` places. Close it with `close()`."""

    def __init__(self, at_once: int, waiting: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._at_once, self._places = at_once, waiting
        self._running = 0
        self._waiting: dict[Hashable, deque[_Piece]] = {}  # by client; whose turn is next comes first
        self._held: Counter[Hashable] = Counter()  # by share: waiting and running

    async def run(self, work: Callable[[], T], client: Hashable, shares: Sequence[tuple[Hashable, int]] = ()) -> T:
        """What `work` returns. `shares` are names, each with the most pieces that may wait or run for it at once.
        Raises QueueFull."""
        if any(self._held[name] >= most for name, most in shares):
            raise QueueFull
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        piece = _Piece(client, [name for name, _ in shares], work, done)
        if self._running >= self._at_once and sum(map(len, self._waiting.values())) >= self._places:
            self._displace(client)
        self._held.update(piece.shares)
        self._waiting.setdefault(client, deque()).append(piece)
        done.add_done_callback(lambda _: self._forget(piece))
        self._begin()
        return await done

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _displace(self, client: Hashable) -> None:
        """Make room for a piece of this client. Raises QueueFull when nobody has more waiting than it would have."""
        most = max(self._waiting.values(), key=len, default=None)
        if most is None or len(most) <= len(self._waiting.get(client, ())) + 1:
            raise QueueFull
        newest = most[-1]
        self._forget(newest)
        newest.done.set_exception(QueueFull())

    def _forget(self, piece: _Piece) -> None:
        """It waits no more."""
        line = self._waiting.get(piece.client)
        if line is None or piece not in line:
            return
        line.remove(piece)
        if not line:
            del self._waiting[piece.client]
        self._release(piece)

    def _release(self, piece: _Piece) -> None:
        for name in piece.shares:
            self._held[name] -= 1
            if not self._held[name]:
                del self._held[name]

    def _begin(self) -> None:
        """As much as there are threads for, one of each client in turn."""
        while self._running < self._at_once and self._waiting:
            client, line = next(iter(self._waiting.items()))
            del self._waiting[client]
            piece = line.popleft()
            if line:
                self._waiting[client] = line  # behind all others
            self._running += 1
            running = asyncio.get_running_loop().run_in_executor(self._threads, piece.work)
            running.add_done_callback(partial(self._ended, piece))

    def _ended(self, piece: _Piece, result: asyncio.Future[Any]) -> None:
        self._running -= 1
        self._release(piece)
        if not piece.done.done():  # otherwise its caller has gone
            if result.cancelled():
                piece.done.cancel()
            elif (error := result.exception()) is not None:
                piece.done.set_exception(error)
            else:
                piece.done.set_result(result.result())
        self._begin()
