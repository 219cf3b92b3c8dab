"""What Redis publishes on some channels: one connection per subscription, for as long as the process lives.

Laws:
- A subscription is a connection that may be lost, and anything published before the next one is lost with it. So every
  new subscription counts as "anything may have changed" on its channel.
- A silently dead connection is detected by a ping: no reply within ASK_EVERY_S means that it is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from server.infra.redis import REDIS_AWAY

log = structlog.get_logger(__name__)

ASK_EVERY_S = 5.0
RETRY_S = 0.5  # somebody is waiting, and one connection attempt per process costs Redis nothing


class Subscription:
    """`listen()` is the body of a background task. `on_open` is called with a channel after subscribing to it,
    `on_lost` when the subscription is lost: nothing is heard until the next `on_open`. At first there is at least one
    channel."""

    def __init__(
        self,
        redis: Redis,
        channels: Iterable[str],
        *,
        on_open: Callable[[str], None],
        on_message: Callable[[str, bytes], None],
        on_lost: Callable[[], None],
    ) -> None:
        self._redis, self._channels = redis, set(channels)
        self._on_open, self._on_message, self._on_lost = on_open, on_message, on_lost
        self._pubsub: PubSub | None = None

    async def follow(self, channel: str) -> None:
        """Subscribe to one more. While Redis is away it is noted, and `on_open` comes later."""
        self._channels.add(channel)
        if self._pubsub is not None:
            with contextlib.suppress(*REDIS_AWAY):  # `listen` subscribes to all of them again
                await self._pubsub.subscribe(channel)

    async def unfollow(self, channel: str) -> None:
        self._channels.discard(channel)
        if self._pubsub is not None:
            with contextlib.suppress(*REDIS_AWAY):
                await self._pubsub.unsubscribe(channel)

    async def listen(self) -> None:
        while True:
            try:
                await self._subscribed()
            except REDIS_AWAY as error:
                log.info("channel_not_heard", error=str(error) or type(error).__name__)
                self._on_lost()
            except Exception:  # our own fault: treated as a lost connection
                log.exception("channel_failed")
                self._on_lost()
            await asyncio.sleep(RETRY_S)

    async def _subscribed(self) -> None:
        pubsub = self._redis.pubsub()
        try:
            first = set(self._channels)
            await pubsub.subscribe(*first)
            self._pubsub = pubsub
            if more := self._channels - first:  # followed meanwhile
                await pubsub.subscribe(*more)
            await self._hear(pubsub)
        finally:
            self._pubsub = None
            with contextlib.suppress(*REDIS_AWAY):
                await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def _hear(self, pubsub: PubSub) -> None:
        asked = False
        while True:
            message = await pubsub.get_message(timeout=ASK_EVERY_S)
            if message is None:
                if asked:
                    raise TimeoutError("no answer on the subscription")
                await pubsub.ping()
                asked = True
                continue
            asked = False
            if message["type"] == "subscribe":  # also after the library has resubscribed by itself
                self._on_open(message["channel"].decode())
            elif message["type"] == "message":
                self._on_message(message["channel"].decode(), message["data"])
