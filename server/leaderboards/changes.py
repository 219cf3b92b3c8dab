"""What changed on the boards, as published by Redis: one subscription per process, for as long as the process lives.

Laws:
- A subscription is a connection that may be lost, and anything published before the next one is lost with it. So every
  new subscription counts as "anything may have changed".
- A silently dead connection is detected by a ping: no reply within ASK_EVERY_S means that it is lost.

Absent on purpose: who needs to know (`live.py`), and what the boards look like now (`boards.py` reads them).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

import orjson
import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from server.infra.redis import REDIS_AWAY

log = structlog.get_logger(__name__)

ASK_EVERY_S = 5.0
RETRY_S = 0.5  # viewers are waiting, and one connection attempt per process costs Redis nothing

RENAMED = "names"  # the word that announces a changed name


@dataclass(frozen=True, slots=True)
class Change:
    """`version` counts the changes of all boards. `moves` holds `(user id, rank before or None, rank now)` by the
    board's key; it is None if anything may have changed."""

    version: int
    moves: dict[str, list[tuple[str, int | None, int]]] | None
    renamed: bool = False


def parse(message: bytes) -> Change:
    """Parse `<version> <moves as JSON>`, `<version> names`, or `<version> ` alone. Raises ValueError."""
    version, _, told = message.partition(b" ")
    if not told or told == RENAMED.encode():
        return Change(int(version), None, bool(told))
    moves: dict[str, list[tuple[str, int | None, int]]] = {}
    for board, user_id, before, now in orjson.loads(told):
        moves.setdefault(board, []).append((user_id, before or None, now))
    return Change(int(version), moves)


class Changes:
    """`listen()` is the body of a background task. `on_open` is called after subscribing: anything may have changed.
    `on_lost` is called when the subscription is lost: nothing is heard until the next `on_open`."""

    def __init__(
        self,
        redis: Redis,
        channel: str,
        *,
        on_open: Callable[[], None],
        on_change: Callable[[Change], None],
        on_lost: Callable[[], None],
    ) -> None:
        self._redis, self._channel = redis, channel
        self._on_open, self._on_change, self._on_lost = on_open, on_change, on_lost

    async def listen(self) -> None:
        while True:
            try:
                await self._subscribed()
            except REDIS_AWAY as error:
                log.info("changes_not_heard", error=str(error) or type(error).__name__)
                self._on_lost()
            except Exception:  # our own fault: treated as a lost connection
                log.exception("changes_failed")
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
                self._on_change(parse(message["data"]))
