"""One Redis client for a server process: bytes in and out, short timeouts, no retries of its own.

Laws:
- A command that failed may or may not have been carried out, so it is not repeated here; callers repeat writes that are
  safe to repeat, and all callers go on without Redis.
- A Redis that hangs costs one timeout, not one per command: for SILENT_S after a command got no reply, commands of the
  client fail at once. A `Line` always tries, and its first reply ends the silence.
- The client's commands share one connection (redis_line); its pool is for pipelines and subscriptions, and for the
  rate limits, whose library makes a client of its own on it.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from hiredis import pack_command  # redis.asyncio packs in Python: three times as long for a command of 900 arguments
from redis.asyncio import BlockingConnectionPool, Connection, Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.client import EMPTY_RESPONSE, NEVER_DECODE
from redis.driver_info import DriverInfo
from redis.exceptions import (
    AskError,
    ClusterError,
    ConnectionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)
from redis.exceptions import TimeoutError as NoAnswer

from server.infra.redis_cluster import ClusterClient, slot_of
from server.infra.redis_line import SharedLine
from server.infra.redis_url import RedisAddress, redis_address

CONNECT_TIMEOUT_S = 1
COMMAND_TIMEOUT_S = 1
CONNECTIONS = 50  # one pipeline at a time is common; with more, a caller waits as long as a command may take
SCANNED_AT_ONCE = 1_000
_DRIVER = DriverInfo()  # each connection would read its version from the files of the package
SILENT_S = 2  # longer than the lines of a server process leave between two attempts


# What each returns is entered around every command of clients that are made from then on (spans.py).
watchers: list[Callable[[Sequence[Any]], AbstractContextManager[object]]] = []


class WritesRefused(ResponseError):
    """Redis takes no writes now: its disk is full, or it misses the replicas that it was told to have."""


# These tell a Redis that cannot be reached, or takes no writes, from a command that was wrong.
REDIS_UNABLE: tuple[type[BaseException], ...] = (
    ConnectionError,
    NoAnswer,
    OSError,
    TimeoutError,
    WritesRefused,
    OutOfMemoryError,
    ReadOnlyError,
)
_REFUSED = ("MISCONF", "NOREPLICAS")  # redis has no classes for these
# Everything that means that Redis is away. Use it as `except REDIS_AWAY:`.
REDIS_AWAY: tuple[type[BaseException], ...] = (RedisError, OSError, TimeoutError)


class _Pool(BlockingConnectionPool):
    """A pool that knows when Redis hangs."""

    _silent_until_s = 0.0

    def __init__(self, connection_class: Any = Connection, **options: Any) -> None:
        super().__init__(connection_class=_telling(connection_class, self.no_answer), **options)

    async def get_connection(self, *args: Any, **options: Any) -> AbstractConnection:
        self.must_not_be_silent()
        # redis leaves it untyped
        connection: AbstractConnection = await super().get_connection(*args, **options)  # type: ignore[no-untyped-call]
        return connection

    def must_not_be_silent(self) -> None:
        if time.monotonic() < self._silent_until_s:
            raise ConnectionError("Redis has not answered lately")

    def no_answer(self) -> None:
        self._silent_until_s = time.monotonic() + SILENT_S

    def answered(self) -> None:
        self._silent_until_s = 0.0


class _Client(Redis):
    """Raises DataError for an argument that is neither text, bytes nor a number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        pool: Any = self.connection_pool
        self._pool = pool
        self._line = SharedLine(
            pool.make_connection,
            timeout_s=pool.connection_kwargs.get("socket_timeout") or COMMAND_TIMEOUT_S,
            no_answer=pool.no_answer,
        )

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        self._pool.must_not_be_silent()
        try:
            answer = await self._line.call(args)
        except ResponseError as error:
            if EMPTY_RESPONSE in options:
                return options[EMPTY_RESPONSE]
            if str(error).startswith(_REFUSED):
                raise WritesRefused(str(error)) from None
            raise
        for name in ("keys", EMPTY_RESPONSE, NEVER_DECODE):
            options.pop(name, None)
        understand = self.response_callbacks.get(args[0])
        return answer if understand is None else understand(answer, **options)

    async def aclose(self, close_connection_pool: bool | None = None) -> None:
        self._line.close()
        await super().aclose(close_connection_pool)


class _WatchedClient(_Client):
    async def execute_command(self, *args: Any, **options: Any) -> Any:
        with ExitStack() as around:
            for watcher in watchers:
                around.enter_context(watcher(args))
            return await super().execute_command(*args, **options)


