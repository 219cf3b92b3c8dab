"""A channel of Redis that a process listens to for as long as it lives.

Laws:
- A subscription is a connection that may be lost, and anything published before the next one is lost with it. So every
  new subscription counts as "anything may have been missed".
- A silently dead connection is detected by a ping: no reply within ASK_EVERY_S means that it is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from server.infra.redis import REDIS_AWAY

log = structlog.get_logger(__name__)

ASK_EVERY_S = 5.0
RETRY_S = 0.5  # somebody waits for what is published, and one connection attempt per process costs Redis nothing


class Subscription:
    """`listen()` is the body of a background task. `on_open` is called after subscribing: anything may have been
    missed. `on_lost` is called when the subscription is lost: nothing is heard until the next `on_open`."""

    def __init__(
        self,
        redis: Redis,
        channel: str,
        *,
        on_open: Callable[[], None],
        on_message: Callable[[bytes], None],
        on_lost: Callable[[], None],
    ) -> None:
        self._redis, self._channel = redis, channel
        self._on_open, self._on_message, self._on_lost = on_open, on_message, on_lost

    async def listen(self) -> None:
        while True:
            try:
                await self._subscribed()
            except REDIS_AWAY as error:
                log.info("channel_not_heard", channel=self._channel, error=str(error) or type(error).__name__)
                self._on_lost()
            except Exception:  # our own fault: treated as a lost connection
                log.exception("channel_failed", channel=self._channel)
                self._on_lost()
            await asyncio.sleep(RETRY_S)

    async def _subscribed(self) -> None:
        pubsub = self._redis.pubsub()
        try:
            await pubsub.subscribe(self._channel)
            await self._hear(pubsub)
        finally:
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
                self._on_open()
            elif message["type"] == "message":
                self._on_message(message["data"])
