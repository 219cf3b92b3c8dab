"""Who is playing now, across all processes.

Laws:
- Every few seconds each process reports who is playing in it, in one command. A report is valid for KEPT_MS, and
  then the players of a killed process disappear.
- Guests are counted but not named. Neither are players who hide their replays: watching somebody's progress is watching
  their game.
- Only Redis's clock decides what is outdated.

Absent on purpose: what a running game is (the composition root passes `games`).
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from redis.asyncio import Redis

from server.infra.postgres import POSTGRES_AWAY, Pool
from server.leaderboards.answers import PlayerNow, PlayersNow
from server.leaderboards.keys import BoardKeys
from server.leaderboards.scripts import Script

KEPT_MS = 6_000  # three rounds of `live.EVERY_S`: one lost write makes nobody disappear
NAMES_KEPT_S = 10.0  # the longest until a player's choice to be hidden takes effect
NAMES_KEPT = 20_000
TOLD = 100  # names that a process reports, those furthest into their games first; the others are only counted
SHOWN = 50  # names in a reply

# KEYS playing. ARGV process, its report ('' for nobody), how long that is valid in ms.
_TELL = Script("""
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[2] == '' then
    redis.call('HDEL', KEYS[1], ARGV[1])
else
    redis.call('HSET', KEYS[1], ARGV[1], string.format('%d %s', now + ARGV[3], ARGV[2]))
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
local said = redis.call('HGETALL', KEYS[1])
for i = 1, #said, 2 do
    if tonumber(string.match(said[i + 1], '^%d+')) < now then redis.call('HDEL', KEYS[1], said[i]) end
end
return 1
""")

# KEYS playing. Returns every valid report.
_READ = Script("""
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local fresh = {}
for _, said in ipairs(redis.call('HVALS', KEYS[1])) do
    local till, words = string.match(said, '^(%d+) (.*)$')
    if tonumber(till) >= now then fresh[#fresh + 1] = words end
end
return fresh
""")


@dataclass(frozen=True, slots=True)
class Game:
    """A running game. `wave` counts from 1."""

    user_id: str
    language: str
    difficulty: str
    wave: int


Games = Callable[[], Iterable[Game]]


@dataclass(frozen=True, slots=True)
class _Named:
    username: str
    display_name: str
    is_guest: bool
    is_shown: bool


class Playing:
    """`games` returns the running games of this process."""

    def __init__(self, pg: Pool, redis: Redis, prefix: str, games: Games) -> None:
        self._pg, self._redis, self._key, self._games = pg, redis, BoardKeys(prefix).playing(), games
        self._process = uuid.uuid4().hex
        self._names: dict[str, tuple[float, _Named]] = {}
        self._told = False

    def forget_names(self) -> None:
        self._names.clear()

    async def tell(self) -> None:
        """Report who is playing here. Raises one of REDIS_AWAY."""
        games = {game.user_id: game for game in sorted(self._games(), key=lambda game: game.wave)}
        if games or self._told:
            words = orjson.dumps(await self._words(list(games.values()))).decode() if games else ""
            await _TELL.run(self._redis, [self._key], [self._process, words, KEPT_MS])
            self._told = bool(games)

    async def leave(self) -> None:
        """Withdraw this process's report when it ends. Raises one of REDIS_AWAY."""
        if self._told:
            await _TELL.run(self._redis, [self._key], [self._process, "", KEPT_MS])

    async def _words(self, games: Sequence[Game]) -> dict[str, Any]:
        names = await self._names_of([game.user_id for game in games])
        shown, guests = [], 0
        for game in games:
            named = names.get(game.user_id)
            if named is not None and named.is_guest:
                guests += 1
            elif named is not None and named.is_shown:
                shown.append((game.user_id, named.username, named.display_name, *_kind(game)))
        shown.sort(key=lambda one: -one[-1])
        return {"total": len(games), "guests": guests, "players": shown[:TOLD]}

    async def _names_of(self, user_ids: Sequence[str]) -> dict[str, _Named]:
        """By user id, without users that the database does not have or cannot be asked about now."""
        now = time.monotonic()
        missing = [one for one in user_ids if one not in self._names or self._names[one][0] < now]
        if missing:
            try:
                rows = await self._pg.fetch(
                    """
                    SELECT id, username, display_name, is_guest, replays_public AND deleted_at IS NULL AS is_shown
                    FROM users WHERE id = ANY($1::uuid[])
                    """,
                    missing,
                )
            except POSTGRES_AWAY:
                rows = []
            if len(self._names) + len(rows) > NAMES_KEPT:
                self._names.clear()
            for row in rows:
                named = _Named(row["username"], row["display_name"], row["is_guest"], row["is_shown"])
                self._names[row["id"]] = (now + NAMES_KEPT_S, named)
        return {one: kept[1] for one in user_ids if (kept := self._names.get(one)) and kept[0] >= now}

    async def read(self) -> PlayersNow:
        """Raises one of REDIS_AWAY."""
        said = [orjson.loads(words) for words in await _READ.run(self._redis, [self._key], [])]
        return _answer(said)

    async def read_own(self) -> PlayersNow:
        """The same for this process alone, for when Redis is away."""
        return _answer([await self._words(list({game.user_id: game for game in self._games()}.values()))])


def _kind(game: Game) -> tuple[str, str, int]:
    return game.language, game.difficulty, game.wave


def _answer(said: Iterable[dict[str, Any]]) -> PlayersNow:
    total = guests = 0
    players: dict[str, list[Any]] = {}
    for one in said:
        total += one["total"]
        guests += one["guests"]
        for player in one["players"]:
            other = players.get(player[0])
            if other is not None:
                total -= 1  # the same player in two processes
            if other is None or other[-1] < player[-1]:
                players[player[0]] = player
    furthest = sorted(players.values(), key=lambda player: (-player[-1], player[1]))[:SHOWN]
    return PlayersNow(total, guests, [PlayerNow(*player[1:]) for player in furthest])
