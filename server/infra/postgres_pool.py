"""A pool of connections in which nothing waits without a bound.

Laws:
- Waiting for a connection takes ACQUIRE_S at most, QUEUE_S in a queue that moves.
- A queue for connections is no fault of PostgreSQL while it moves: of the time in it, only that since somebody else was
  last served counts against a bound. A pooler's queue is not seen, so behind one that holds for statements as well.
- `within` bounds all the time that PostgreSQL takes of one piece of work. When it has run out the connection is cut:
  a polite end (a CancelRequest, ROLLBACK, the reset for the next user) would wait for the very server that is stuck.
- Time in which this process stood still, or was behind with its own work, is not PostgreSQL's: its answer may have been
  there all the while. A timer that rings late says how much that was.
- A connection that was cut or broke goes back as an empty place; the next user of that place connects anew.
- Every fault of a connection is one of POSTGRES_AWAY; an InterfaceError that leaves here is our own bug.

- Inside `reading_from` a pool hands out connections of another server's pool, which may be a little behind. What is
  kept for others, or compared with what Redis holds, is read inside `as_it_is`.

Absent on purpose: trying again. The caller knows what may be repeated.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import ContextVar
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, Any

import asyncpg

from server.infra.postgres_faults import POSTGRES_AWAY, has_moved, tell_missing

if TYPE_CHECKING:
    _Proxy = asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]
else:  # they are generic for type checkers alone
    _Proxy = asyncpg.pool.PoolConnectionProxy
    Pool = asyncpg.Pool

ACQUIRE_S = 5.0  # connecting takes milliseconds, and others hold their place in the pool for not much longer
ONE_MORE_TURN_S = 0.05  # a busy event loop runs its timers before it reads what has arrived in the meantime
RING_S = 0.05  # how often it is looked whether the event loop is in time, while somebody waits
QUEUE_S = 15.0  # nobody waits longer than that; enough for some thousand games that start at once
LAST_RESORT_S = 30.0  # asyncpg's own limit, by the wall clock; for the reset of a released connection too


class _Allowance:
    """The time that PostgreSQL may still take. It runs while a connection is held or waited for, and only then."""

    def __init__(self, seconds: float) -> None:
        self.given_s = self.left_s = seconds
        self.queue_left_s = QUEUE_S  # for statements that may wait in a pooler's queue
        self.holders: set[_Acquired] = set()
        self.is_lifted = False

    def lift(self) -> None:
        """The work is over; tasks that it started and that are still running have their own bounds."""
        self.is_lifted = True
        for holder in self.holders:
            holder.forget_deadline()


_allowance: ContextVar[_Allowance | None] = ContextVar("postgres_allowance", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """PostgreSQL may take `seconds` of the block, all acquires and statements together; then TimeoutError. A queue for
    connections that moves is not its fault, and is bounded by QUEUE_S alone.

    Use it instead of `asyncio.timeout`, which cancels a statement and then waits for the server to confirm. Of nested
    blocks the innermost counts. It covers tasks started inside for as long as the block lasts.
    """
    allowance = _Allowance(seconds)
    token = _allowance.set(allowance)
    try:
        yield
    finally:
        _allowance.reset(token)
        allowance.lift()


class _Elsewhere:
    """Where the connections of a piece of work come from, until it is over: tasks that it started outlive it."""

    def __init__(self, pool: BoundedPool | None) -> None:
        self.pool = pool


_elsewhere: ContextVar[_Elsewhere | None] = ContextVar("postgres_elsewhere", default=None)


@contextmanager
def reading_from(pool: BoundedPool | None) -> Iterator[None]:
    """Every connection that the block acquires is one of `pool`, whichever pool it asks. None: of the one it asks."""
    elsewhere = _Elsewhere(pool)
    token = _elsewhere.set(elsewhere)
    try:
        yield
    finally:
        _elsewhere.reset(token)
        elsewhere.pool = None


def as_it_is() -> AbstractContextManager[None]:
    """The block reads what the primary holds now, wherever the call around it reads."""
    return reading_from(None)


class _Lag:
    """By how much the event loop was behind, in all, while somebody waited: one timer rings for all of them, and sees
    how late it is."""

    def __init__(self) -> None:
        self._sum_s, self._waiting = 0.0, 0
        self._rings_s = math.inf  # when the timer is to ring

    def begin(self) -> None:
        """Somebody waits."""
        self._waiting += 1
        if self._rings_s == math.inf:
            self._set()

    def end(self) -> None:
        self._waiting -= 1

    def seconds(self) -> float:
        return self._sum_s + max(0.0, asyncio.get_running_loop().time() - self._rings_s)

    def _set(self) -> None:
        loop = asyncio.get_running_loop()
        self._rings_s = loop.time() + RING_S
        loop.call_at(self._rings_s, self._ring)

    def _ring(self) -> None:
        self._sum_s, self._rings_s = self.seconds(), math.inf
        if self._waiting:
            self._set()


class BoundedPool(Pool):
    """asyncpg's pool with this module's laws. `server.infra.postgres.open_pool` makes one."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.is_behind_pooler = False
        self.lag = _Lag()
        self.served_s = -math.inf  # when a connection was last given back by work that PostgreSQL had answered

    def acquire(self) -> _Acquired:  # type: ignore[override] # no timeout of the caller's: this module's bounds hold
        """A connection for `async with`. When awaited instead and released by hand, only the acquiring is bounded."""
        elsewhere = _elsewhere.get()
        return _Acquired(self if elsewhere is None or elsewhere.pool is None else elsewhere.pool)

    async def acquire_plainly(self) -> _Proxy:
        """asyncpg's own acquire."""
        return await super().acquire(timeout=LAST_RESORT_S)