def open_redis(url: str) -> Redis:
    """A client for the addresses of `redis_url`. Connects when first used; close it with `aclose()`.

    Raises BadRedisUrl.
    """
    address = redis_address(url)
    if not address.seeds:
        return _one_server(address, {})
    return ClusterClient(address.seeds, lambda place: _one_server(address, {"host": place[0], "port": place[1]}))


def _one_server(address: RedisAddress, place: dict[str, Any]) -> Redis:
    options: dict[str, Any] = {
        "max_connections": CONNECTIONS,
        "timeout": COMMAND_TIMEOUT_S,
        "socket_connect_timeout": CONNECT_TIMEOUT_S,
        "socket_timeout": COMMAND_TIMEOUT_S,
        "health_check_interval": 30,
        "retry": Retry(NoBackoff(), 0),
        "decode_responses": False,
        "driver_info": _DRIVER,
    }
    kind = _WatchedClient if watchers else _Client
    return kind.from_pool(_Pool(address.kind, **(options | address.options | place)))


async def every_server(redis: Redis) -> Sequence[Redis]:
    """A client of each server that takes writes: one, or the masters of a cluster. Raises REDIS_AWAY."""
    return await redis.masters() if isinstance(redis, ClusterClient) else [redis]


async def drop_all(redis: Redis, prefix: str) -> None:
    """Drop every key that starts with `prefix`. Raises REDIS_AWAY."""
    pattern = re.sub(r"([*?\[\]\\])", r"\\\1", prefix) + "*"
    async for key in redis.scan_iter(match=pattern, count=SCANNED_AT_ONCE):  # in a cluster, of all its servers
        await redis.unlink(key)


def _telling(kind: Any, no_answer: Callable[[], None]) -> Any:
    """A class of connections that report a command without an answer."""

    class Telling(kind):  # type: ignore[misc] # the base is a value: plain, TLS or Unix
        async def read_response(self, *args: Any, **options: Any) -> Any:
            try:
                return await super().read_response(*args, **options)
            except NoAnswer:
                no_answer()
                raise

    return Telling


class Line:
    """A connection beside the pool, for one caller that sends one command at a time. In a cluster it leads to whoever
    has `key`, and is closed when that is somebody else.

    `server` names the run of the Redis behind it and is None before the first connection: another name means that the
    server was started again, perhaps without its data.
    """

    def __init__(self, redis: Redis, timeout_s: float = COMMAND_TIMEOUT_S, key: str = "") -> None:
        self._redis, self._slot = redis, slot_of(key)
        self._pool: Any = redis.connection_pool
        self._timeout_s = timeout_s
        self._connection: Any = None
        self.server: str | None = None

    async def call(self, *command: str | bytes | int, wait_s: float = 0.0) -> Any:
        """The reply to a command that may block for `wait_s`. Raises ResponseError for an error reply, else one of
        REDIS_AWAY."""
        connection = None
        packed = pack_command(command)  # type: ignore[arg-type] # its stubs take tuples of one
        try:
            async with asyncio.timeout(self._timeout_s + wait_s):
                connection = self._connection or await self._connect()
                # A connection that is given up in the middle would hand its answer to the next command.
                self._connection = None
                await connection.send_packed_command(packed, check_health=False)
                answer = await connection.read_response(timeout=self._timeout_s + wait_s + 1)
        except (AskError, ClusterError) as error:
            await self._lost_its_key(connection)
            raise ConnectionError(str(error)) from error
        except ResponseError:
            self._connection = connection
            self._pool.answered()
            raise
        except BaseException as error:
            if isinstance(self._redis, ClusterClient):
                self._redis.forget_masters()
            if isinstance(error, TimeoutError | NoAnswer):
                self._pool.no_answer()
            if connection is not None:
                await connection.disconnect(nowait=True)
            raise
        self._connection = connection
        self._pool.answered()
        return answer

    async def _lost_its_key(self, connection: AbstractConnection | None) -> None:
        """Another server of the cluster has it: the next call asks which."""
        if isinstance(self._redis, ClusterClient):
            self._redis.forget_masters()
        if connection is not None:
            await connection.disconnect(nowait=True)

    async def _connect(self) -> Any:
        if isinstance(self._redis, ClusterClient):
            self._pool = (await self._redis.master(self._slot)).connection_pool
        connection = self._pool.make_connection()
        try:
            await connection.connect()
            await connection.send_command("INFO", "server", check_health=False)
            about = bytes(await connection.read_response()).decode()
        except BaseException:
            await connection.disconnect(nowait=True)
            raise
        self.server = next((line for line in about.splitlines() if line.startswith("run_id:")), "")
        return connection

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.disconnect(nowait=True)
