"""Is the server up, and are the servers behind it? For health checks and people."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from pydantic import BaseModel
from redis.asyncio import Redis

from server.infra.postgres import POSTGRES_AWAY, Pool
from server.infra.redis import REDIS_AWAY
from server.infra.web import Call, Endpoint, json_response

POSTGRES_WAIT_S = 2

State = Literal["ok", "away"]


class Health(BaseModel):
    status: Literal["ok"]


class Readiness(BaseModel):
    """`status` is `ok` while games can be started: PostgreSQL answers. Redis away alone is endured."""

    status: State
    postgres: State
    redis: State


def endpoints(pg: Pool, redis: Redis) -> list[Endpoint]:
    async def healthz(_: Call) -> Any:
        return {"status": "ok"}

    async def readyz(_: Call) -> Any:
        postgres: State = "ok"
        cache: State = "ok"
        try:
            async with asyncio.timeout(POSTGRES_WAIT_S):  # also for a connection, when all are taken
                await pg.fetchval("SELECT 1")
        except POSTGRES_AWAY:
            postgres = "away"
        try:
            await redis.ping()
        except REDIS_AWAY:
            cache = "away"
        answer = {"status": postgres, "postgres": postgres, "redis": cache}
        return json_response(answer, 200 if postgres == "ok" else 503)

    return [
        Endpoint(method="GET", path="/healthz", handler=healthz, summary="This process answers", returns=Health),
        Endpoint(method="GET", path="/readyz", handler=readyz, summary="Games can be started", returns=Readiness),
    ]
