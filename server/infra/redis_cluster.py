"""A client of a Valkey or Redis Cluster: each command goes to the master that has its key.

Laws:
- One client for each server (`redis.py`), with its own line, its own timeouts and its own silence: a server that hangs
  or is being replaced delays nobody whose keys are elsewhere.
- A command that was sent and got no answer is not repeated, as with a single server. One that was sent to the wrong
  server was not carried out, and goes to the right one.
- Who has which slots is asked when a server says so, or fails; REFRESH_S apart at least.
- While a slot is on its way to another master, key by key, a command of one key goes after it (ASK). A script does
  not: it touches keys that it does not name, and would take one that has not come yet for none. It fails, as if Redis
  were away, until the slot has arrived; its callers repeat it.

Absent on purpose: commands with keys on several servers, which nobody here sends (redis_keys), and reads from replicas.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.crc import REDIS_CLUSTER_HASH_SLOTS, key_slot
from redis.exceptions import (
    AskError,
    ClusterDownError,
    ClusterError,
    ConnectionError,
    DataError,
    MovedError,
    RedisError,
    TryAgainError,
)
from redis.exceptions import TimeoutError as NoAnswer

Place = tuple[str, int]

REFRESH_S = 0.25
REFRESH_WAIT_S = 1.0  # for all who are asked
REDIRECTIONS = 3
ON_ITS_WAY = "non local key"  # what a script hears of a key that has gone ahead to the slot's next master
_SCRIPTS = {"EVAL", "EVALSHA"}
_KEYLESS = {"PING", "INFO", "PUBLISH", "TIME"}
_AWAY: tuple[type[BaseException], ...] = (RedisError, OSError, TimeoutError)
_GONE: tuple[type[BaseException], ...] = (ConnectionError, NoAnswer, OSError)  # dead or hanging: ask who took over


class ClusterClient(Redis):
    """`seeds` are servers that may be asked first; `open_at` makes the client of one server."""

    def __init__(self, seeds: Sequence[Place], open_at: Callable[[Place], Redis]) -> None:
        self._open_at = open_at
        self._clients: dict[Place, Redis] = {}
        self._seeds = list(seeds)
        self._masters: list[tuple[int, int, Place]] = []  # first and last slot of each
        self._asked_s = float("-inf")
        self._is_stale = True
        self._refreshing: asyncio.Task[None] | None = None
        super().__init__(connection_pool=self.at(self._seeds[0]).connection_pool)

    def at(self, place: Place) -> Redis:
        """The client of one server."""
        found = self._clients.get(place)
        if found is None:
            found = self._clients[place] = self._open_at(place)
        return found

    # ------------------------------------------------------------ commands

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        name = str(args[0]).upper()
        if name == "SCRIPT LOAD":
            for client in await self.masters():
                digest = await _said(client, args, options)
            return digest
        if name in _KEYLESS:
            return await self._by_anybody(args, options)
        return await self._at(_slot(args), args, options)

    async def _at(self, slot: int, args: Sequence[Any], options: dict[str, Any]) -> Any:
        client = await self.master(slot)
        for _ in range(REDIRECTIONS):
            try:
                return await _said(client, args, options)
            except MovedError as moved:
                self.forget_masters()
                client = self.at((moved.host, moved.port))
            except AskError as asked:
                if _is_script(args):
                    raise ConnectionError(f"slot {slot} is on its way to another master") from asked
                return await _asking(self.at((asked.host, asked.port)), args, options)
            except (ClusterDownError, TryAgainError, ClusterError) as error:
                self.forget_masters()
                raise ConnectionError(str(error)) from error
            except _GONE:
                self.forget_masters()
                raise
        raise ConnectionError("a slot has no master that says so")

    async def _by_anybody(self, args: Sequence[Any], options: dict[str, Any]) -> Any:
        """Of whoever answers first in order; none of these commands does harm when it is carried out twice."""
        error: BaseException = ConnectionError("no server is known")
        await self._look()
        for client in self._known():
            try:
                return await _said(client, args, options)
            except _GONE as failed:
                self.forget_masters()
                error = failed
        raise error

    def pubsub(self, **options: Any) -> PubSub:
        """What is published anywhere is heard everywhere."""
        places = [place for _, _, place in self._masters] or self._seeds
        pubsub: PubSub = self.at(places[int(time.monotonic()) % len(places)]).pubsub(**options)
        return pubsub

    def pipeline(self, *_: Any, **__: Any) -> Any:
        raise DataError("there are no pipelines over a cluster: await one command after another")

    # The base names its options, of which this hands on whatever it gets.
    async def scan_iter(self, *args: Any, **options: Any) -> AsyncIterator[Any]:  # type: ignore[override]
        for client in await self.masters():
            async for key in client.scan_iter(*args, **options):
                yield key

    # ------------------------------------------------------------ who has what

    def forget_masters(self) -> None:
        """Somebody has failed, or says that a slot is elsewhere: ask again."""
        self._is_stale = True

    async def master(self, slot: int) -> Redis:
        await self._look()
        for first, last, place in self._masters:
            if first <= slot <= last:
                return self.at(place)
        self.forget_masters()
        raise ConnectionError(f"nobody has slot {slot}")

    async def masters(self) -> list[Redis]:
        """All of them, as far as anybody knows now."""
        await self._look(0.0)
        return self._known()

    def _known(self) -> list[Redis]:
        return [self.at(place) for place in dict.fromkeys(place for _, _, place in self._masters)]

    async def _look(self, apart_s: float = REFRESH_S) -> None:
        if not self._is_stale or (self._masters and time.monotonic() - self._asked_s < apart_s):
            return
        if self._refreshing is None:
            self._refreshing = asyncio.create_task(self._refresh())
            self._refreshing.add_done_callback(_heed)
            self._refreshing.add_done_callback(self._refreshed)
        async with asyncio.timeout(REFRESH_WAIT_S + 1):
            await asyncio.shield(self._refreshing)

    def _refreshed(self, _: asyncio.Task[None]) -> None:
        self._refreshing = None

    async def _refresh(self) -> None:
        """Ask all who are known at once, since some may hang: the first who answers is believed."""
        self._asked_s = time.monotonic()
        places = dict.fromkeys([*(place for _, _, place in self._masters), *self._seeds, *self._clients])
        asking = [asyncio.create_task(self._ask(place)) for place in places]
        why = "silence"
        for task in asking:
            task.add_done_callback(_heed)
        try:
            async with asyncio.timeout(REFRESH_WAIT_S):
                for answer in asyncio.as_completed(asking):
                    try:
                        masters = await answer
                    except _AWAY as error:
                        why = str(error) or type(error).__name__
                        continue
                    self._masters, self._is_stale = masters, False
                    return
        except TimeoutError:
            pass
        finally:
            for task in asking:
                task.cancel()
        raise ConnectionError(f"no server of the cluster answers: {why}")

    async def _ask(self, place: Place) -> list[tuple[int, int, Place]]:
        slots = await _said(self.at(place), ("CLUSTER SLOTS",), {})
        masters = []
        for first, last, (host, port, *_), *_ in slots:
            name = host.decode() if isinstance(host, bytes) else host
            masters.append((int(first), int(last), (name or place[0], int(port))))
        if sum(last - first + 1 for first, last, _ in masters) < REDIS_CLUSTER_HASH_SLOTS:
            raise ConnectionError("that server does not know who has which slots")
        return masters

    async def aclose(self, close_connection_pool: bool | None = None) -> None:
        if self._refreshing is not None:
            self._refreshing.cancel()
        for client in self._clients.values():
            await client.aclose(close_connection_pool)


def _heed(task: asyncio.Task[Any]) -> None:
    """Its failure is no news, whether or not anybody waits for it."""
    if not task.cancelled():
        task.exception()


def slot_of(key: str | bytes) -> int:
    return key_slot(key.encode() if isinstance(key, str) else key)


def _is_script(args: Sequence[Any]) -> bool:
    return str(args[0]).upper() in _SCRIPTS


def _slot(args: Sequence[Any]) -> int:
    if _is_script(args):
        if int(args[2]) == 0:
            raise DataError("in a cluster a script is sent where its first key is: it needs one")
        return slot_of(args[3])
    return slot_of(args[1])


async def _said(client: Redis, args: Sequence[Any], options: dict[str, Any]) -> Any:
    return await client.execute_command(*args, **options)  # type: ignore[no-untyped-call] # redis leaves it untyped


async def _asking(client: Redis, args: Sequence[Any], options: dict[str, Any]) -> Any:
    """A slot that is on its way to another server."""
    pipeline = client.pipeline(transaction=False)
    pipeline.execute_command("ASKING")
    pipeline.execute_command(*args, **options)
    _, answer = await pipeline.execute(raise_on_error=False)  # which would write the command into the error
    if isinstance(answer, Exception):
        raise answer
    return answer
