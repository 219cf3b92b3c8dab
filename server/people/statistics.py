"""A player's statistics row, cached in Redis for ten minutes and dropped when it changes.

Laws:
- The fields of `Statistics` are the columns: the SELECT list, the cached JSON, the answer and OpenAPI follow from them.
- PostgreSQL is the truth; without Redis the answers are the same and a little slower.

A drop leaves a marker for a few seconds instead of a hole. A reader that took the old row just before the commit could
otherwise store it just after the drop, and it would stay for ten minutes; the marker makes its SET NX fail.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis

from game.terms import Language
from server.infra import metrics
from server.infra.inputs import Id
from server.infra.postgres import Pool, as_it_is
from server.infra.redis import REDIS_AWAY
from server.infra.rows import columns, read, read_json
from server.infra.web import dumps

log = structlog.get_logger(__name__)

CACHED_S = 600
_MARKER = b"-"
_MARKER_S = 5  # longer than a read of one row by its key takes, with room to spare


@dataclass(frozen=True, slots=True)
class Statistics:
    """All games of a player, in one row."""

    id: Id
    user_id: Id
    total_games: int
    total_playtime_sec: int
    best_score: int
    best_wpm: float
    avg_wpm: float
    avg_accuracy: float
    total_words_typed: int
    total_enemies_killed: int
    highest_wave: int
    favorite_language: Language | None
    created_at: datetime
    updated_at: datetime


_ROW = f"SELECT {columns(Statistics)} FROM user_statistics WHERE user_id = $1"


class StatisticsCache:
    """Reads `user_statistics`, one row a user."""

    def __init__(self, pg: Pool, redis: Redis, prefix: str) -> None:
        self._pg, self._redis, self._prefix = pg, redis, prefix

    def key(self, user_id: str) -> str:
        return f"{self._prefix}statistics:{user_id}"

    async def read(self, user_id: str) -> Statistics | None:
        """The row, or None when there is no such user."""
        cached = await self._cached(user_id)
        if cached not in (None, _MARKER):
            try:
                found = read_json(Statistics, cached)
                metrics.CACHE_READS.labels("statistics", "hit").inc()
                return found
            except ValidationError:  # stored by a server of another version, whose row has other columns
                cached = _MARKER
        metrics.CACHE_READS.labels("statistics", "miss").inc()
        with as_it_is():  # it is kept
            row = await self._pg.fetchrow(_ROW, user_id)
        if row is None:
            return None
        fresh = read(Statistics, row)
        if cached is None:
            await self._store(user_id, dumps(fresh))
        return fresh

    async def forget(self, user_id: str) -> None:
        """To be called after a commit that changed the row. Never raises: a row that could not be dropped is at most
        ten minutes old."""
        try:
            await self._drop(user_id)
        except REDIS_AWAY as error:
            log.warning("redis_away", doing="forget statistics", error=str(error))

    async def drop(self, user_ids: Iterable[str]) -> None:
        """As `forget`, but raises REDIS_AWAY."""
        await asyncio.gather(*map(self._drop, user_ids))  # sent together

    async def _drop(self, user_id: str) -> None:
        await self._redis.set(self.key(user_id), _MARKER, ex=_MARKER_S)

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
