"""The consumer of ended games that drops a player's cached statistics.

The process that ended the game has dropped them at once, unless it died or did not reach Redis. Dropping them again
costs one read.
"""

from __future__ import annotations

from collections.abc import Sequence

from server.feed import Consumer
from server.infra.postgres import Connection
from server.infra.redis import REDIS_UNABLE
from server.people.statistics import StatisticsCache
from server.results import FROM_THESE_RESULTS

_PLAYERS = f"SELECT DISTINCT r.user_id {FROM_THESE_RESULTS}"


def statistics_consumer(cache: StatisticsCache) -> Consumer:
    async def make_sure(connection: Connection, result_ids: Sequence[str]) -> None:
        rows = await connection.fetch(_PLAYERS, result_ids)
        await cache.drop(row["user_id"] for row in rows)

    async def make_sure_of_one(connection: Connection, result_id: str) -> None:
        await make_sure(connection, [result_id])

    return Consumer("statistics", make_sure_of_one, away=REDIS_UNABLE, together=make_sure)
