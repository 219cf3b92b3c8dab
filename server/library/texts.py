"""The texts of drawn snippets, cached: a draw reads and writes counts alone.

Laws:
- Kept is what nothing changes: the text of a version and its words (versions.py). What an admin may change in place
  comes with each draw. So nothing kept can be out of date, in any process, and an edit is another key.
- PostgreSQL is the truth. Redis is asked after this process's memory, and waited for REDIS_WAIT_S at most.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import orjson
from redis.asyncio import Redis

from server.infra import metrics
from server.infra.postgres import Connection, Pool
from server.infra.redis import REDIS_AWAY
from server.infra.seldom import say_away

MOST_BYTES = 32 * 2**20  # of a process: some 4,000 snippets
BYTES_A_WORD = 120  # a list of two numbers and a name
KEPT_S = 3600
REDIS_WAIT_S = 0.1  # a draw may hold the lock of its snippet meanwhile

_TEXT = "SELECT snippet_text, words FROM code_snippets WHERE id = $1"


@dataclass(frozen=True, slots=True)
class SnippetText:
    """`words` are `[start, end, class]`, offsets into `text`, end exclusive."""

    text: str
    words: list[list[Any]]

    @property
    def bytes(self) -> int:
        return len(self.text) + BYTES_A_WORD * len(self.words)


class SnippetTexts:
    """`prefix` is the setting `redis_prefix`; without `redis`, this process alone remembers. The least recently used
    go when there are more than `most_bytes`."""

    def __init__(self, redis: Redis | None = None, prefix: str = "", most_bytes: int = MOST_BYTES) -> None:
        self._redis, self._prefix, self._most_bytes = redis, prefix, most_bytes
        self._kept: OrderedDict[tuple[str, int], SnippetText] = OrderedDict()
        self.kept_bytes = 0

    def key(self, snippet_id: str, version: int) -> str:
        return f"{self._prefix}snippet:{snippet_id}:{version}"

    async def of(self, pg: Pool | Connection, snippet_id: str, version: int) -> SnippetText | None:
        """None if that snippet is gone."""
        kept = self._kept.get((snippet_id, version))
        metrics.CACHE_READS.labels("snippets", "miss" if kept is None else "hit").inc()
        if kept is not None:
            self._kept.move_to_end((snippet_id, version))
            return kept
        found = await self._in_redis(snippet_id, version)
        if found is None:
            row = await pg.fetchrow(_TEXT, snippet_id)
            if row is None:
                return None
            found = SnippetText(row["snippet_text"], row["words"])
            await self._tell_redis(snippet_id, version, found)
        self._keep((snippet_id, version), found)
        return found

    def _keep(self, of: tuple[str, int], found: SnippetText) -> None:
        if of not in self._kept:  # read twice at once
            self._kept[of] = found
            self.kept_bytes += found.bytes
        while self.kept_bytes > self._most_bytes:
            self.kept_bytes -= self._kept.popitem(last=False)[1].bytes

    async def _in_redis(self, snippet_id: str, version: int) -> SnippetText | None:
        if self._redis is None:
            return None
        try:
            async with asyncio.timeout(REDIS_WAIT_S):
                value = await self._redis.get(self.key(snippet_id, version))
            return None if value is None else SnippetText(*orjson.loads(value))
        except REDIS_AWAY as error:
            say_away("snippets_without_redis", error)
        except (ValueError, TypeError):  # by a server of another release
            pass
        return None

    async def _tell_redis(self, snippet_id: str, version: int, found: SnippetText) -> None:
        if self._redis is None:
            return
        try:
            async with asyncio.timeout(REDIS_WAIT_S):
                value = orjson.dumps([found.text, found.words])
                await self._redis.set(self.key(snippet_id, version), value, ex=KEPT_S)
        except REDIS_AWAY as error:
            say_away("snippets_without_redis", error)
