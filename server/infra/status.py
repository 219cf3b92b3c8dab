"""Whether the server is up, and the servers behind it, for health checks and for people."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from redis.asyncio import Redis

from server.infra.evictions import EvictionWatch
from server.infra.postgres import POSTGRES_AWAY, Pool, within
from server.infra.redis import REDIS_AWAY
from server.infra.web import Answer, Call, Endpoints, endpoint

WAIT_S = 0.7  # for both at once, so that the response comes within a second even if neither responds

_WRITABLE = "SELECT current_setting('transaction_read_only') = 'off'"  # a standby says "on"

State = Literal["ok", "away"]


@dataclass(frozen=True, slots=True)
class Health:
    status: Literal["ok"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """`status` is `ok` while games can be started: PostgreSQL responds and is writable. The server bears
    Redis being away. `redis_may_evict`: its settings let it throw keys away; null until it has been asked."""

    status: State
    postgres: State
    redis: State
    redis_may_evict: bool | None


def endpoints(pg: Pool, redis: Redis, evictions: EvictionWatch) -> Endpoints:
    calls = _Calls(pg, redis, evictions)
    return [
        endpoint("GET", "/healthz", calls.healthz, "This process answers"),
        endpoint("GET", "/readyz", calls.readyz, "Games can be started"),
    ]


class _Calls:
    def __init__(self, pg: Pool, redis: Redis, evictions: EvictionWatch) -> None:
        self._pg, self._redis, self._evictions = pg, redis, evictions

    async def healthz(self, _: Call) -> Health:
        return Health("ok")

    async def readyz(self, _: Call) -> Answer[Readiness]:
        postgres, redis = await asyncio.gather(self._postgres(), self._cache())
        answer = Readiness(postgres, postgres, redis, self._evictions.may_evict)
        return Answer(answer, 200 if postgres == "ok" else 503)

    async def _postgres(self) -> State:
        try:
            with within(WAIT_S):  # includes waiting for a connection when all are taken
                return "ok" if await self._pg.fetchval(_WRITABLE) else "away"
        except POSTGRES_AWAY:
            return "away"

    async def _cache(self) -> State:
        try:
            async with asyncio.timeout(WAIT_S):
                await self._redis.ping()
        except REDIS_AWAY:
            return "away"
        return "ok"
