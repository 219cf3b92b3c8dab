"""Which result stands at a place: PostgreSQL says so, for Redis holds players and scores alone.

Why not in Redis: the ids took more than half of its memory, and a page needs PostgreSQL anyway, for the names.
"""

from __future__ import annotations

from dataclasses import replace

from server.infra.postgres import Pool
from server.leaderboards.board import Board
from server.leaderboards.standings import Slice, Standing
from server.leaderboards.table import results_of

KEPT = 50_000  # places of the most read boards: some 20 MB. When full, all are forgotten


class Results:
    """A result that was found is kept: a player's score on a board is that of one game. Whether that game still counts,
    its reader asks together with the name."""

    def __init__(self, pg: Pool) -> None:
        self._pg = pg
        self._kept: dict[tuple[Board, str, int], str] = {}

    async def known(self, board: Board, places: Slice) -> tuple[Slice, set[str]]:
        """The slice with its results, and the players who stand there with another score or not at all."""
        every = [*places.places, *([places.mine] if places.mine else [])]
        missing = list({place.user_id for place in every if _key(board, place) not in self._kept})
        if missing:
            found = await results_of(self._pg, board, missing)
            if len(self._kept) + len(found) > KEPT:
                self._kept.clear()
            self._kept |= {(board, user_id, packed): result_id for user_id, (packed, result_id) in found.items()}
        kept = {place.user_id: self._kept.get(_key(board, place), "") for place in every}
        named = [replace(place, result_id=kept[place.user_id]) for place in places.places]
        mine = places.mine and replace(places.mine, result_id=kept[places.mine.user_id])
        unknown = {user_id for user_id, result_id in kept.items() if not result_id}
        return replace(places, places=named, mine=mine), unknown

    def forget(self) -> None:
        self._kept.clear()


def _key(board: Board, place: Standing) -> tuple[Board, str, int]:
    return board, place.user_id, place.packed
