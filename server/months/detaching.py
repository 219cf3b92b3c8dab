"""A month of typing sessions taken out and put back, while others play.

Laws:
- Only what nobody will write to any more is taken out: the month is over, its games are saved, and whoever reads their
  keys once (the feed's consumers) has done so.
- Results stay: everything that is counted is counted from them.
- No table that servers use is read or written under a lock that keeps them out. What a partition must fulfil is
  proven before it is attached.
"""

from __future__ import annotations

from datetime import date

import asyncpg

from server.infra.postgres import Connection
from server.infra.tables import counted
from server.months.indexing import complete_table
from server.months.listing import known_month
from server.months.month import Month
from server.months.patience import STATEMENT_S, briefly

# $1, $2: the first ids of the month and of the next.
_UNFINISHED = "SELECT count(*) FROM game_sessions WHERE ended_at IS NULL AND id >= $1 AND id < $2"
_WAITING = """
SELECT count(*) FROM feed_jobs j JOIN game_results r ON r.id = j.subject
WHERE r.session_id >= $1 AND r.session_id < $2
"""
# A player who was deleted since has taken the game along.
_OF_DELETED = "DELETE FROM {table} t WHERE NOT EXISTS (SELECT FROM game_sessions s WHERE s.id = t.game_session_id)"
_REFERENCES = {"user_id": "users", "game_session_id": "game_sessions"}
_CONSTRAINTS = """
SELECT c.conname AS name, c.contype::text AS type, c.convalidated AS is_proven, a.attname AS column
FROM pg_constraint c LEFT JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.conrelid = $1::regclass
"""
_IS_OF_ITS_FORM = """
SELECT ARRAY(SELECT (attname, atttypid, atttypmod, attcollation, attnotnull)::text FROM pg_attribute
    WHERE attrelid = 'typing_sessions'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum)
    = ARRAY(SELECT (attname, atttypid, atttypmod, attcollation, attnotnull)::text FROM pg_attribute
    WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum)
"""


class NotNow(Exception):
    """The month cannot be taken out or put back; the message is one line that says why."""


async def bounds_of(connection: Connection, month: Month) -> tuple[str, str]:
    """The first ids of the month and of the next."""
    row = await connection.fetchrow("SELECT first_id_of($1), first_id_of($2)", month.first, month.next.first)
    assert row is not None
    return row[0], row[1]


async def detach(connection: Connection, month: Month) -> None:
    """Take its typing sessions out; their table stands alone then. Raises NotNow, InUse."""
    known = await known_month(connection, month)
    if known is None or known.state != "attached":
        raise NotNow(f"there is no {month} among the partitions" if known is None else f"{month} is {known.state}")
    await _refuse_unsettled(connection, month)

    async def work() -> None:
        await connection.execute("LOCK TABLE typing_sessions IN ACCESS EXCLUSIVE MODE")
        await connection.execute(f"ALTER TABLE typing_sessions DETACH PARTITION {month.table}")
        await connection.execute("INSERT INTO detached_months (month) VALUES ($1)", month.first)

    await briefly(connection, work)


async def _refuse_unsettled(connection: Connection, month: Month) -> None:
    today: date = await connection.fetchval("SELECT (now() AT TIME ZONE 'UTC')::date")
    if not month.is_settled(today):
        raise NotNow(f"{month} is not over, or not for a day")
    bounds = await bounds_of(connection, month)
    if games := await connection.fetchval(_UNFINISHED, *bounds, timeout=STATEMENT_S):
        raise NotNow(f"{counted(games, 'game')} of {month} not saved yet: servers save or end them")
    if jobs := await connection.fetchval(_WAITING, *bounds, timeout=STATEMENT_S):
        raise NotNow(f"{counted(jobs, 'job')} of the feed must still read keys of {month}: see prodev feed list")


async def attach(connection: Connection, month: Month) -> int:
    """Put a table that stands alone back; returns how many of its rows were of players deleted since, which are
    dropped. Raises NotNow, InUse."""
    known = await known_month(connection, month)
    if known is None or known.state != "detached":
        raise NotNow(f"there is no table of {month}" if known is None else f"{month} is {known.state}")
    table, (first, end) = month.table, await bounds_of(connection, month)
    outgrown = f"a release has changed the table since {month} was detached: archive it, and attach the file"
    if not await connection.fetchval(_IS_OF_ITS_FORM, table):
        raise NotNow(outgrown)
    await constrain(connection, table, first, end)
    dropped = await connection.execute(_OF_DELETED.format(table=table), timeout=STATEMENT_S)
    for one in await connection.fetch(_CONSTRAINTS, table):
        if not one["is_proven"]:
            await connection.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {one['name']}", timeout=STATEMENT_S)
    await complete_table(connection, table)

    async def work() -> None:
        await connection.execute("LOCK TABLE typing_sessions_default IN ACCESS EXCLUSIVE MODE")
        strayed = f"game_session_id >= '{first}' AND game_session_id < '{end}'"
        await connection.execute(
            f"WITH moved AS (DELETE FROM typing_sessions_default WHERE {strayed} RETURNING *)"
            f" INSERT INTO {table} SELECT * FROM moved"
        )
        values = f"FOR VALUES FROM ('{first}') TO ('{end}')"
        await connection.execute(f"ALTER TABLE typing_sessions ATTACH PARTITION {table} {values}")
        await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_bounds")
        await connection.execute("DELETE FROM detached_months WHERE month = $1", month.first)

    try:
        await briefly(connection, work)
    except asyncpg.DatatypeMismatchError as error:  # it lacks a constraint of the table
        raise NotNow(outgrown) from error
    return int(dropped.split()[-1])


async def constrain(connection: Connection, table: str, first: str, end: str) -> None:
    """Ask of the table what a partition must fulfil. To prove it for the rows that are there is left to do."""

    async def work() -> None:
        there = {one["column"] for one in await connection.fetch(_CONSTRAINTS, table) if one["type"] == "f"}
        for column, other in _REFERENCES.items():
            if column not in there:
                key = f"FOREIGN KEY ({column}) REFERENCES {other} (id) ON UPDATE CASCADE ON DELETE CASCADE NOT VALID"
                await connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT typing_sessions_{column}_fkey {key}")
        await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_bounds")
        bounds = f"game_session_id IS NOT NULL AND game_session_id >= '{first}' AND game_session_id < '{end}'"
        await connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_bounds CHECK ({bounds}) NOT VALID")

    await briefly(connection, work)
