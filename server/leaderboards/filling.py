"""Enters the games from before the table `leaderboards` existed, player by player, while servers of any release serve.

Law: how far it has come is in PostgreSQL (`leaderboard_filling`), in the transaction that enters a batch. So it goes on
where it stopped, whichever process does it, and a game that ends meanwhile is entered by its own transaction.

Until it is done, slices are read from the games themselves (`truth.py`), and the boards in Redis stay as they are.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import NamedTuple

from server.infra.postgres import Connection, Pool
from server.leaderboards.folding import fold, recount

PLAYERS_AT_ONCE = 500
GAMES_AT_ONCE = 5_000  # the end of another game of these players waits for the batch: a fraction of a second
FOLD_EVERY_BATCHES = 20

_IS_FILLED = "SELECT filled_at IS NOT NULL FROM leaderboard_filling"
_NOBODY = "00000000-0000-0000-0000-000000000000"
_LOCKED = "SELECT filled_to, filled_at IS NOT NULL AS is_filled FROM leaderboard_filling FOR UPDATE SKIP LOCKED"
# $1: after whom; $2: so many players at most; $3: so many games at most, but one player at least.
_NEXT = """
SELECT array_agg(user_id) FROM (
    SELECT user_id, row_number() OVER own_order AS number, sum(total_games) OVER own_order AS games
    FROM (SELECT user_id, total_games FROM user_statistics WHERE user_id > $1 ORDER BY user_id LIMIT $2) next
    WINDOW own_order AS (ORDER BY user_id)
) summed WHERE number = 1 OR games <= $3
"""
# What the batches join on may have been loaded a moment ago, when nothing is known yet of how many rows there are.
_ANALYZE = "ANALYZE users, user_statistics, game_sessions, game_results"
ANALYZE_S = 120.0  # a sample of each table, however large
_SETTLE = "SELECT settle_leaderboards($1::uuid[])"
_FILLED_TO = "UPDATE leaderboard_filling SET filled_to = $1"
_FILLED = "UPDATE leaderboard_filling SET filled_at = now()"
BATCH_S = 60.0
ONE_PLAYER_S = 600.0  # for whom nobody else waits

Progress = Callable[[int], None]  # how many players have been looked at


class PutRight(NamedTuple):
    """How many rows of the table, and how many of its counts, were wrong."""

    rows: int
    counts: int


class _TookTooLong(Exception):
    """The batch was rolled back: the next is smaller."""


class _Batches:
    """How much is entered at once: after a batch that took too long half as much, later more again."""

    def __init__(self) -> None:
        self._divisor, self._done = 1, 0

    async def next(self, pg: Pool | Connection, last: str | None) -> list[str]:
        limits = [max(1, limit // self._divisor) for limit in (PLAYERS_AT_ONCE, GAMES_AT_ONCE)]
        return await pg.fetchval(_NEXT, last or _NOBODY, *limits) or []

    async def settle(self, pg: Pool | Connection, players: list[str]) -> int:
        """Returns how many rows were not so."""
        is_one = len(players) == 1
        try:
            return int(await pg.fetchval(_SETTLE, players, timeout=ONE_PLAYER_S if is_one else BATCH_S))
        except TimeoutError:
            if is_one:
                raise
            self._divisor *= 2
            raise _TookTooLong from None

    async def entered(self, pg: Pool) -> None:
        """Call it when a batch is committed."""
        self._done += 1
        if self._done % FOLD_EVERY_BATCHES == 0:
            self._divisor = max(1, self._divisor // 2)
            await fold(pg)


async def is_filled(pg: Pool | Connection) -> bool:
    return bool(await pg.fetchval(_IS_FILLED))


async def fill(pg: Pool) -> bool:
    """Enter all games that are not in the table yet. False: another process does it."""
    if not await is_filled(pg):
        await pg.execute(_ANALYZE, timeout=ANALYZE_S)
    batches = _Batches()
    has_ended: bool | None = None
    while has_ended is None:
        with contextlib.suppress(_TookTooLong):
            has_ended = await _fill_batch(pg, batches)
            await batches.entered(pg)
    await fold(pg)
    return has_ended


async def _fill_batch(pg: Pool, batches: _Batches) -> bool | None:
    """None: there is more. True: the table is filled. False: another process does it."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        row = await connection.fetchrow(_LOCKED)
        if row is None or row["is_filled"]:
            return row is not None
        players = await batches.next(connection, row["filled_to"])
        if not players:
            await connection.execute(_FILLED)
            return True
        await batches.settle(connection, players)
        await connection.execute(_FILLED_TO, max(players))
    return None


async def fill_again(pg: Pool, progress: Progress = lambda done: None) -> PutRight:
    """Work everything out anew from the games, and the counts from the rows; returns what was not so: nothing, unless
    somebody wrote into the tables by hand."""
    await pg.execute(_ANALYZE, timeout=ANALYZE_S)
    batches, wrong, done, last = _Batches(), 0, 0, _NOBODY
    while players := await batches.next(pg, last):
        with contextlib.suppress(_TookTooLong):
            wrong += await batches.settle(pg, players)
            done, last = done + len(players), max(players)
            progress(done)
            await batches.entered(pg)
    counts = await recount(pg)
    await fold(pg)
    return PutRight(wrong, counts)
