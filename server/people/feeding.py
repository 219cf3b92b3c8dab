"""The consumer of ended games that drops a player's cached statistics.

The process that ended the game has dropped them at once, unless it died or did not reach Redis. Dropping them again
costs one read.
"""

from __future__ import annotations

from server.feed import Consumer
from server.infra.postgres import Connection
from server.infra.redis import REDIS_UNREACHED
from server.people.statistics import StatisticsCache


def statistics_consumer(cache: StatisticsCache) -> Consumer:
    async def make_sure(connection: Connection, result_id: str) -> None:
        user_id: str | None = await connection.fetchval("SELECT user_id FROM game_results WHERE id = $1", result_id)
        if user_id is not None:
            await cache.drop(user_id)

    return Consumer("statistics", make_sure, away=REDIS_UNREACHED)
