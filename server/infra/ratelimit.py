"""Rate limits, shared by all processes through Redis; while Redis is away each process keeps its own.

Law: a limit affects its caller and nobody else; losing Redis never locks anybody out and never lifts the limits.
Absent on purpose: which rate an endpoint has (its `Endpoint.rate`) and limits on the play socket.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.asyncio import Redis

from server.infra import metrics
from server.infra.redis import REDIS_AWAY
from server.infra.redis_cluster import ClusterClient
from server.infra.web import Problem

log = structlog.get_logger(__name__)

REDIS_RETRY_S = 5  # so that a Redis that is away costs one timeout in five seconds, not one per request


class Limits(Protocol):
    """`await limits("10/minute", key)` counts one call, and raises Problem 429 past the rate."""

    async def __call__(self, rate: str, key: str) -> None: ...

    async def check(self, rate: str, key: str) -> None:
        """Raises as a call would, and counts nothing."""


class _NoLimits:
    async def __call__(self, rate: str, key: str) -> None:
        pass

    async def check(self, rate: str, key: str) -> None:
        pass


NO_LIMITS: Limits = _NoLimits()  # for commands: whoever runs them may read the tables


class RateLimits:
    """A `Throttle`: `await limits("10/minute", key)` counts one call, and raises Problem(429) past the rate."""

    def __init__(
        self, redis: Redis, prefix: str, enabled: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        # The storage makes its own client on our pool, not from the address: no further connections, and the
        # pool's short timeouts.
        shared = RedisStorage(
            "async+redis://pool:6379",
            implementation="redispy",
            key_prefix=f"{prefix}limits",
            connection_pool=redis.connection_pool,  # type: ignore[arg-type]
        )
        if isinstance(redis, ClusterClient):  # whose scripts go to whichever server has the key
            bridge: Any = shared.bridge
            bridge.storage = redis
            bridge.register_scripts()
        self._shared = SlidingWindowCounterRateLimiter(shared)
        self._own = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._enabled, self._clock = enabled, clock
        self._redis_retry_at = 0.0

    async def __call__(self, rate: str, key: str) -> None:
        await self._ask(rate, key, takes=True)

    async def check(self, rate: str, key: str) -> None:
        await self._ask(rate, key, takes=False)

    async def _ask(self, rate: str, key: str, *, takes: bool) -> None:
        if not self._enabled:
            return
        item = _parse(rate)
        if self._clock() >= self._redis_retry_at:
            try:
                await _ask(self._shared, item, key, takes)
            except REDIS_AWAY as error:
                metrics.FAULTS.labels("redis").inc()
                log.warning("rate_limits_without_redis", error=str(error))
                self._redis_retry_at = self._clock() + REDIS_RETRY_S
            else:
                return
        await _ask(self._own, item, key, takes)


@lru_cache(maxsize=256)
def _parse(rate: str) -> RateLimitItem:
    return parse(rate)


async def _ask(limiter: SlidingWindowCounterRateLimiter, item: RateLimitItem, key: str, takes: bool) -> None:
    ask = limiter.hit if takes else limiter.test
    if await ask(item, key):
        return
    reset_at = (await limiter.get_window_stats(item, key)).reset_time
    wait_s = max(1, min(math.ceil(reset_at - time.time()), item.get_expiry()))
    raise Problem(
        429,
        "request/rate-limited",
        f"Too many requests of this kind: at most {item.amount} in {_window(item)}. Try again in {wait_s} s.",
        headers={"Retry-After": str(wait_s)},
    )


def _window(item: RateLimitItem) -> str:
    name = item.GRANULARITY.name
    return f"one {name}" if item.multiples == 1 else f"{item.multiples} {name}s"
