"""A process with a feed of its own, for tests that kill it. Its argument is JSON.

It says on stdout, a word a line, where it is: "ready", "before" an effect, "after" an effect that is not committed,
"committed" a game. What says so and then has to be killed stands still for ever.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from server.feed import Consumer, Feed, Periodic
from server.feed.consumers import Effect
from server.infra.postgres import Connection, Pool, open_pool
from server.infra.redis import open_redis
from server.leaderboards import Boards, PlacesTaken, consumer
from server.people import statistics_consumer
from server.people.statistics import StatisticsCache
from server.results import record
from server.settings import Settings
from tests.results.games import finished

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Orders:
    """`consumers` and `periodic` say of each name where it stands still: "before", "after", or "" for nowhere.

    The consumers "boards" and "statistics" are the real ones; any other writes a row (its name, the result, its
    process) into `effects`.
    `game` is (session, user) of a game to record before anything else.
    """

    database_url: str
    redis_url: str
    redis_prefix: str
    consumers: dict[str, str]
    periodic: dict[str, str]
    game: tuple[str, str] | None = None


def say(word: str) -> None:
    print(word, flush=True)


async def stand_still(at: str) -> None:
    say(at)
    await asyncio.Event().wait()


def standing_still(one: Consumer, at: str) -> Consumer:
    inner: Effect = one.effect

    async def effect(connection: Connection, result_id: str) -> None:
        if at == "before":
            await stand_still(at)
        await inner(connection, result_id)
        if at == "after":
            await stand_still(at)

    return replace(one, effect=effect, together=None)


def writing(name: str) -> Consumer:
    async def effect(connection: Connection, result_id: str) -> None:
        await connection.execute("INSERT INTO effects VALUES ($1, $2, $3)", name, result_id, os.getpid())

    return Consumer(name, effect)


def working(pg: Pool, name: str, at: str) -> Periodic:
    async def work(_: datetime) -> None:
        if at == "before":
            await stand_still(at)
        await pg.execute("INSERT INTO effects VALUES ($1, NULL, $2)", name, os.getpid())
        if at == "after":
            await stand_still(at)

    return Periodic(name, work, HOUR)


async def main(orders: Orders) -> None:
    pg = await open_pool(orders.database_url, 2)
    if orders.game is not None:
        assert await record(pg, finished(*orders.game)) is not None
        await stand_still("committed")
    settings = Settings(database_url=orders.database_url, redis_url=orders.redis_url, redis_prefix=orders.redis_prefix)
    redis = open_redis(orders.redis_url)
    boards = Boards(pg, redis, settings)
    boards.upkeep.behind = False  # the test has made them, and no upkeep shall do here what is the feed's to do
    real = {
        "boards": consumer(boards, PlacesTaken(redis, settings.redis_prefix)),
        "statistics": statistics_consumer(StatisticsCache(pg, redis, settings.redis_prefix)),
    }
    consumers = [standing_still(real.get(name) or writing(name), at) for name, at in orders.consumers.items()]
    feed = Feed(consumers, [working(pg, name, at) for name, at in orders.periodic.items()])
    await feed.start(orders.database_url)
    await stand_still("ready")


def run() -> None:
    given: dict[str, Any] = json.loads(sys.argv[1])
    asyncio.run(main(Orders(**given)))
