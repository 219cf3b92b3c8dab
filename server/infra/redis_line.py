"""One connection to Redis for the commands of everybody in a process: each is sent at once, and the answers come in
the order of the commands.

Why not a connection a command, as redis has it: a command costs a tenth of the CPU, and at the end of a game there are
several of them.

Laws:
- Nothing blocks here, for it would block all: who waits in Redis (BLPOP), subscribes or watches has a connection of its
  own.
- While answers are due, one comes every `timeout_s`. Otherwise the line is cut, and whoever waits on it is told.
- A command whose caller has gone is answered all the same; its answer is thrown away.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from hiredis import PushNotification, Reader, pack_command
from redis._parsers.base import BaseParser
from redis.exceptions import ConnectionError, DataError, InvalidResponse
from redis.exceptions import TimeoutError as NoAnswer

MOST_WAITING = 20_000  # commands: more than a second of what a process sends, after which an answer is due
ONE_MORE_TURN_S = 0.05  # a busy event loop runs its timers before it reads what has arrived in the meantime
_NOTHING = object()


class SharedLine:
    """`open_connection` makes a connection of redis, connected; `no_answer` is told of a Redis that hangs."""

    def __init__(self, open_connection: Callable[[], Any], *, timeout_s: float, no_answer: Callable[[], None]) -> None:
        self._open_connection, self._timeout_s, self._no_answer = open_connection, timeout_s, no_answer
        self._wire: _Wire | None = None
        self._connecting: asyncio.Task[_Wire] | None = None

    async def call(self, command: Sequence[Any]) -> Any:
        """The answer. Raises ResponseError for an error reply, else one of REDIS_AWAY."""
        packed = _packed(command)
        wire = self._wire
        if wire is None or wire.is_closed:
            wire = await self._connect()
        return await wire.ask(packed)

    async def _connect(self) -> _Wire:
        task = self._connecting
        if task is None:
            task = self._connecting = asyncio.create_task(self._connected())
            task.add_done_callback(self._tried)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise ConnectionError("the client is closed") from None
            raise

    def _tried(self, task: asyncio.Task[_Wire]) -> None:
        self._connecting = None
        if not task.cancelled() and task.exception() is None:
            self._wire = task.result()

    async def _connected(self) -> _Wire:
        connection = self._open_connection()
        try:
            await connection.connect()
        except BaseException:
            await connection.disconnect(nowait=True)
            raise
        # The line that redis has opened and greeted, TLS or not, taken over; it has no public name.
        writer: asyncio.StreamWriter = connection._writer  # noqa: SLF001
        connection._reader = connection._writer = None  # noqa: SLF001
        return _Wire(writer, self._timeout_s, self._no_answer)

    def close(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
        if self._wire is not None:
            self._wire.end(ConnectionError("the client is closed"))


class _Wire(asyncio.Protocol):
    def __init__(self, writer: asyncio.StreamWriter, timeout_s: float, no_answer: Callable[[], None]) -> None:
        self._writer = writer  # who forgets it closes the transport
        self._transport: Any = writer.transport
        self._loop = asyncio.get_running_loop()
        self._timeout_s, self._no_answer = timeout_s, no_answer
        self._reader = Reader(protocolError=InvalidResponse, replyError=BaseParser.parse_error, notEnoughData=_NOTHING)
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._heard_s = 0.0
        self._watching: asyncio.TimerHandle | None = None
        self.is_closed = False
        self._transport.set_protocol(self)

    def ask(self, packed: bytes) -> asyncio.Future[Any]:
        if len(self._waiting) >= MOST_WAITING:
            raise ConnectionError("too many commands wait for Redis")
        if not self._waiting:
            self._heard_s = self._loop.time()
            if self._watching is None:
                self._watching = self._loop.call_later(self._timeout_s, self._watch)
        answer: asyncio.Future[Any] = self._loop.create_future()
        self._waiting.append(answer)
        self._transport.write(packed)
        return answer

    def data_received(self, data: bytes) -> None:
        self._heard_s = self._loop.time()
        self._reader.feed(data)
        try:
            while (answer := self._reader.gets()) is not _NOTHING:
                self._answered(answer)
        except (InvalidResponse, IndexError) as error:
            self.end(ConnectionError(f"Redis sent what nobody asked for: {error!r}"))

    def _answered(self, answer: Any) -> None:
        if isinstance(answer, PushNotification):
            return  # of a server about itself: nobody has asked
        waiting = self._waiting.popleft()
        if waiting.done():
            return
        if isinstance(answer, Exception):
            waiting.set_exception(answer)
        else:
            waiting.set_result(answer)

    def connection_lost(self, error: Exception | None) -> None:
        self.end(ConnectionError(f"Redis hung up: {error}" if error else "Redis hung up"))

    def eof_received(self) -> None:
        self.end(ConnectionError("Redis hung up"))

    # ------------------------------------------------------------ silence

    def _watch(self) -> None:
        self._watching = None
        if not self._waiting:
            return
        left_s = self._heard_s + self._timeout_s - self._loop.time()
        if left_s > 0:
            self._watching = self._loop.call_later(left_s, self._watch)
        else:
            self._watching = self._loop.call_later(ONE_MORE_TURN_S, self._after_a_turn, self._heard_s)

    def _after_a_turn(self, heard_s: float) -> None:
        if self._waiting and self._heard_s == heard_s:
            self._no_answer()
            self.end(NoAnswer(f"Redis did not answer within {self._timeout_s:g} s"))
        else:
            self._watch()

    def end(self, error: Exception) -> None:
        """Hang up; whoever waits gets the error."""
        self.is_closed = True
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
        self._transport.abort()
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_exception(error)


def _packed(command: Sequence[Any]) -> bytes:
    """Names of two words are two arguments."""
    name, *rest = command
    try:
        packed: bytes = pack_command((*name.split(), *rest))
    except TypeError as error:
        raise DataError(str(error)) from error
    return packed
