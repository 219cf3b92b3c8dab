"""Keeps the boards' table small: folds changes into the counts, and says which weeks and days nobody can ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from server.feed import Periodic, Purge
from server.infra.postgres import Pool

FOLD_EVERY = timedelta(seconds=5)  # a reader adds up what is not folded: some thousand rows of a busy installation
AT_ONCE = 20_000  # rows in one transaction: a second of work
RECOUNT_S = 1_800.0  # counts all rows of the table
VACUUM_S = 60.0
KEPT = timedelta(days=9)  # as in the migration's settle_leaderboards: this week and today on any server's clock
BATCHES = 500  # of one turn; what is left waits for the next

_KEY = "mode, seconds, type, period, starts_on, language, difficulty, bucket"
_COUNTED = ("players", "best_1", "best_2", "best_4")
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in _COUNTED)
_LESS = ", ".join(f"-{name}" for name in _COUNTED)
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
# What the counts lack. One statement sees the rows and both tables of counts at one moment, so nobody has to wait: what
# others change meanwhile changes both sides alike.
WRONG_COUNTS = f"""
SELECT {_KEY}, {_SUMS} FROM (
    SELECT mode, seconds, type, period, starts_on, language, difficulty, (score >> 36)::int AS bucket,
        count(*) AS players, sum(best & 1) AS best_1, sum(best >> 1 & 1) AS best_2, sum(best >> 2) AS best_4
    FROM leaderboards GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    UNION ALL SELECT {_KEY}, {_LESS} FROM leaderboard_counts
    UNION ALL SELECT {_KEY}, {_LESS} FROM leaderboard_count_changes
) both_sides GROUP BY {_KEY} HAVING {" OR ".join(f"sum({name}) <> 0" for name in _COUNTED)}
"""
_RECOUNT = f"""
WITH wrong AS (
    INSERT INTO leaderboard_count_changes ({_KEY}, {", ".join(_COUNTED)}) {WRONG_COUNTS} RETURNING 1
)
SELECT count(*) FROM wrong
"""
# What was folded takes room until a VACUUM, and every reader reads past it. PostgreSQL's own comes too late when many
# games came at once, as by an import.
_ROOM = "SELECT pg_relation_size('leaderboard_count_changes')"
_VACUUM = "VACUUM leaderboard_count_changes"
ROOM = 8 << 20  # bytes: read in some milliseconds
_ONE_AT_A_TIME = "SELECT FROM leaderboard_filling FOR UPDATE"  # two would put the same right twice
_FIRST_DAY = "($1::timestamptz AT TIME ZONE 'UTC')::date"
_IS_OLD = f"mode <> 'DAILY' AND period <> 'all' AND starts_on <= {_FIRST_DAY}"


def _deleting(table: str, is_old: str) -> str:
    """As `Purge` wants it. Nothing refers to these rows, and their keys are long: they are deleted where they are."""
    return f"""
    DELETE FROM {table} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM {table} WHERE {is_old} LIMIT $2 FOR UPDATE SKIP LOCKED
    ))
    """


# By the index of the boards' order: from each board's first days on.
_ROWS = _deleting("leaderboards", f"mode IN ('SOLO', 'SPRINT') AND period IN ('week', 'day') AND {_IS_OLD}")
_COUNTS = _deleting("leaderboard_counts", f"{_IS_OLD} AND players = 0")  # they come to that when folded
_CHANGES = _deleting("leaderboard_changes", "changed_at < $1")
CATCHES_UP = timedelta(days=30)  # a copy of the boards that is older is rebuilt


def keeping(pg: Pool) -> Periodic:
    async def keep(_: datetime) -> None:
        await fold(pg)
        await shrink(pg)

    return Periodic("leaderboards", keep, FOLD_EVERY)


def purging() -> Iterator[Purge]:
    """Of weeks and days that are over, and of changes that every copy has."""
    yield Purge("leaderboards", _ROWS, KEPT, AT_ONCE)
    yield Purge("leaderboard_counts", _COUNTS, KEPT, AT_ONCE)
    yield Purge("leaderboard_changes", _CHANGES, CATCHES_UP, AT_ONCE)


async def fold(pg: Pool) -> None:
    """Add what has changed to the counts. Safe beside anything: a reader sees a change in one table or in the other."""
    for _ in range(BATCHES):
        if await pg.fetchval(_FOLD, AT_ONCE) < AT_ONCE:
            return


async def shrink(pg: Pool) -> None:
    """Give back the room of folded changes, if it is much."""
    if await pg.fetchval(_ROOM) > ROOM:
        await pg.execute(_VACUUM, timeout=VACUUM_S)


async def recount(pg: Pool) -> int:
    """Put the counts right; returns how many were wrong: none, unless somebody wrote into the tables by hand."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await connection.execute(_ONE_AT_A_TIME)
        return int(await connection.fetchval(_RECOUNT, timeout=RECOUNT_S))
