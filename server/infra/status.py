"""Is the server up, and are the servers behind it? For health checks and people."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from redis.asyncio import Redis

from server.infra.postgres import POSTGRES_AWAY, Pool
from server.infra.redis import REDIS_AWAY
from server.infra.web import Answer, Call, Endpoints, endpoint

POSTGRES_WAIT_S = 2

State = Literal["ok", "away"]


@dataclass(frozen=True, slots=True)
class Health:
    status: Literal["ok"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """`status` is `ok` while games can be started: PostgreSQL answers. Redis away alone is endured."""

    status: State
    postgres: State
    redis: State


def endpoints(pg: Pool, redis: Redis) -> Endpoints:
    calls = _Calls(pg, redis)
    return [
        endpoint("GET", "/healthz", calls.healthz, "This process answers"),
        endpoint("GET", "/readyz", calls.readyz, "Games can be started"),
    ]


class _Calls:
    def __init__(self, pg: Pool, redis: Redis) -> None:
        self._pg, self._redis = pg, redis

    async def healthz(self, _: Call) -> Health:
        return Health("ok")

    async def readyz(self, _: Call) -> Answer[Readiness]:
        postgres = await self._postgres()
        return Answer(Readiness(postgres, postgres, await self._cache()), 200 if postgres == "ok" else 503)

    async def _postgres(self) -> State:
        try:
            async with asyncio.timeout(POSTGRES_WAIT_S):  # also for a connection, when all are taken
                await self._pg.fetchval("SELECT 1")
        except POSTGRES_AWAY:
            return "away"
        return "ok"

    async def _cache(self) -> State:
        try:
            await self._redis.ping()
        except REDIS_AWAY:
            return "away"
        return "ok"
