"""The queues of a process: how a job is done, in one task for each queue.

Laws:
- A queue has its own task and its own connection, so a slow, failing or waiting one does not delay the others. That it
  is always the same one spares PostgreSQL planning every consumer's statements on every connection.
- Behind a pooler periodic work is done without a transaction around it: works that are due at once would hold all of
  the pooler's connections, and wait for each other as soon as they ask for more. Of the consumers `standings` alone
  asks for more than its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import structlog

from server.feed import jobs, metrics
from server.feed.consumers import EFFECT_LIMIT, MOST_TRIES, WORK_LIMIT, Consumer, Delay, Periodic
from server.feed.jobs import Job
from server.feed.patience import Away, Patience
from server.infra.postgres import POSTGRES_AWAY, BoundedPool, Connection, is_lost, within
from server.infra.tasks import end_all

log = structlog.get_logger(__name__)

KEPT_AGAIN_S = 10.0
LET_GO_S = 1.0  # of a process that stops
TOGETHER = 50  # results whose effects are one transaction, where a consumer can: some ten milliseconds
# A step costs each consumer some ten round trips, for one game nearly as much as for fifty. While games end all the
# time a step a second does for all of them; a game that ends alone does not wait for that.
REST_S = 1.0


class Queue(ABC):
    """Takes jobs until none is due, then waits to be woken."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._woken = asyncio.Event()
        self._patience = Patience(name)  # with whatever its effects need beside PostgreSQL
        self._stopping = asyncio.Event()

    def wake(self) -> None:
        """Something may be due."""
        self._woken.set()

    def stop(self) -> None:
        """Take no further job; a running one is finished."""
        self._stopping.set()
        self._woken.set()

    async def run(self, pg: BoundedPool, postgres: Patience) -> None:
        """Runs until `stop`, from the first `wake` on: until then nothing is due, and no connection is opened.

        `pg` is its own. `postgres`, which the queues of this process share, tracks whether PostgreSQL is away.
        """
        await self._woken.wait()
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                is_busy = await self._step(pg)
            except Away as error:
                await self._patience.wait(error, self._stopping)
                continue
            except Exception as error:  # not an effect's own fault: that was counted
                await postgres.wait(error, self._stopping)
                continue
            postgres.answered()
            if not is_busy and not self._stopping.is_set():
                await self._woken.wait()

    @abstractmethod
    async def _step(self, pg: BoundedPool) -> bool:
        """Do one job, or one batch; False when no other is due."""


class Spreading(Queue):
    """Results become jobs of the consumers."""

    def __init__(self, consumers: Sequence[Queue]) -> None:
        super().__init__(jobs.GAME_ENDED)
        self._consumers = {consumer.name: consumer for consumer in consumers}
        self.rests_until_s = -math.inf  # by the loop's clock

    async def _step(self, pg: BoundedPool) -> bool:
        async with pg.acquire() as connection:
            spread = await jobs.spread(connection)
        if spread.games > 1:
            self.rests_until_s = asyncio.get_running_loop().time() + REST_S
        for name in spread.queues:
            if consumer := self._consumers.get(name):  # another release may have others
                consumer.wake()
        return spread.games == jobs.SPREAD_AT_ONCE


class _Held(Queue):
    """Jobs that are held while their effect runs: one at a time, or `most`."""

    limit = EFFECT_LIMIT

    def __init__(self, name: str, most: int = 1) -> None:
        super().__init__(name)
        self._most = most
        self._alone = 0  # so many jobs are taken one at a time

    async def _step(self, pg: BoundedPool) -> bool:
        async with pg.acquire() as connection, connection.transaction():
            most = 1 if self._alone else self._most
            taken = await jobs.take(connection, self.name, most)
            if not taken:
                self._alone = 0
                return False
            self._alone = max(0, self._alone - 1)
            try:
                async with connection.transaction(), asyncio.timeout(self.limit.total_seconds()):
                    await self._do(connection, taken)
            except Away:
                raise
            except Exception as error:
                if is_lost(connection):
                    raise  # PostgreSQL went away: the jobs are unchanged
                if len(taken) == 1:
                    await self._failed(connection, taken[0], error)
                else:  # which of them it was is found out
                    self._alone = len(taken)
            else:
                metrics.JOBS.labels(self.name, "done").inc(len(taken))
            self._patience.answered()
            return self._alone > 0 or len(taken) == most

    @abstractmethod
    async def _do(self, connection: Connection, taken: Sequence[Job]) -> None:
        """The effect, and the jobs' end."""

    @abstractmethod
    async def _failed(self, connection: Connection, job: Job, error: Exception) -> None: ...


