"""Enters the games from before the table `leaderboards` existed, player by player, while servers of any release serve.

Law: how far it has come is in PostgreSQL (`leaderboard_filling`), in the transaction that enters a batch. So it goes on
where it stopped, whichever process does it, and a game that ends meanwhile is entered by its own transaction.

Until it is done, slices are read from the games themselves (`truth.py`), and the boards in Redis stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable

from server.infra.postgres import Connection, Pool
from server.leaderboards.folding import fold

PLAYERS_AT_ONCE = 500  # the end of another game of these waits for the batch: a fraction of a second
FOLD_EVERY_BATCHES = 20

_IS_FILLED = "SELECT filled_at IS NOT NULL FROM leaderboard_filling"
_NOBODY = "00000000-0000-0000-0000-000000000000"
_LOCKED = "SELECT filled_to, filled_at IS NOT NULL AS is_filled FROM leaderboard_filling FOR UPDATE SKIP LOCKED"
_NEXT = """
SELECT array_agg(user_id) FROM (SELECT user_id FROM user_statistics WHERE user_id > $1 ORDER BY user_id LIMIT $2) next
"""
_SETTLE = "SELECT settle_leaderboards($1::uuid[])"
_FILLED_TO = "UPDATE leaderboard_filling SET filled_to = $1"
_FILLED = "UPDATE leaderboard_filling SET filled_at = now()"
BATCH_S = 60.0

Progress = Callable[[int], None]  # how many players have been looked at


async def is_filled(pg: Pool | Connection) -> bool:
    return bool(await pg.fetchval(_IS_FILLED))


async def fill(pg: Pool) -> bool:
    """Enter all games that are not in the table yet. False: another process does it."""
    for batch in range(1, 2**31):
        async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            row = await connection.fetchrow(_LOCKED)
            if row is None:
                return False
            if row["is_filled"]:
                return True
            players = await connection.fetchval(_NEXT, row["filled_to"] or _NOBODY, PLAYERS_AT_ONCE)
            if not players:
                await connection.execute(_FILLED)
                break
            await connection.fetchval(_SETTLE, players, timeout=BATCH_S)
            await connection.execute(_FILLED_TO, max(players))
        if batch % FOLD_EVERY_BATCHES == 0:
            await fold(pg)
    await fold(pg)
    return True


async def fill_again(pg: Pool, progress: Progress = lambda done: None) -> int:
    """Work everything out anew from the games; returns how many rows of the table were not so: none, unless somebody
    wrote into it by hand."""
    wrong, done, last = 0, 0, _NOBODY
    while players := await pg.fetchval(_NEXT, last, PLAYERS_AT_ONCE):
        wrong += await pg.fetchval(_SETTLE, players, timeout=BATCH_S)
        done, last = done + len(players), max(players)
        progress(done)
    await fold(pg)
    return wrong
