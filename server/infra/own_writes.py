"""Who has written something lately: they read from the primary, whichever process answers them.

Laws:
- A write is noted after its commit and before its answer, in Redis, for longer than a replica that is read can be
  behind. So nobody misses what they were told is done.
- When Redis cannot say, somebody who is signed in may have written.
"""

from __future__ import annotations

from redis.asyncio import Redis

from server.infra.redis import REDIS_AWAY
from server.infra.replica import LAG_S, LATE_S
from server.infra.seldom import say_away

# Besides: PostgreSQL writes a commit to its log up to 0.6 s late where synchronous_commit is off.
KEPT_S = int(LAG_S + LATE_S) + 2


class OwnWrites:
    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis, self._prefix = redis, prefix

    def key(self, user_id: str) -> str:
        return f"{self._prefix}wrote:{user_id}"

    async def note(self, user_id: str) -> None:
        """Never raises when Redis is away: nobody reads from the replica then who is signed in."""
        try:
            await self._redis.set(self.key(user_id), b"1", ex=KEPT_S)
        except REDIS_AWAY as error:
            say_away("own_writes_without_redis", error)

    async def lately(self, user_id: str) -> bool:
        try:
            return bool(await self._redis.exists(self.key(user_id)))
        except REDIS_AWAY as error:
            say_away("own_writes_without_redis", error)
            return True