class Consuming(_Held):
    """Results for one consumer."""

    def __init__(self, consumer: Consumer, delay: Delay) -> None:
        super().__init__(consumer.name, 1 if consumer.together is None else TOGETHER)
        self._consumer, self._delay = consumer, delay

    async def _do(self, connection: Connection, taken: Sequence[Job]) -> None:
        subjects = [job.subject for job in taken]
        try:
            if self._consumer.together is not None and len(subjects) > 1:
                await self._consumer.together(connection, subjects)
            else:
                await self._consumer.effect(connection, subjects[0])
        except self._consumer.away as error:
            raise Away(str(error) or type(error).__name__) from error
        await jobs.end(connection, taken)

    async def _failed(self, connection: Connection, job: Job, error: Exception) -> None:
        tries = job.tries + 1
        is_dead = tries >= MOST_TRIES
        await jobs.fail(connection, job, error, None if is_dead else job.at + self._delay(tries))
        metrics.JOBS.labels(self.name, "dead" if is_dead else "failed").inc()
        log.error(
            "feed_dead_letter" if is_dead else "feed_job_failed",
            queue=self.name,
            subject=job.subject,
            tries=tries,
            exc_info=error,
        )


class Working(_Held):
    """One periodic work."""

    limit = WORK_LIMIT

    def __init__(self, periodic: Periodic, delay: Delay) -> None:
        super().__init__(periodic.name)
        self._periodic, self._delay = periodic, delay

    async def _step(self, pg: BoundedPool) -> bool:
        return await (self._step_without_connection(pg) if pg.is_behind_pooler else super()._step(pg))

    async def _step_without_connection(self, pg: BoundedPool) -> bool:
        """The job is kept by its row, and no connection is held while it is done."""
        async with pg.acquire() as connection, connection.transaction():
            taken = await jobs.take(connection, self.name, 1)
            for job in taken:
                await jobs.keep(connection, job, jobs.KEPT)
        for job in taken:
            await self._do_kept(pg, job)
        return False  # it has one job

    async def _do_kept(self, pg: BoundedPool, job: Job) -> None:
        try:
            async with _keeping(pg, job), asyncio.timeout(self.limit.total_seconds()):
                await self._periodic.work(job.at)
        except Exception as error:
            async with pg.acquire() as connection:
                await self._failed(connection, job, error)
        except asyncio.CancelledError:
            with contextlib.suppress(*POSTGRES_AWAY), within(LET_GO_S):
                async with pg.acquire() as connection:
                    await jobs.keep(connection, job, timedelta())
            raise
        else:
            async with pg.acquire() as connection:
                await jobs.again(connection, job, self._periodic.turn_after(job.at))
            metrics.JOBS.labels(self.name, "done").inc()

    async def _do(self, connection: Connection, taken: Sequence[Job]) -> None:
        (job,) = taken
        await self._periodic.work(job.at)
        await jobs.again(connection, job, self._periodic.turn_after(job.at))

    async def _failed(self, connection: Connection, job: Job, error: Exception) -> None:
        """Never a dead letter: the next turn comes in any case."""
        tries = job.tries + 1
        delay: timedelta = self._delay(tries)
        await jobs.fail(connection, job, error, min(job.at + delay, self._periodic.turn_after(job.at)))
        metrics.JOBS.labels(self.name, "failed").inc()
        log.error("feed_work_failed", queue=self.name, tries=tries, exc_info=error)


@contextlib.asynccontextmanager
async def _keeping(pg: BoundedPool, job: Job) -> AsyncIterator[None]:
    """Nobody else takes the job while this process does it, unless it cannot say so for `jobs.KEPT`: then two do it."""

    async def keep() -> None:
        while True:
            await asyncio.sleep(KEPT_AGAIN_S)
            try:
                async with pg.acquire() as connection:
                    await jobs.keep(connection, job, jobs.KEPT)
            except POSTGRES_AWAY as error:
                log.info("feed_work_not_kept", job=job.id, error=str(error) or type(error).__name__)
            except Exception:  # our own bug
                log.exception("feed_work_not_kept", job=job.id)

    task = asyncio.create_task(keep())
    try:
        yield
    finally:
        await end_all([task])
