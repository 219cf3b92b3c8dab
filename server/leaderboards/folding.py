"""Keeps the boards' table small: folds changes into the counts, removes weeks and days that nobody can ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from server.feed import Periodic
from server.infra.postgres import Pool

FOLD_EVERY = timedelta(seconds=5)  # a reader adds up what is not folded: some thousand rows of a busy installation
PURGE_EVERY = timedelta(hours=1)  # by each process that folds
AT_ONCE = 20_000  # rows in one transaction: a second of work
KEPT_DAYS = 9  # as in the migration's settle_leaderboards: this week and today on any server's clock
BATCHES = 500  # of one turn; what is left waits for the next

_KEY = "mode, seconds, type, period, starts_on, language, difficulty, bucket"
_COUNTED = ("players", "best_1", "best_2", "best_4")
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in _COUNTED)
_ADDED = ", ".join(f"{name} = c.{name} + EXCLUDED.{name}" for name in _COUNTED)
# $1: so many changes, the oldest first.
_FOLD = f"""
WITH folded AS (
    DELETE FROM leaderboard_count_changes WHERE id IN (SELECT id FROM leaderboard_count_changes ORDER BY id LIMIT $1)
    RETURNING *
), added AS (
    INSERT INTO leaderboard_counts AS c ({_KEY}, {", ".join(_COUNTED)})
    SELECT {_KEY}, {_SUMS} FROM folded GROUP BY {_KEY} ORDER BY {_KEY}
    ON CONFLICT ({_KEY}) DO UPDATE SET {_ADDED}
)
SELECT count(*) FROM folded
"""
_IS_OLD = "mode <> 'DAILY' AND period <> 'all' AND starts_on <= $1"
# By the index of the boards' order: from each board's first days on.
_PURGE = f"""
DELETE FROM leaderboards WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM leaderboards
    WHERE mode IN ('SOLO', 'SPRINT') AND period IN ('week', 'day') AND {_IS_OLD} LIMIT $2
))
"""
_FORGET_COUNTS = f"DELETE FROM leaderboard_counts WHERE {_IS_OLD} AND players = 0"
_FORGET_CHANGES = "DELETE FROM leaderboard_changes WHERE changed_at < $1"
CATCHES_UP = timedelta(days=30)  # a copy of the boards that is older is rebuilt


def keeping(pg: Pool) -> Periodic:
    purge_at = datetime.min.replace(tzinfo=UTC)

    async def keep(now: datetime) -> None:
        nonlocal purge_at
        await fold(pg)
        if purge_at <= now:
            await purge(pg, now)
            purge_at = now + PURGE_EVERY

    return Periodic("leaderboards", keep, FOLD_EVERY)


async def fold(pg: Pool) -> None:
    """Add what has changed to the counts. Safe beside anything: a reader sees a change in one table or in the other."""
    for _ in range(BATCHES):
        if await pg.fetchval(_FOLD, AT_ONCE) < AT_ONCE:
            return


async def purge(pg: Pool, now: datetime) -> None:
    first = (now - timedelta(days=KEPT_DAYS)).date()
    for _ in range(BATCHES):
        if int((await pg.execute(_PURGE, first, AT_ONCE)).rsplit(" ", 1)[1]) < AT_ONCE:
            break
    await fold(pg)
    await pg.execute(_FORGET_COUNTS, first)
    await pg.execute(_FORGET_CHANGES, now - CATCHES_UP)
