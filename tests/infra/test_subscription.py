"""infra.subscription: channels come and go, and a lost connection is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from server.infra.redis import open_redis
from server.infra.subscription import Subscription
from server.infra.tasks import end_all
from tests.gate import Gate
from tests.live import until


class Ear:
    """What a subscription hears."""

    def __init__(self, redis: Redis, *channels: str) -> None:
        self.opened: list[str] = []
        self.heard: list[tuple[str, bytes]] = []
        self.lost = 0
        self.subscription = Subscription(
            redis,
            channels,
            on_open=self.opened.append,
            on_message=lambda channel, message: self.heard.append((channel, message)),
            on_lost=self._lost,
        )
        self._listening = asyncio.create_task(self.subscription.listen())

    def _lost(self) -> None:
        self.lost += 1

    async def close(self) -> None:
        await end_all([self._listening])


@pytest.fixture
async def ear(redis_gate: Gate, redis_prefix: str) -> AsyncIterator[Ear]:
    """Subscribed to the channel `one`, through a gate."""
    client = open_redis(redis_gate.url)
    made = Ear(client, f"{redis_prefix}one")
    await until(lambda: made.opened)
    yield made
    await made.close()
    await client.aclose()


async def _hearers(redis: Redis, channel: str) -> int:
    ((_, hearers),) = await redis.pubsub_numsub(channel)
    return int(hearers)


async def test_a_channel_is_heard_from_the_moment_at_which_it_is_open(
    ear: Ear, redis: Redis, redis_prefix: str
) -> None:
    other = f"{redis_prefix}other"
    await redis.publish(other, b"nobody listens")
    await ear.subscription.follow(other)
    await until(lambda: other in ear.opened)
    await redis.publish(other, b"now")
    await redis.publish(f"{redis_prefix}one", b"here")
    await until(lambda: len(ear.heard) == 2)
    assert ear.heard == [(other, b"now"), (f"{redis_prefix}one", b"here")]
    await ear.subscription.unfollow(other)
    while await _hearers(redis, other):
        await asyncio.sleep(0.01)
    await redis.publish(other, b"no more")
    await redis.publish(f"{redis_prefix}one", b"last")
    await until(lambda: ear.heard[-1][1] == b"last")
    assert len(ear.heard) == 3


async def test_after_a_lost_connection_every_channel_is_open_again(
    ear: Ear, redis: Redis, redis_prefix: str, redis_gate: Gate
) -> None:
    await redis_gate.shut()
    await until(lambda: ear.lost)
    other = f"{redis_prefix}other"
    await ear.subscription.follow(other)  # noted while Redis is away
    ear.opened.clear()
    await redis_gate.open()
    await until(lambda: sorted(ear.opened) == [f"{redis_prefix}one", other])
    await redis.publish(other, b"back")
    await until(lambda: ear.heard == [(other, b"back")])
