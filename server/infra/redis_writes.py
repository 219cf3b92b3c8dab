"""Whether Redis takes what it is given: a replica does not, nor one whose memory or disk is full.

Law: said in the log once when it begins and once when it ends, and shown by /readyz and the metrics meanwhile. The
server serves all the same, as it does without Redis: games go on, their journals are late.
"""

from __future__ import annotations

import structlog
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from server.infra import metrics
from server.infra.redis import REDIS_AWAY
from server.infra.redis_keys import shards_of
from server.infra.tasks import every

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 10.0
PROBE_S = 60  # the probe is gone after this


class WriteWatch:
    """`refuses` is what Redis said to the last write that was tried; None when it took it, or is away."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._keys = [f"{shard}probe" for shard in shards_of(redis, prefix).prefixes]  # on all servers of a cluster
        self.refuses: str | None = None

    async def run(self) -> None:
        """The body of a background task."""
        await every(LOOK_EVERY_S, self.look, REDIS_AWAY)

    async def look(self) -> None:
        """Try it. Raises what REDIS_AWAY names when nobody answers; a refusal is an answer."""
        try:
            for key in self._keys:
                await self._redis.set(key, b"1", ex=PROBE_S)
        except ResponseError as error:
            if self.refuses is None:
                log.warning("redis_refuses_writes", error=str(error))
            self.refuses = str(error)
        else:
            if self.refuses is not None:
                log.info("redis_takes_writes_again")
            self.refuses = None
        metrics.REDIS_REFUSES_WRITES.set(self.refuses is not None)
