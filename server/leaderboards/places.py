"""The places that a game took, kept for as long as somebody looks at its result.

Why in Redis and not with the result: only the script that writes the boards knows the place before and after, in one
step, and it runs after the result is committed; writing it into the row would be one more transaction a game for what
nobody asks a week later, when the boards have moved on. Where it is lost, nobody is told a place: it is never guessed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

import orjson
from redis.asyncio import Redis

from server.infra.redis import REDIS_AWAY
from server.leaderboards.board import Period
from server.leaderboards.keys import Keys
from server.leaderboards.standings import Move
from server.results import RankMove

KEPT_S = 7 * 24 * 3600  # some 300 bytes for each new best: megabytes for tens of thousands of them
TIMEOUT_S = 0.5  # a game's end waits no longer for this


class PlacesTaken:
    """`prefix` is the setting `redis_prefix`."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis, self._keys = redis, Keys(prefix)

    async def keep(self, result_id: str, moves: Sequence[Move]) -> None:
        """Keep what `Boards.add` returned: the all-time places for any language and difficulty, and for the game's own.

        No moves are no news: a game that is put on the boards again moves nothing. Never raises for Redis.
        """
        kept = [
            RankMove(move.board.metric.value, move.board.language, move.board.difficulty, move.before, move.now)
            for move in moves
            if move.board.span.period is Period.ALL and (move.board.language is None) == (move.board.difficulty is None)
        ]
        if not kept:
            return
        with contextlib.suppress(*REDIS_AWAY):
            async with asyncio.timeout(TIMEOUT_S):
                await self._redis.set(self._keys.places(result_id), orjson.dumps(kept), ex=KEPT_S)

    async def of(self, result_id: str) -> list[RankMove] | None:
        """None when nothing is known of that game."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                kept = await self._redis.get(self._keys.places(result_id))
        except REDIS_AWAY:
            return None
        return None if kept is None else [RankMove(**one) for one in orjson.loads(kept)]
