"""A player's statistics row, cached in Redis for ten minutes and dropped when it changes.

Law: PostgreSQL is the truth; without Redis the answers are the same and a little slower.

A drop leaves a marker for a few seconds instead of a hole. A reader that took the old row just before the commit
could otherwise store it just after the drop, and it would stand for ten minutes; the marker makes its SET NX fail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import structlog
from redis.asyncio import Redis

from server.infra.redis import REDIS_AWAY
from server.infra.web import dumps

if TYPE_CHECKING:
    from server.infra.postgres import Pool

log = structlog.get_logger(__name__)

CACHED_S = 600
_MARKER = b"-"
_MARKER_S = 5  # longer than a read of one row by its key takes, with room to spare

STATISTICS_COLUMNS = (
    "id, user_id, total_games, total_playtime_sec, best_score, best_wpm, avg_wpm, avg_accuracy, total_words_typed, "
    "total_enemies_killed, highest_wave, favorite_language, created_at, updated_at"
)


class StatisticsCache:
    """Reads `user_statistics`, one row a user."""

    def __init__(self, pg: Pool, redis: Redis, prefix: str) -> None:
        self._pg, self._redis, self._prefix = pg, redis, prefix

    def key(self, user_id: str) -> str:
        return f"{self._prefix}statistics:{user_id}"

    async def read(self, user_id: str) -> dict[str, Any] | None:
        """The row with its times as text, or None for a user there is not."""
        cached = await self._cached(user_id)
        if cached not in (None, _MARKER):
            return _object(cached)
        row = await self._pg.fetchrow(f"SELECT {STATISTICS_COLUMNS} FROM user_statistics WHERE user_id = $1", user_id)
        if row is None:
            return None
        fresh = dumps(row)
        if cached is None:
            await self._store(user_id, fresh)
        return _object(fresh)

    async def forget(self, user_id: str) -> None:
        """Never raises: a row that could not be dropped is at most ten minutes old."""
        try:
            await self._redis.set(self.key(user_id), _MARKER, ex=_MARKER_S)
        except REDIS_AWAY as error:
            log.warning("redis_away", doing="forget statistics", error=str(error))

    async def _cached(self, user_id: str) -> bytes | None:
        try:
            value = await self._redis.get(self.key(user_id))
        except REDIS_AWAY as error:
            log.warning("redis_away", doing="read statistics", error=str(error))
            return _MARKER  # do not try to store either
        return value.encode() if isinstance(value, str) else value

    async def _store(self, user_id: str, value: bytes) -> None:
        try:
            await self._redis.set(self.key(user_id), value, ex=CACHED_S, nx=True)
        except REDIS_AWAY as error:
            log.warning("redis_away", doing="store statistics", error=str(error))


def _object(raw: bytes | None) -> dict[str, Any]:
    value: dict[str, Any] = orjson.loads(raw or b"{}")
    return value
