"""A PostgreSQL that follows the primary, for reads: how far it is behind, and whether it may be read at all.

Laws:
- It is read only while it is known to hold everything that was committed LAG_S ago. Nobody's clock is compared with
  another's: each look notes how far the primary's log was at that moment, and the replica has what it has replayed.
- A server that is away, behind, promoted, or no copy of this primary is not read. That is said in the log when it
  begins and when it ends, and shown by /readyz and the metrics meanwhile.
- A process starts and serves without its replica.

Absent on purpose: which calls read from it (replica_reads).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Literal

import asyncpg
import structlog

from server.infra import metrics
from server.infra.database_url import REPLICA
from server.infra.postgres import POSTGRES_AWAY, BadDatabaseUrl, BoundedPool, Pool, open_pool, reading_from, within
from server.infra.tasks import every

log = structlog.get_logger(__name__)

LAG_S = 10.0  # a replica further behind is not read
LOOK_EVERY_S = 1.0
LOOK_S = 1.0  # of each server, in one look
LATE_S = LOOK_EVERY_S + 2 * LOOK_S + 1  # the longest from one look to the next, on a busy loop too
_FAULTS: tuple[type[BaseException], ...] = (*POSTGRES_AWAY, asyncpg.PostgresError, BadDatabaseUrl)
# Statements can fail on a replica alone: a row that it needs was vacuumed on the primary, or a migration has not come
# yet. A fault of the statement itself fails at the primary again.
REPLICA_UNABLE: tuple[type[BaseException], ...] = (*POSTGRES_AWAY, asyncpg.PostgresError)

# The identity of a cluster is that of its copies; databases have their names in all of them.
_SAME = "(SELECT system_identifier FROM pg_control_system())::text || ' ' || current_database() AS cluster"
_PRIMARY = f"SELECT (pg_current_wal_lsn() - '0/0')::bigint AS position, {_SAME}"
_REPLICA = f"""
SELECT pg_is_in_recovery() AS follows, (pg_last_wal_replay_lsn() - '0/0')::bigint AS position, {_SAME}
"""

# `promoted`: it takes writes of its own, so what it holds is no longer the primary's.
ReplicaState = Literal["ok", "lagging", "away", "promoted", "other"]


class Replica:
    """`run()` is the body of a background task; `close()` ends its connections. `url` is one of
    `database_url.database_address`, `size` the number of connections."""

    def __init__(self, url: str, size: int, primary: Pool, clock: Callable[[], float] = time.monotonic) -> None:
        self._url, self._size, self._primary, self.clock = url, size, primary, clock
        self._pool: BoundedPool | None = None
        # When the primary was asked, and how far its log was then.
        self._marks: deque[tuple[float, int]] = deque(maxlen=round(2 * LAG_S / LOOK_EVERY_S))
        self._looked_at_s = 0.0
        self.state: ReplicaState = "away"

    @property
    def may_be_read(self) -> bool:
        return self.state == "ok" and self.clock() - self._looked_at_s <= LATE_S

    def reading(self) -> AbstractContextManager[None]:
        """The block's connections are the replica's. Only while it may be read."""
        return reading_from(self._pool)

    def failed(self, error: BaseException) -> None:
        """A read failed. One that hung up is left alone until the next look; a slow statement says nothing of it."""
        if isinstance(error, (OSError, asyncpg.PostgresConnectionError)) and not isinstance(error, TimeoutError):
            self._turn("away", error)

    async def run(self) -> None:
        await every(LOOK_EVERY_S, self.look, ())

    async def look(self) -> None:
        """Find out what the replica may be used for."""
        try:
            found = await self._found()
        except _FAULTS as error:
            self._turn("away", error)
        else:
            self._turn(found)
        self._looked_at_s = self.clock()

    async def _found(self) -> ReplicaState:
        asked_s = self.clock()
        with within(LOOK_S):
            primary = await self._primary.fetchrow(_PRIMARY)
        assert primary is not None  # a SELECT without FROM
        self._marks.append((asked_s, primary["position"]))
        if self._pool is None:
            self._pool = await open_pool(self._url, self._size, REPLICA)
        with within(LOOK_S):
            replica = await self._pool.fetchrow(_REPLICA)
        assert replica is not None
        if replica["cluster"] != primary["cluster"]:
            return "other"
        if not replica["follows"]:
            return "promoted"
        has = max((at_s for at_s, position in self._marks if position <= replica["position"]), default=None)
        lag_s = float("inf") if has is None else self.clock() - has
        metrics.REPLICA_LAG_SECONDS.set(lag_s)
        return "ok" if lag_s <= LAG_S else "lagging"

    def _turn(self, state: ReplicaState, error: BaseException | None = None) -> None:
        if state != self.state or self._looked_at_s == 0.0:
            why = {} if error is None else {"error": str(error) or type(error).__name__}
            if state == "ok":
                log.info("replica_is_read")
            else:
                log.warning("replica_is_not_read", state=state, **why)
        self.state = state
        metrics.REPLICA_IS_READ.set(state == "ok")

    async def close(self) -> None:
        if self._pool is None:
            return
        try:
            async with asyncio.timeout(LOOK_S):
                await self._pool.close()
        except TimeoutError:  # a statement hangs
            self._pool.terminate()
