"""Whether the server is up, and the servers behind it, for health checks and for people."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

import asyncpg

from server.infra.evictions import EvictionWatch
from server.infra.postgres import POSTGRES_AWAY, Pool, within
from server.infra.redis import REDIS_AWAY
from server.infra.redis_writes import WriteWatch
from server.infra.replica import Replica, ReplicaState
from server.infra.web import Answer, Call, Endpoints, endpoint

WAIT_S = 0.7  # for both at once, so that the response comes within a second even if neither responds

# A standby is not writable. The table of migrations is the last that a restore puts back.
_STATE = """
SELECT current_setting('transaction_read_only') = 'off' AS writable, to_regclass('_prisma_migrations') AS whole
"""

State = Literal["ok", "away"]
RedisState = Literal["ok", "away", "refuses"]


@dataclass(frozen=True, slots=True)
class Health:
    status: Literal["ok"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """`status` is `ok` while games can be started: PostgreSQL responds and is writable. The server bears Redis being
    away, or refusing every write (`refuses`). `redis_may_evict`: its settings let it throw keys away; null until it has
    been asked. `postgres_replica` is read only while it is `ok`: it may be more than ten seconds behind, no replica any
    more, or one of another primary. Null where there is none."""

    status: State
    postgres: State
    postgres_replica: ReplicaState | None
    redis: RedisState
    redis_may_evict: bool | None


def endpoints(pg: Pool, evictions: EvictionWatch, writes: WriteWatch, replica: Replica | None = None) -> Endpoints:
    calls = _Calls(pg, evictions, writes, replica)
    return [
        endpoint("GET", "/healthz", calls.healthz, "This process answers"),
        endpoint("GET", "/readyz", calls.readyz, "Games can be started"),
    ]


class _Calls:
    def __init__(self, pg: Pool, evictions: EvictionWatch, writes: WriteWatch, replica: Replica | None) -> None:
        self._pg, self._evictions, self._writes, self._replica = pg, evictions, writes, replica

    async def healthz(self, _: Call) -> Health:
        return Health("ok")

    async def readyz(self, _: Call) -> Answer[Readiness]:
        postgres, redis = await asyncio.gather(self._postgres(), self._cache())
        replica = None if self._replica is None else self._replica.state
        answer = Readiness(postgres, postgres, replica, redis, self._evictions.may_evict)
        return Answer(answer, 200 if postgres == "ok" else 503)

    async def _postgres(self) -> State:
        try:
            with within(WAIT_S):  # includes waiting for a connection when all are taken
                async with self._pg.acquire() as connection:
                    state = await connection.fetchrow(_STATE)
                    assert state is not None  # a SELECT without FROM
                    if not state["writable"]:  # said to the pool, which then looks for another primary
                        raise asyncpg.ReadOnlySQLTransactionError("PostgreSQL is read-only")
        except POSTGRES_AWAY:
            return "away"
        return "ok" if state["whole"] else "away"

    async def _cache(self) -> RedisState:
        try:
            async with asyncio.timeout(WAIT_S):
                await self._writes.look()
        except REDIS_AWAY:
            return "away"
        return "ok" if self._writes.refuses is None else "refuses"
