"""Who is on the line on which process, how far everybody has got, and how many changes there were: what Redis has.

Every method raises what REDIS_AWAY names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from redis.asyncio import Redis

from server.infra.redis_keys import shards_of
from server.play.hall.progress import SeatProgress

KEPT_S: Final = 6 * 60 * 60  # longer than any game

# KEYS the match, which also names its channel. ARGV process, kept_s, then for each seat: its number, 1 or 0 for a
# player who is or was on the line of this process. Counts a change and tells it; returns the count.
_CHANGE = """
for i = 3, #ARGV, 2 do
  local field = 'seat:' .. ARGV[i]
  if ARGV[i + 1] == '1' then
    redis.call('HSET', KEYS[1], field, ARGV[1])
  elseif redis.call('HGET', KEYS[1], field) == ARGV[1] then
    redis.call('HDEL', KEYS[1], field)
  end
end
local offset = redis.call('HINCRBY', KEYS[1], 'offset', 1)
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('PUBLISH', KEYS[1], string.format('%d', offset))
return offset
"""

# KEYS the match. ARGV kept_s, the rows as a message, then for each seat its number and its row.
_ROWS = """
for i = 3, #ARGV, 2 do redis.call('HSET', KEYS[1], 'row:' .. ARGV[i], ARGV[i + 1]) end
redis.call('EXPIRE', KEYS[1], ARGV[1])
redis.call('PUBLISH', KEYS[1], ARGV[2])
"""

# KEYS matches. ARGV the prefix of what a process sets while it lives. Returns for each the hash, without the seats of
# processes that are dead.
_READ = """
local found, lives = {}, {}
for i, key in ipairs(KEYS) do
  local fields = redis.call('HGETALL', key)
  local kept = {}
  for f = 1, #fields, 2 do
    local is_kept = true
    if string.sub(fields[f], 1, 5) == 'seat:' then
      local process = fields[f + 1]
      if lives[process] == nil then lives[process] = redis.call('EXISTS', ARGV[1] .. process) == 1 end
      is_kept = lives[process]
    end
    if is_kept then
      kept[#kept + 1] = fields[f]
      kept[#kept + 1] = fields[f + 1]
    end
  end
  found[i] = kept
end
return found
"""


@dataclass(frozen=True, slots=True)
class Present:
    """`connected` are seats, `rows` how far seats have got."""

    offset: int
    connected: frozenset[int]
    rows: Mapping[int, SeatProgress]


NOBODY: Final = Present(0, frozenset(), {})


class Presence:
    def __init__(self, redis: Redis, prefix: str, process: str) -> None:
        self._shards, self._process = shards_of(redis, prefix), process
        self._change = redis.register_script(_CHANGE)
        self._rows = redis.register_script(_ROWS)
        self._read = redis.register_script(_READ)

    def channel(self, code: str) -> str:
        return f"{self._shards.of(code)}match:{code}"

    async def changed(self, code: str, connected: Mapping[int, bool] | None = None) -> int:
        """Something of the match has changed; `connected` says of which seats here. Returns the count of changes."""
        seats = [part for seat, is_on in (connected or {}).items() for part in (seat, int(is_on))]
        offset: int = await self._change(keys=[self.channel(code)], args=[self._process, KEPT_S, *seats])
        return offset

    async def tell(self, code: str, rows: Mapping[int, SeatProgress]) -> None:
        """How far seats of this process have got."""
        message = orjson.dumps({"process": self._process, "rows": {str(seat): [*row] for seat, row in rows.items()}})
        parts = [part for seat, row in rows.items() for part in (seat, orjson.dumps([*row]))]
        await self._rows(keys=[self.channel(code)], args=[KEPT_S, message, *parts])

    def heard(self, message: bytes) -> int | dict[int, SeatProgress]:
        """A message of a match's channel: the count of changes, or the rows of another process's seats."""
        told = orjson.loads(message)
        if isinstance(told, int):
            return told
        if told["process"] == self._process:
            return {}
        return {int(seat): SeatProgress(*row) for seat, row in told["rows"].items()}

    async def read(self, codes: Sequence[str]) -> list[Present]:
        found: dict[str, Present] = {}
        for shard in self._shards.prefixes:
            here = [code for code in codes if self._shards.of(code) == shard]
            if here:
                hashes = await self._read(keys=[*map(self.channel, here)], args=[f"{shard}alive:"])
                found |= zip(here, map(_present, hashes), strict=True)
        return [found[code] for code in codes]


def _present(flat: Sequence[Any]) -> Present:
    fields = dict(zip(flat[::2], flat[1::2], strict=True))
    connected = frozenset(int(name[5:]) for name in fields if name.startswith(b"seat:"))
    rows = {int(name[4:]): SeatProgress(*orjson.loads(raw)) for name, raw in fields.items() if name.startswith(b"row:")}
    return Present(int(fields.get(b"offset", 0)), connected, rows)
