"""The feed of one process: a task for each queue, and one that watches what is due.

A game that ends here wakes its queue in memory, a moment later: games that end together are spread together. While
games end all the time it is woken once a second. Jobs written elsewhere are found by LISTEN, and by a look every
second, which also finds the jobs of a killed process. So without a working LISTEN (behind a connection pooler) only
time is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta

import structlog

from server.feed import jobs, metrics
from server.feed.consumers import Consumer, Delay, Periodic, back_off
from server.feed.patience import Patience
from server.feed.queues import Consuming, Queue, Spreading, Working
from server.infra.postgres import FEED_CONNECTIONS, Connection, Pool, is_lost, open_pool
from server.infra.tasks import end_all

log = structlog.get_logger(__name__)

LOOK_EVERY = timedelta(seconds=1)
COUNT_EVERY_LOOKS = 5
SEEN_EVERY_S = 3_600.0  # far less than `FORGOTTEN_AFTER` of retention.py
GATHER_S = 0.1  # a crowd whose games end at once is one step
STOP_WAIT_S = 2.0  # effects take milliseconds; a longer one is aborted and done again elsewhere


class Feed:
    """`start` begins it and `stop` ends it. Each consumer and each periodic work needs its own name."""

    def __init__(
        self,
        consumers: Sequence[Consumer],
        periodic: Sequence[Periodic] = (),
        *,
        delay: Delay = back_off,
        look_every: timedelta = LOOK_EVERY,
    ) -> None:
        self._consumers, self._periodic, self._look_every = consumers, periodic, look_every
        consuming: list[Queue] = [Consuming(consumer, delay) for consumer in consumers]
        self._spreading = Spreading(consuming)
        working = [Working(one, delay) for one in periodic]
        queues = [self._spreading, *consuming, *working]
        self._queues = {queue.name: queue for queue in queues}
        if len(self._queues) < len(queues):
            raise ValueError("two queues of the feed have one name")
        if self._connections > FEED_CONNECTIONS:
            raise ValueError(f"the feed has {self._connections} queues; see FEED_CONNECTIONS")
        self._heard = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._watcher: asyncio.Task[None] | None = None
        self._gathering: asyncio.TimerHandle | None = None
        self._seen_s = 0.0  # when this process last said which consumers it has
        self._pools: list[Pool] = []

    @property
    def _connections(self) -> int:
        return len(self._queues) + 1  # the watcher's

    async def start(self, url: str) -> None:
        """Opens connections of its own, one for each queue that has work. Raises what `open_pool` raises."""
        watched = await open_pool(url, 1)
        self._pools.append(watched)
        async with watched.acquire() as connection:  # before any game is spread, so that ours are among its consumers
            await self._make_known(connection)
        postgres = Patience("feed")
        self._watcher = asyncio.create_task(self._watch(watched, postgres), name="feed-watch")
        for queue in self._queues.values():
            own = await open_pool(url, 1, opened=0)
            self._pools.append(own)
            self._tasks.append(asyncio.create_task(queue.run(own, postgres), name=f"feed-{queue.name}"))

    async def stop(self) -> None:
        """Take no further job. Running jobs get a little time, and are then aborted, which undoes them."""
        if self._gathering is not None:
            self._gathering.cancel()
        for queue in self._queues.values():
            queue.stop()
        if self._watcher is not None:
            await end_all([self._watcher])
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_WAIT_S)
            await end_all(self._tasks)
        try:
            async with asyncio.timeout(STOP_WAIT_S):
                await asyncio.gather(*(pool.close() for pool in self._pools), return_exceptions=True)
        except TimeoutError:
            for pool in self._pools:
                pool.terminate()

    def game_ended(self) -> None:
        """A result was committed by this process."""
        if self._gathering is None:
            loop = asyncio.get_running_loop()
            self._gathering = loop.call_at(max(loop.time() + GATHER_S, self._spreading.rests_until_s), self._gathered)

    def _gathered(self) -> None:
        self._gathering = None
        self._spreading.wake()

    def _will_wake(self, name: str) -> bool:
        return name == self._spreading.name and self._gathering is not None

    # ------------------------------------------------------------ watching

    async def _watch(self, pg: Pool, postgres: Patience) -> None:
        while True:
            try:
                async with pg.acquire() as connection, _listening(connection, self._hear):
                    await self._look_for_ever(connection, postgres)
            except Exception as error:
                await postgres.wait(error)

    def _hear(self, *_: object) -> None:
        self._heard.set()

    async def _make_known(self, connection: Connection) -> None:
        await self._tell_of_consumers(connection, jobs.know_consumer)
        now = await connection.fetchval("SELECT now()")
        for one in self._periodic:
            await jobs.know_periodic(connection, one.name, one.turn_after(now))

    async def _tell_of_consumers(self, connection: Connection, tell: Callable[..., Awaitable[None]]) -> None:
        for one in self._consumers:
            if one.ended_games:
                await tell(connection, one.name, sorted(one.modes), reads_notes=one.reads_notes)
        self._seen_s = time.monotonic()

    async def _look_for_ever(self, connection: Connection, postgres: Patience) -> None:
        looks = 0
        while True:
            if time.monotonic() - self._seen_s >= SEEN_EVERY_S:
                await self._tell_of_consumers(connection, jobs.see_consumer)
            self._heard.clear()
            waits = await jobs.waits(connection, list(self._queues))
            for name, wait in waits.items():
                if wait <= timedelta() and not self._will_wake(name):
                    self._queues[name].wake()
            if looks % COUNT_EVERY_LOOKS == 0:
                await metrics.count(connection, list(self._queues))
            looks += 1
            postgres.answered()
            soonest = min((wait for wait in waits.values() if wait > timedelta()), default=self._look_every)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(soonest, self._look_every).total_seconds()):
                    await self._heard.wait()


@contextlib.asynccontextmanager
async def _listening(connection: Connection, hear: Callable[..., None]) -> AsyncIterator[None]:
    await connection.add_listener(jobs.CHANNEL, hear)
    try:
        yield
    finally:
        if not is_lost(connection):
            await connection.remove_listener(jobs.CHANNEL, hear)
