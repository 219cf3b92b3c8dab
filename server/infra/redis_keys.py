"""How keys are named so that what one command or script touches is on one server of a cluster.

Laws:
- A cluster places a key by what stands in its first braces. Keys that are touched together have the same there.
- On a single server names have no braces: they are those of earlier releases.
- What is of one game or match is in one of a few shards, by its id; each shard has what its scripts look at besides.

docs/deployment.md lists every key.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from redis.asyncio import Redis

from server.infra.redis_cluster import ClusterClient

# Each names slots in the middle of another sixth of them: as evenly spread over two, three or six masters as can be.
TAGS = ("s421", "s737", "s346", "s757", "s796", "s480")


def tagged(redis: Redis, prefix: str, tag: str) -> str:
    """The prefix of keys that are on one server, whichever it is."""
    return f"{prefix}{{{tag}}}:" if isinstance(redis, ClusterClient) else prefix


@dataclass(frozen=True, slots=True)
class Shards:
    """`prefixes` are those of each shard's keys."""

    prefixes: tuple[str, ...]

    def of(self, name: str) -> str:
        """The prefix of what is kept of a game or a match."""
        if len(self.prefixes) == 1:
            return self.prefixes[0]
        return self.prefixes[zlib.crc32(name.encode()) % len(self.prefixes)]


def shards_of(redis: Redis, prefix: str) -> Shards:
    if isinstance(redis, ClusterClient):
        return Shards(tuple(tagged(redis, prefix, tag) for tag in TAGS))
    return Shards((prefix,))
