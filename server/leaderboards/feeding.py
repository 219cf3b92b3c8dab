"""The boards' consumer of ended games: makes sure that each game is on them.

The process that ended the game has already put it there, unless it died or could not reach Redis. Putting it there
again moves nothing.
"""

from __future__ import annotations

from server.feed import Consumer
from server.infra.postgres import Connection
from server.infra.redis import REDIS_UNREACHED
from server.leaderboards.boards import Boards
from server.leaderboards.places import PlacesTaken
from server.leaderboards.truth import ranked_entry


def consumer(boards: Boards, places: PlacesTaken) -> Consumer:
    async def make_sure(connection: Connection, result_id: str) -> None:
        entry = await ranked_entry(connection, result_id)
        if entry is None:
            return
        moves = await boards.put(entry)
        if not boards.upkeep.behind:  # on boards that lack games the places would be wrong
            await places.keep(result_id, moves)

    return Consumer("boards", make_sure, away=REDIS_UNREACHED)
