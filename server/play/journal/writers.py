"""The writers of a process: one for each shard of the journal, so that a server of a cluster that is away holds up the
games on no other. A single server has one shard, and needs nothing of this.

Law: of a process's games each is its own shard's, and what one writer finds out says nothing of the others' servers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from redis.asyncio import Redis

from server.infra.redis_keys import Shards, shards_of
from server.play.journal.writer import JournalWriter
from server.play.lease import Lease
from server.play.live import LiveGame


def open_writer(
    redis: Redis, prefix: str, process: str, now_s: Callable[[], float], lease: Lease
) -> JournalWriter | JournalWriters:
    """`lease` is the process's, which each journal write renews where one server hears all of them."""
    shards = shards_of(redis, prefix)
    if len(shards.prefixes) > 1:
        return JournalWriters(shards, [JournalWriter(redis, shard, process, now_s) for shard in shards.prefixes], lease)
    writer = JournalWriter(redis, prefix, process, now_s)
    writer.lease = lease
    return writer


class JournalWriters:
    """As one `JournalWriter`. `lease` is renewed by heartbeats alone: all shards hear them, and one hears a write."""

    def __init__(self, shards: Shards, writers: Sequence[JournalWriter], lease: Lease) -> None:
        self.lease = lease
        self._shards = shards
        self._writers = dict(zip(shards.prefixes, writers, strict=True))

    def _of(self, game: LiveGame) -> JournalWriter:
        return self._writers[self._shards.of(game.row.id)]

    @property
    def away(self) -> bool:
        """Whether some server did not answer last."""
        return any(writer.away for writer in self._writers.values())

    def away_for(self, game: LiveGame) -> bool:
        return self._of(game).away

    @property
    def on_lost(self) -> Callable[[LiveGame], None]:
        return next(iter(self._writers.values())).on_lost

    @on_lost.setter
    def on_lost(self, tell: Callable[[LiveGame], None]) -> None:
        for writer in self._writers.values():
            writer.on_lost = tell

    @property
    def unwritten(self) -> set[LiveGame]:
        return {game for writer in self._writers.values() for game in writer.unwritten}

    def has_written(self, game: LiveGame) -> bool:
        return self._of(game).has_written(game)

    def add(self, game: LiveGame) -> None:
        self._of(game).add(game)

    def drop(self, game: LiveGame) -> None:
        self._of(game).drop(game)

    def mark(self, game: LiveGame) -> None:
        self._of(game).mark(game)

    async def written(self, game: LiveGame) -> bool:
        return await self._of(game).written(game)

    async def release(self, games: Sequence[LiveGame]) -> bool:
        each = [(writer, [game for game in games if self._of(game) is writer]) for writer in self._writers.values()]
        return all(await asyncio.gather(*(writer.release(some) for writer, some in each if some)))

    async def run(self) -> None:
        await asyncio.gather(*(writer.run() for writer in self._writers.values()))

    async def flush(self) -> None:
        await asyncio.gather(*(writer.flush() for writer in self._writers.values()))

    async def flush_all(self) -> None:
        await asyncio.gather(*(writer.flush_all() for writer in self._writers.values()))

    def redis_was_started_again(self) -> None:
        for writer in self._writers.values():
            writer.redis_was_started_again()

    async def close(self) -> None:
        for writer in self._writers.values():
            await writer.close()
