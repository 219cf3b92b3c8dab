"""The all-time bests of players on parts of a ladder, now and when a certain game ended.

Law: the answer is that of the games themselves (`truth.py`). The table knows when each best was reached, so games are
read only of players whose best came with that game or after it, which are few, and while the table is being filled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from game.terms import Period
from server.infra.postgres import Connection
from server.leaderboards import truth
from server.leaderboards.board import TIME_SPAN, Entry, Ladder
from server.leaderboards.table import ALL_TIME, IS_ON
from server.leaderboards.truth import BestsAround, LadderPart

# $6: players. One row at least, which says whether the table is whole.
_HELD = f"""
SELECT f.filled_at IS NOT NULL AS is_filled, l.user_id, l.language, l.difficulty, l.score
FROM leaderboard_filling f LEFT JOIN leaderboards l ON {IS_ON} AND l.user_id = ANY($6::uuid[])
"""


@dataclass(frozen=True, slots=True)
class HeldBests:
    """What the table holds of some players on one ladder, by player; None while it is being filled."""

    rows: Mapping[str, Sequence[asyncpg.Record]] | None

    def may_have_risen(self, game: Entry, cells: Sequence[LadderPart]) -> bool:
        """False: wherever the game counts, its player stood at least as high before it."""
        if self.rows is None:
            return True
        held = _best_of_each(self.rows.get(game.user_id, ()), cells)
        packed = game.packed[game.ladder.metrics[0]]
        bests = [held.get((game.user_id, cell), 0) for cell in cells]
        return any(best <= packed or _ended(best) >= _ended(packed) for best in bests)

    async def around(
        self, connection: Connection, game: Entry, user_ids: Sequence[str], cells: Sequence[LadderPart]
    ) -> BestsAround:
        """Of some of these players on these parts of the ladder, which is that of the game."""
        if self.rows is None:
            return await truth.bests_around(connection, game, user_ids, cells)
        held = _best_of_each([row for user_id in user_ids for row in self.rows.get(user_id, ())], cells)
        at = _ended(game.packed[game.ladder.metrics[0]])
        since = {user_id for (user_id, _), packed in held.items() if _ended(packed) >= at}
        if not since:
            return BestsAround(held, held)
        of_games = await truth.bests_around(connection, game, [*since], cells)
        earlier = {of: packed for of, packed in held.items() if of[0] not in since}
        return BestsAround({**earlier, **of_games.earlier}, held)


async def held_bests(connection: Connection, ladder: Ladder, user_ids: Collection[str]) -> HeldBests:
    board = ladder.mode, ladder.seconds or 0, ladder.metrics[0], Period.ALL, ALL_TIME
    rows = await connection.fetch(_HELD, *board, list(user_ids))
    if not rows[0]["is_filled"]:
        return HeldBests(None)
    of_players = defaultdict[str, list[asyncpg.Record]](list)
    for row in rows:
        if row["user_id"]:
            of_players[row["user_id"]].append(row)
    return HeldBests(of_players)


async def bests_around(
    connection: Connection, game: Entry, user_ids: Sequence[str], cells: Sequence[LadderPart]
) -> BestsAround:
    """Of these players on these parts of the game's ladder, by its first metric."""
    held = await held_bests(connection, game.ladder, user_ids)
    return await held.around(connection, game, user_ids, cells)


def _best_of_each(rows: Sequence[asyncpg.Record], cells: Sequence[LadderPart]) -> dict[tuple[str, LadderPart], int]:
    bests: dict[tuple[str, LadderPart], int] = {}
    for row in rows:
        for cell in cells:
            if cell.language in (None, row["language"]) and cell.difficulty in (None, row["difficulty"]):
                of = row["user_id"], cell
                bests[of] = max(bests.get(of, 0), row["score"])
    return bests


def _ended(packed: int) -> int:
    """In which second, counted as `pack` does."""
    return TIME_SPAN - 1 - packed % TIME_SPAN