class _Acquired:
    """One use of a connection."""

    def __init__(self, pool: BoundedPool) -> None:
        self._pool = pool
        allowance = _allowance.get()
        self._allowance = None if allowance is None or allowance.is_lifted else allowance
        self._loop = asyncio.get_running_loop()
        self._connection: _Proxy | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._lag_before_s = 0.0
        self._held_since_s = 0.0
        self._served_before_s = -math.inf  # when somebody else was, as it ended
        self._was_cut = False

    def __await__(self) -> Generator[Any, None, _Proxy]:
        return self._acquire().__await__()

    async def __aenter__(self) -> _Proxy:
        connection = self._connection = await self._acquire()
        self._held_since_s = self._loop.time()
        if self._allowance is not None and not self._allowance.is_lifted:
            left_s, queue_left_s = self._allowance.left_s, self._allowance.queue_left_s
            self._begin()
            self._watch(lambda: self._in_turn_s(self._held_since_s, left_s, queue_left_s), self._cut)
            self._allowance.holders.add(self)
        return connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        assert self._connection is not None
        self._served_before_s = self._pool.served_s
        if error is None or (isinstance(error, Exception) and not _is_away(error)):
            self._pool.served_s = self._loop.time()
        try:
            tell_missing(error)
            if has_moved(error):
                await self._pool.expire_connections()
            if isinstance(error, asyncpg.InternalClientError):
                self._terminate()
            await self._give_back(self._connection)
        finally:
            self._end()
        if error is None or not _is_away(error):
            return
        if self._was_cut and self._allowance is not None:
            raise TimeoutError(f"PostgreSQL did not answer within {self._allowance.given_s:g} s") from error
        if _is_broken(error):
            raise asyncpg.ConnectionDoesNotExistError(str(error)) from error

    async def _give_back(self, connection: _Proxy) -> None:
        """If it fails the connection is gone; the work itself is done, or has failed with an error of its own."""
        try:
            await self._pool.release(connection)
        except Exception as error:
            if not (_is_away(error) or isinstance(error, asyncpg.InterfaceError)):
                raise

    def forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    async def _acquire(self) -> _Proxy:
        limit_s = ACQUIRE_S if self._allowance is None else min(ACQUIRE_S, self._allowance.left_s)
        begun_s = self._loop.time()
        self._begin()
        try:
            if limit_s <= 0:
                raise TimeoutError
            async with asyncio.timeout(None) as bound:
                # When nobody was served for so long, or so much time has passed even so.
                self._watch(
                    lambda: min(max(begun_s, self._pool.served_s) + limit_s, begun_s + QUEUE_S - self._behind_s()),
                    lambda: bound.reschedule(self._loop.time()),
                )
                return await self._pool.acquire_plainly()
        except TimeoutError as error:
            waited_s = self._loop.time() - begun_s
            raise TimeoutError(f"PostgreSQL gave no connection within {waited_s:.1f} s") from error
        except Exception as error:
            if _is_broken(error):
                raise asyncpg.ConnectionDoesNotExistError(str(error)) from error
            # What PostgreSQL says to who connects is never about a statement of ours.
            if isinstance(error, asyncpg.PostgresError) and not _is_away(error):
                raise asyncpg.CannotConnectNowError(str(error)) from error
            raise
        finally:
            self.forget_deadline()
            self._spend(max(begun_s, self._pool.served_s))

    def _in_turn_s(self, since_s: float, left_s: float, queue_left_s: float) -> float:
        """When a statement has waited too long that may have been in a pooler's queue."""
        if not self._pool.is_behind_pooler:
            return since_s + left_s
        return min(max(since_s, self._pool.served_s) + left_s, since_s + max(left_s, queue_left_s))

    def _begin(self) -> None:
        """PostgreSQL's time runs."""
        self._pool.lag.begin()
        self._lag_before_s = self._pool.lag.seconds()

    def _behind_s(self) -> float:
        """How much of that time this process was behind."""
        return self._pool.lag.seconds() - self._lag_before_s

    def _watch(self, due_s: Callable[[], float], expire: Callable[[], None]) -> None:
        """Call `expire` one turn of the loop after `due_s`, which may move on meanwhile. It does so by as much as the
        loop is behind."""
        at_s = due_s() + self._behind_s()
        if at_s > self._loop.time():
            self._deadline = self._loop.call_at(at_s, self._watch, due_s, expire)
        else:
            self._deadline = self._loop.call_later(ONE_MORE_TURN_S, self._after_a_turn, due_s, expire)

    def _after_a_turn(self, due_s: Callable[[], float], expire: Callable[[], None]) -> None:
        if due_s() + self._behind_s() > self._loop.time():
            self._watch(due_s, expire)
        else:
            expire()

    def _cut(self) -> None:
        self._was_cut = True
        self._terminate()

    def _terminate(self) -> None:
        assert self._connection is not None
        with suppress(asyncpg.InterfaceError):  # it has just been released
            self._connection.terminate()

    def _end(self) -> None:
        self.forget_deadline()
        if self._allowance is not None and self in self._allowance.holders:
            served_s = self._served_before_s if self._pool.is_behind_pooler else -math.inf
            self._allowance.queue_left_s -= max(0.0, self._loop.time() - self._held_since_s - self._behind_s())
            self._spend(max(self._held_since_s, served_s))
            self._allowance.holders.discard(self)

    def _spend(self, since_s: float) -> None:
        """PostgreSQL's time is over, which began at `since_s`."""
        if self._allowance is not None:
            self._allowance.left_s -= max(0.0, self._loop.time() - since_s - self._behind_s())
        self._pool.lag.end()


def _is_away(error: BaseException) -> bool:
    return _is_broken(error) or isinstance(error, POSTGRES_AWAY)


def _is_broken(error: BaseException) -> bool:
    """Whether asyncpg says that a connection, or the pool, is closed or unusable. It has no class for that.

    A statement raises InternalClientError on a connection that was idle when the server announced its end, until the
    end of the stream has arrived as well.
    """
    said = str(error)
    return (
        isinstance(error, asyncpg.InternalClientError)
        or (
            isinstance(error, asyncpg.InterfaceError)
            and ("is closed" in said or "is closing" in said or "released back to the pool" in said)
        )
        or _is_cut_short(error)
    )


def _is_cut_short(error: BaseException) -> bool:
    """Whether asyncpg was about to take the next step of a statement when its connection was cut: it has none then."""
    if not isinstance(error, AttributeError) or not str(error).startswith("'NoneType' object"):
        return False
    *_, (last, _) = walk_tb(error.__traceback__)
    return str(last.f_globals["__name__"]).startswith("asyncpg.")
