"""What is kept of a player's games: the figures of each language (`games_by_language`) and the bests of each kind of
game (`bests_by_kind`).

Laws:
- Triggers keep them (the migration `kept_of_games`): a game adds itself, and a verdict or a registration has all games
  of its player looked through again.
- A row of `games_by_language` that is not `is_summed` is from before that. Its player is summed up in the background;
  until then their games are read.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from server.feed import Periodic
from server.infra.postgres import Pool

EVERY = timedelta(minutes=1)
PLAYERS_AT_ONCE = 200
GAMES_AT_ONCE = 5_000  # the end of another game of these players waits for the batch: a fraction of a second
BATCH_S = 600.0  # one player may have more games than that

# Of some players with rows that are not summed up, the first whose games are GAMES_AT_ONCE at most, but one at least.
_SUM_UP = f"""
SELECT cardinality(players) AS players, sum_up_languages(players), settle_bests(players) FROM (
    SELECT array_agg(user_id) AS players FROM (
        SELECT user_id, row_number() OVER own_order AS number, sum(games) OVER own_order AS games
        FROM (
            SELECT user_id, sum(games) AS games FROM (
                SELECT user_id, games FROM games_by_language WHERE NOT is_summed LIMIT {PLAYERS_AT_ONCE}
            ) unsummed GROUP BY user_id
        ) next
        WINDOW own_order AS (ORDER BY user_id)
    ) summed WHERE number = 1 OR games <= {GAMES_AT_ONCE}
) batch WHERE players IS NOT NULL
"""


async def sum_up(pg: Pool) -> int:
    """Sum up all that is not; returns how many players were."""
    done = 0
    while True:
        async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            players = await connection.fetchval(_SUM_UP, timeout=BATCH_S)
        if not players:
            return done
        done += players


def summing_up(pg: Pool) -> Periodic:
    async def work(_: datetime) -> None:
        await sum_up(pg)

    return Periodic("language_figures", work, EVERY)
