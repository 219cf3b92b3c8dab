"""The boards' consumers: of ended games, to make sure that each is on them; and of players whose places have changed.

The process that ended the game has already put it there, unless it died or could not reach Redis. Putting it there
again moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from server.feed import Consumer
from server.infra.postgres import Connection
from server.infra.redis import REDIS_UNABLE
from server.leaderboards.board import Entry
from server.leaderboards.boards import Boards
from server.leaderboards.places import PlacesTaken
from server.leaderboards.truth import ranked_entries


def consumer(boards: Boards, places: PlacesTaken) -> Consumer:
    async def make_sure(connection: Connection, result_ids: Sequence[str]) -> None:
        for entries in _each_player_once(await ranked_entries(connection, result_ids)):
            moves = await boards.put(list(entries.values()))
            if boards.upkeep.behind:  # on boards that lack games the places would be wrong
                continue
            for user_id in {move.user_id for move in moves}:
                own = [move for move in moves if move.user_id == user_id]
                await places.keep(entries[user_id].result_id, own)

    async def make_sure_of_one(connection: Connection, result_id: str) -> None:
        await make_sure(connection, [result_id])

    return Consumer("boards", make_sure_of_one, away=REDIS_UNABLE, together=make_sure)


def _each_player_once(entries: Sequence[Entry]) -> Iterator[dict[str, Entry]]:
    """The entries by player, in as many turns as it takes: a move tells whose it is, and not of which game."""
    left = list(entries)
    while left:
        turn = {entry.user_id: entry for entry in reversed(left)}
        yield turn
        left = [entry for entry in left if turn[entry.user_id] is not entry]


STANDINGS = "standings"


def standings_consumer(boards: Boards) -> Consumer:
    """Its subjects are players who may stand on the boards since, or no longer, or whose games count otherwise. Ask it
    in the transaction that decides so, and call `Boards.judge_user` after the commit, so that nobody waits for it."""

    async def settle(_: Connection, user_id: str) -> None:
        await boards.settle_user(user_id)

    return Consumer(STANDINGS, settle, away=REDIS_UNABLE, ended_games=False)
