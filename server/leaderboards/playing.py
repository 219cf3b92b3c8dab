"""Who is playing now, across all processes.

Laws:
- Every few seconds each process reports who is playing in it, in one command. A report is valid for KEPT_MS, and
  then the players of a killed process disappear.
- Guests are counted but not named. Neither are those who may stand on no board, players who hide their replays
  (watching somebody's progress is watching their game), nor those who do not show everybody that they play.
- Only Redis's clock decides what is outdated.

Absent on purpose: what a running game is (the composition root passes `games`).
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from redis.asyncio import Redis

from server.infra.postgres import POSTGRES_AWAY, Pool
from server.infra.tasks import in_slices
from server.leaderboards.answers import PlayerNow, PlayersNow
from server.leaderboards.keys import board_keys
from server.leaderboards.scripts import Script
from server.results import ON_BOARDS

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


class Game(NamedTuple):
    """A running game. `wave` counts from 1."""

    user_id: str
    language: str
    difficulty: str
    wave: int


Games = Callable[[], Iterable[Game]]


class _Named(NamedTuple):
    until_s: float
    username: str
    display_name: str
    is_guest: bool
    is_shown: bool


class Playing:
    """`games` returns the running games of this process."""

    def __init__(self, pg: Pool, redis: Redis, prefix: str, games: Games) -> None:
        self._pg, self._redis, self._key, self._games = pg, redis, board_keys(redis, prefix).playing(), games
        self._process = uuid.uuid4().hex
        self._names: dict[str, _Named] = {}
        self._told = False

    def forget_names(self) -> None:
        self._names.clear()

    async def tell(self) -> None:
        """Report who is playing here. Raises one of REDIS_AWAY."""
        games = await self._furthest()
        if games or self._told:
            words = orjson.dumps(await self._words(games)).decode() if games else ""
            await _TELL.run(self._redis, [self._key], [self._process, words, KEPT_MS])
            self._told = bool(games)

    async def leave(self) -> None:
        """Withdraw this process's report when it ends. Raises one of REDIS_AWAY."""
        if self._told:
            await _TELL.run(self._redis, [self._key], [self._process, "", KEPT_MS])

    async def _furthest(self) -> dict[str, Game]:
        """Of each player, the game that is furthest."""
        found: dict[str, Game] = {}
        async for some in in_slices(self._games()):
            for game in some:
                if (other := found.get(game.user_id)) is None or other.wave < game.wave:
                    found[game.user_id] = game
        return found

    async def _words(self, games: Mapping[str, Game]) -> dict[str, Any]:
        await self._look_up_names([*games])
        now, names = time.monotonic(), self._names
        guests = 0
        shown: list[tuple[Any, ...]] = []
        async for some in in_slices([*games.values()]):
            for game in some:
                named = names.get(game.user_id)
                if named is None or named.until_s < now:
                    continue
                if named.is_guest:
                    guests += 1
                elif named.is_shown:
                    shown.append((game.user_id, named.username, named.display_name, *game[1:]))
            shown.sort(key=_wave, reverse=True)
            del shown[TOLD:]
        return {"total": len(games), "guests": guests, "players": shown}

    async def _look_up_names(self, user_ids: Sequence[str]) -> None:
        """Afterwards `_names` has them all, but for users that the database does not have or cannot be asked about."""
        now, names = time.monotonic(), self._names
        missing = [one for one in user_ids if one not in names or names[one].until_s < now]
        if len(names) + len(missing) > NAMES_KEPT:
            names.clear()
            missing = [*user_ids]
        async for some in in_slices(missing):
            try:
                rows = await self._pg.fetch(
                    f"""
                    SELECT id, username, display_name, is_guest,
                        replays_public AND playing_shown_to = 'EVERYBODY' AND {ON_BOARDS}
                    FROM users u WHERE id = ANY($1::uuid[])
                    """,
                    some,
                )
            except POSTGRES_AWAY:
                return
            for user_id, *about in rows:
                names[user_id] = _Named(now + NAMES_KEPT_S, *about)

    async def read(self) -> PlayersNow:
        """Raises one of REDIS_AWAY."""
        said = [orjson.loads(words) for words in await _READ.run(self._redis, [self._key], [])]
        return _answer(said)

    async def read_own(self) -> PlayersNow:
        """The same for this process alone, for when Redis is away."""
        return _answer([await self._words(await self._furthest())])


_wave = itemgetter(-1)


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
