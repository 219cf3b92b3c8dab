"""Whether Redis may throw keys away when its memory is full. It must not: the journals of running games are in there.

Law: said in the log when it is found, at the start and later, and shown by /readyz and the metrics for as long as it
is so. The server serves all the same: what was evicted of the boards is noticed, and a journal's loss is borne.
"""

from __future__ import annotations

import structlog
from redis.asyncio import Redis

from server.infra import metrics
from server.infra.redis import REDIS_AWAY, every_server
from server.infra.tasks import every

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 60.0  # the setting can be changed while Redis runs


class EvictionWatch:
    """`may_evict` is None until Redis has been asked."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self.may_evict: bool | None = None

    async def run(self) -> None:
        """The body of a background task."""
        try:
            await self.look()
        except REDIS_AWAY as error:
            log.info("evictions_unknown", error=str(error) or type(error).__name__)
        await every(LOOK_EVERY_S, self.look, REDIS_AWAY)

    async def look(self) -> None:
        """Raises what REDIS_AWAY names."""
        found = False
        for server in await every_server(self._redis):
            memory = await server.info("memory")  # CONFIG GET is refused by some who rent Redis out
            limit_bytes, policy = int(memory.get("maxmemory", 0)), str(memory.get("maxmemory_policy", "noeviction"))
            if limit_bytes > 0 and policy != "noeviction":
                found = True
                if not self.may_evict:
                    wanted = "maxmemory-policy noeviction"
                    log.warning("redis_may_evict", policy=policy, maxmemory=limit_bytes, wanted=wanted)
        self.may_evict = found
        metrics.REDIS_MAY_EVICT.set(found)
