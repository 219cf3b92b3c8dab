"""The places that a game took, kept for as long as somebody is likely to look at its result.

Why in Redis and not with the result: only the script that writes the boards knows the place before and after, in one
step, and it runs after the result is committed. Writing the places into the row would cost each game one more
transaction, for something that nobody asks for a week later, when the boards have changed. If they are lost, no place
is shown; it is never guessed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

import orjson
from redis.asyncio import Redis

from game.terms import Period
from server.infra.redis import REDIS_AWAY
from server.leaderboards.keys import board_keys
from server.leaderboards.standings import Move
from server.results import RankMove

KEPT_S = 7 * 24 * 3600  # some 300 bytes for each new best: a few MB for tens of thousands
TIMEOUT_S = 0.5  # the longest that the end of a game waits for this


class PlacesTaken:
    """`prefix` is the setting `redis_prefix`."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis, self._keys = redis, board_keys(redis, prefix)

    async def keep(self, result_id: str, moves: Sequence[Move]) -> None:
        """Keep what `Boards.add` returned: the all-time places overall, and in the game's own language and difficulty.

        Without moves nothing is overwritten, because a game that is put on the boards again moves nothing. Never raises
        if Redis is away.
        """
        kept = [
            RankMove(move.board.metric, move.board.language, move.board.difficulty, move.before, move.now)
            for move in moves
            if move.board.span.period is Period.ALL and (move.board.language is None) == (move.board.difficulty is None)
        ]
        if not kept:
            return
        with contextlib.suppress(*REDIS_AWAY):
            async with asyncio.timeout(TIMEOUT_S):
                await self._redis.set(self._keys.places(result_id), orjson.dumps(kept), ex=KEPT_S)

    async def of(self, result_id: str) -> list[RankMove] | None:
        """None if nothing is known about that game."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                kept = await self._redis.get(self._keys.places(result_id))
        except REDIS_AWAY:
            return None
        return None if kept is None else [RankMove(**one) for one in orjson.loads(kept)]
